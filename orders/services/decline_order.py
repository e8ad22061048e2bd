from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from orders import holds
from orders.events import OrderDeclined
from orders.models import ProcurementOrder
from orders.policies import may_decline
from orders.services.reasons import written_reason


@transaction.atomic
def decline_order(*, order_id: UUID, reason: str, actor: Actor, at: datetime) -> ProcurementOrder:
    """The vendor says no, with the reason; goods and money go back in the same transaction.

    Raises  WrongState, NotPermitted, ReasonRequired.
    Emits   OrderDeclined.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_decline(actor, order).enforce()
    order.end_reason, order.ended_at, order.hold_expires_at = written_reason(reason), at, None
    order.advance(
        "decline", actor=actor, at=at, reason=order.end_reason, save=("end_reason", "ended_at", "hold_expires_at")
    )
    holds.release_reserve(order, at=at, reason=order.end_reason)
    audit_log.record(
        "orders.order.declined", order, actor=actor, at=at, why=order.end_reason, role=order.role_for("decline", actor)
    )
    outbox.publish(OrderDeclined(**order.event_facts(at), reason=order.end_reason))
    return order
