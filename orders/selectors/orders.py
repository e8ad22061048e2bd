"""Whose orders an actor may see: the one scope that every page, list and document of orders starts from."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from marketplace.accounts.roles import AUDITOR_ROLES, OFFICE_ROLES, Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from orders.models import ProcurementOrder
from orders.states import SEEN_BY_VENDOR

SELLER_ROLES = (Role.VENDOR_OWNER, Role.VENDOR_STAFF)
#: Roles that follow the orders of every office: auditors, the procurement unit, and the treasury that pays them back.
WATCHING_ROLES = (*AUDITOR_ROLES, Role.PROCUREMENT_UNIT, Role.TREASURY, Role.TREASURY_PROXY)


def orders_visible_to(actor: Actor) -> QuerySet[ProcurementOrder]:
    """Own office's orders, own shop's orders once a purchase letter was signed, all of them for those who watch."""
    orders = ProcurementOrder.objects.all()
    if actor.is_system or actor.holds_any(*WATCHING_ROLES):
        return orders
    offices = actor.organisations(*OFFICE_ROLES)
    shops = actor.organisations(*SELLER_ROLES)
    if not offices and not shops:
        return orders.none()
    seen_by_shop = Q(vendor_id__in=shops, state__in=SEEN_BY_VENDOR) | Q(vendor_id__in=shops, approver__isnull=False)
    return orders.filter(Q(agency_id__in=offices) | seen_by_shop)


def order_visible_to(actor: Actor, number: str) -> ProcurementOrder:
    """The order with what its page needs. Raises NotFound, also when it is somebody else's: the answer is the same."""
    try:
        return (
            orders_visible_to(actor)
            .select_related(
                "need", "agency__organisation", "vendor__organisation", "requester", "chooser", "approver", "receiver"
            )
            .get(number=number)
        )
    except ProcurementOrder.DoesNotExist:
        raise NotFound(kind="orders.procurementorder") from None


def for_lists(orders: QuerySet[ProcurementOrder]) -> QuerySet[ProcurementOrder]:
    """Everything a row of an order list shows, in one query."""
    return orders.select_related("agency__organisation", "vendor__organisation", "need")
