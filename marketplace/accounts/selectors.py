"""Questions about people, offices and roles."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from marketplace.accounts.devices import device_name
from marketplace.accounts.identity import login_lookup
from marketplace.accounts.models import AccountSession, Agency, Organisation, OrganisationKind, RoleAssignment, User
from marketplace.accounts.sessions import public_id


def people_matching(text: str) -> QuerySet[User]:
    """People by part of the name, or by exact NIP, e-mail or phone; all of them for an empty text."""
    people = User.objects.order_by("full_name", "pk")
    if not text:
        return people
    wanted = Q(full_name__icontains=text)
    if lookup := login_lookup(text):
        wanted |= Q(**lookup)
    return people.filter(wanted)


def with_roles(people: QuerySet[User], *, on: datetime.date) -> QuerySet[User]:
    """The same people with the roles in force on a day, as `roles_in_force`."""
    held = RoleAssignment.objects.in_force(on).select_related("organisation").order_by("organisation__name", "role")
    return people.prefetch_related(Prefetch("assignments", held, to_attr="roles_in_force"))


def assignments_of(user_id: int) -> QuerySet[RoleAssignment]:
    """Every role a person holds, will hold or held, newest first."""
    return RoleAssignment.objects.filter(user_id=user_id).select_related("organisation").order_by("-valid_from", "-pk")


def holders(role: str, organisation_id: int, *, on: datetime.date) -> QuerySet[User]:
    """Who holds a role in an organisation on a day."""
    ids = RoleAssignment.objects.in_force(on).filter(role=role, organisation_id=organisation_id).values("user_id")
    return User.objects.filter(pk__in=ids, is_active=True).order_by("full_name", "pk")


def offices() -> QuerySet[Agency]:
    """All offices in the order of their names."""
    return Agency.objects.select_related("organisation", "regency").order_by("organisation__name")


def organisations_for_officials() -> QuerySet[Organisation]:
    """Where an official can hold a role."""
    return Organisation.objects.exclude(kind=OrganisationKind.VENDOR).order_by("name")


@dataclass(frozen=True)
class SessionLine:
    """One signed-in session as the person sees it."""

    public_id: str
    address: str
    device: str
    started_at: datetime.datetime
    expires_at: datetime.datetime
    is_this: bool


def sessions_of(user_id: int, *, this_key: str | None, now: datetime.datetime) -> Sequence[SessionLine]:
    """The open sessions of a person, the one in use first."""
    rows = AccountSession.objects.filter(user_id=user_id, expire_date__gt=now).order_by("-started_at")
    lines = [
        SessionLine(
            public_id=public_id(row.session_key),
            address=row.address,
            device=device_name(row.agent),
            started_at=row.started_at,
            expires_at=row.expire_date,
            is_this=row.session_key == this_key,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.is_this)
