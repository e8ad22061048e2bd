"""Numbers that stand around every page: unread messages, the basket, the budget of the office."""

from typing import Any

from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.accounts.models import Organisation
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import fiscal_year
from marketplace.notices.selectors import unread_count
from marketplace.web import rooms
from orders.selectors import count_in_basket
from payments.budget.models import BudgetLine

_BUYERS = (Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER, Role.COMMITMENT_OFFICER)


def unread_notices(actor: Actor) -> int:
    """How many messages this person has not opened."""
    return 0 if actor.id is None else unread_count(actor)


def basket_count(actor: Actor) -> int:
    """Lines in the open baskets of whoever may fill one."""
    return count_in_basket(actor.id) if actor.id is not None and actor.holds(Role.ACTIVITY_OFFICER) else 0


def budget_strip(actor: Actor) -> dict[str, Any] | None:
    """What is left of this year's budget of the office: the budget is always in the room. None without an office."""
    offices = sorted(actor.organisations(*_BUYERS))
    if not offices:
        return None
    year = fiscal_year(timezone.now())
    lines = BudgetLine.objects.filter(agency_id=offices[0], fiscal_year=year)
    sums = lines.aggregate(
        ceiling=Sum("ceiling_idr"),
        used=Sum(F("realised_idr") + F("external_used_idr")),
        held=Sum(F("reserved_idr") + F("committed_idr") + F("obligated_idr")),
    )
    if sums["ceiling"] is None:
        return None
    return {
        **sums,
        "office": Organisation.objects.filter(pk=offices[0]).values_list("name", flat=True).first(),
        "line": _("Seluruh pagu belanja"),
        "fiscal_year": year,
        "remaining": sums["ceiling"] - sums["used"] - sums["held"],
        "change_url": rooms.address_of("budget:lines"),
    }
