"""Who acts for which office, vendor and service in the seeded past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.accounts.models import Agency, RoleAssignment
from marketplace.accounts.roles import Role
from marketplace.demo.bulk.log import Who


@dataclass(frozen=True)
class Desk:
    """An office with the people who hold its roles; the first holder of each."""

    agency: Agency
    holders: dict[str, list[Who]]

    def who(self, role: str, place: int = 0) -> Who:
        held = self.holders[str(role)]
        return held[place % len(held)]

    @property
    def id(self) -> int:
        return self.agency.pk


def desks(short_codes: Iterable[str] | None = None) -> dict[str, Desk]:
    """short code -> desk, of offices that have people for every role of a purchase."""
    held: dict[int, dict[str, list[Who]]] = {}
    rows = RoleAssignment.objects.filter(revoked_at=None).select_related("user").order_by("id")
    for row in rows.exclude(role__in=(Role.VENDOR_OWNER, Role.VENDOR_STAFF)):
        who = Who(row.user_id, row.user.full_name, row.role, row.user.nip or "")
        held.setdefault(row.organisation_id, {}).setdefault(row.role, []).append(who)
    offices = Agency.objects.select_related("organisation", "regency").order_by("pk")
    if short_codes is not None:
        offices = offices.filter(short_code__in=list(short_codes))
    return {
        one.short_code: Desk(one, held[one.pk])
        for one in offices
        if Role.ACTIVITY_OFFICER in held.get(one.pk, {}) and Role.CARD_HOLDER in held[one.pk]
    }


def owners(vendor_ids: Iterable[int]) -> dict[int, Who]:
    """vendor -> its owner."""
    rows = RoleAssignment.objects.filter(
        organisation_id__in=list(vendor_ids), role=Role.VENDOR_OWNER, revoked_at=None
    ).select_related("user")
    return {row.organisation_id: Who(row.user_id, row.user.full_name, row.role, "") for row in rows}


def holder_of(role: str) -> Who:
    """Who holds a service role, such as the treasury's proxy; the first of two."""
    row = RoleAssignment.objects.filter(role=role, revoked_at=None).select_related("user").order_by("id")[0]
    return Who(row.user_id, row.user.full_name, row.role, row.user.nip or "")
