"""Who acts, with which dated roles, from where. Made by a door, read by policies, written to the log."""

from __future__ import annotations

from dataclasses import dataclass, field

from marketplace.kernel.errors import NotPermitted


@dataclass(frozen=True)
class Grant:
    """A role (stored code, such as `ppk`) held now in one organisation; `None` means the whole marketplace."""

    role: str
    organisation_id: int | None


@dataclass(frozen=True)
class Actor:
    id: int | None
    name: str
    grants: frozenset[Grant] = frozenset()
    address: str = ""
    request_id: str = ""
    display_role: str = ""
    is_system: bool = field(default=False, kw_only=True)

    def holds(
        self,
        role: str,
        organisation_id: int | None = None,
        *,
        agency_id: int | None = None,
        vendor_id: int | None = None,
    ) -> bool:
        """Whether this role is held now, in that organisation when one is named."""
        wanted = organisation_id or agency_id or vendor_id
        if wanted is None:
            return any(grant.role == str(role) for grant in self.grants)
        return any(grant.role == str(role) and grant.organisation_id in (None, wanted) for grant in self.grants)

    def holds_any(self, *roles: str, organisation_id: int | None = None) -> bool:
        return any(self.holds(role, organisation_id) for role in roles)

    def organisations(self, *roles: str) -> set[int]:
        """Ids of the organisations in which one of these roles is held now."""
        codes = {str(role) for role in roles}
        return {grant.organisation_id for grant in self.grants if grant.role in codes and grant.organisation_id}

    def role_in(self, *roles: str, organisation_id: int | None = None) -> str:
        """The first of these roles that is held: what the log writes as the role then used."""
        return next((str(role) for role in roles if self.holds(role, organisation_id)), self.display_role)

    @property
    def person_id(self) -> int:
        """The id of the person, for rows that only a person writes. Raises NotPermitted for timers and visitors."""
        if self.id is None:
            raise NotPermitted()
        return self.id


#: Timers and workers. Never may what a person must decide.
SYSTEM = Actor(id=None, name="Sistem", display_role="system", is_system=True)
ANONYMOUS = Actor(id=None, name="")
