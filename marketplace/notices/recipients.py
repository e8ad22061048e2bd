"""Who holds a role now: those who are told."""

from __future__ import annotations

from datetime import datetime

from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import local_day


def holders(*roles: Role, organisation_id: int | None, at: datetime) -> list[int]:
    """People who hold one of these roles on that day: in one organisation, or in any when none is named. One query."""
    held = RoleAssignment.objects.in_force(local_day(at)).filter(role__in=roles, user__is_active=True)
    if organisation_id is not None:
        held = held.filter(organisation_id=organisation_id)
    return sorted(set(held.values_list("user_id", flat=True)))
