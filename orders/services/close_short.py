from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog import stock
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.errors import WrongState
from orders import holds
from orders.events import OrderClosedShort
from orders.models import OrderCharge, ProcurementOrder
from orders.policies import may_ask_close_short, may_close_short
from orders.refusals import GoodsUnderWay, ShortCloseNotAsked
from orders.services.reasons import written_reason
from orders.services.record_payment import settle_if_paid
from orders.states import ORDER_FLOW, ShipmentState
from payments.budget import services as budget


@transaction.atomic
def ask_close_short(*, order_id: UUID, reason: str, actor: Actor, at: datetime) -> ProcurementOrder:
    """The commitment officer proposes to end the order with what was accepted; the vendor must agree.

    Raises  WrongState, NotPermitted, GoodsUnderWay, ReasonRequired.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_ask_close_short(actor, order).enforce()
    _refuse_unless_partly_accepted(order)
    order.short_close_asked_at, order.short_close_reason = at, written_reason(reason)
    order.save(update_fields=["short_close_asked_at", "short_close_reason"])
    audit_log.record(
        "orders.order.short_close_asked", order, actor=actor, at=at, why=order.short_close_reason, role="ppk"
    )
    return order


@transaction.atomic
def close_short(*, order_id: UUID, actor: Actor, at: datetime) -> ProcurementOrder:
    """The vendor agrees: the remainder is cancelled, its goods and money are free again, and the order is invoiced.

    Raises  WrongState, NotPermitted, ShortCloseNotAsked, GoodsUnderWay.
    Emits   OrderClosedShort.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_close_short(actor, order).enforce()
    _refuse_unless_partly_accepted(order)
    if order.short_close_asked_at is None:
        raise ShortCloseNotAsked()
    remainder = holds.open_charges_of(order)
    released = sum(charge.amount.idr for charge in remainder)
    reason = order.short_close_reason
    order.advance("close_short", actor=actor, at=at, reason=reason, facts={"released_idr": released})
    stock.release(order=order.ref, at=at)
    for row in OrderCharge.objects.filter(order_id=order.id):
        row.released_idr += row.open_idr
        row.save(update_fields=["released_idr"])
    budget.release_commitment(order=order.ref, charges=remainder, at=at, reason=reason)
    order.advance("invoice", actor=SYSTEM, at=at)
    audit_log.record(
        "orders.order.closed_short",
        order,
        actor=actor,
        at=at,
        after={"released_idr": released},
        why=reason,
        role="vendor_owner",
    )
    outbox.publish(OrderClosedShort(**order.event_facts(at), released_idr=released))
    settle_if_paid(order, at=at)
    return order


def _refuse_unless_partly_accepted(order: ProcurementOrder) -> None:
    """Raises WrongState, GoodsUnderWay."""
    ORDER_FLOW.target("close_short", order.state)
    if order.handovers.filter(accepted_at__isnull=True).exists():
        raise WrongState()
    if order.shipments.exclude(state=ShipmentState.INSPECTED).exists():
        raise GoodsUnderWay()
