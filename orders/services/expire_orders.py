from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.reasons import TIME_RAN_OUT
from orders import holds
from orders.events import OrderExpired
from orders.models import ProcurementOrder
from orders.states import ORDER_FLOW


def expire_orders(*, at: datetime, limit: int = 500) -> int:
    """Let every hold end whose time is over; each order in its own transaction. Returns how many ended.

    Source  a hold without an end would keep budget and goods from everybody else for ever.
    """
    due = ProcurementOrder.objects.filter(hold_expires_at__lte=at).order_by("hold_expires_at", "id")
    return sum(expire_order(order_id=order_id, at=at) for order_id in list(due.values_list("id", flat=True)[:limit]))


@transaction.atomic
def expire_order(*, order_id: UUID, at: datetime) -> bool:
    """End one order whose time is over; somebody who was quicker keeps the order. Safe to run twice.

    Emits   OrderExpired.
    """
    order = ProcurementOrder.objects.lock(order_id)
    if order.hold_expires_at is None or order.hold_expires_at > at or not ORDER_FLOW.allows("expire", order.state):
        return False
    before = order.state
    reason = TIME_RAN_OUT
    order.end_reason, order.ended_at, order.hold_expires_at = reason, at, None
    order.advance("expire", actor=SYSTEM, at=at, reason=reason, save=("end_reason", "ended_at", "hold_expires_at"))
    holds.release_reserve(order, at=at, reason=reason)
    audit_log.record("orders.order.expired", order, actor=SYSTEM, at=at, before={"state": before}, why=reason)
    outbox.publish(OrderExpired(**order.event_facts(at), before=before))
    return True
