"""From a signed-in person to an actor: one query, read afresh for every request (T-60)."""

import datetime

from django.contrib.auth.models import AnonymousUser

from marketplace.accounts.models import RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.calendar import local_day

_ORDER = {role.value: place for place, role in enumerate(Role)}


def actor_for(user: User | AnonymousUser, *, at: datetime.datetime, address: str = "", request_id: str = "") -> Actor:
    """The person with the roles in force on the day of `at`. Anonymous and deactivated people hold none."""
    if not isinstance(user, User) or not user.is_active:
        return Actor(id=None, name="", address=address, request_id=request_id)
    held = RoleAssignment.objects.filter(user_id=user.pk).in_force(local_day(at)).values_list("role", "organisation_id")
    grants = frozenset(Grant(role, organisation_id) for role, organisation_id in held)
    return Actor(
        id=user.pk,
        name=user.full_name,
        grants=grants,
        address=address,
        request_id=request_id,
        display_role=_first_role(grants),
    )


def _first_role(grants: frozenset[Grant]) -> str:
    """The stored code that the log shows when a use case names no other."""
    return min((grant.role for grant in grants), key=lambda code: _ORDER.get(code, len(_ORDER)), default="")
