from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from orders import holds
from orders.events import OrderCancelled
from orders.models import ProcurementOrder
from orders.policies import may_cancel, may_withdraw
from orders.services.reasons import written_reason
from orders.states import OrderState


@transaction.atomic
def cancel_order(*, order_id: UUID, reason: str, actor: Actor, at: datetime) -> ProcurementOrder:
    """Give up an order before the vendor has answered; goods and money go back at once.

    Before the purchase letter the requester or a purchasing officer may; after it, the commitment officer alone.
    Raises  WrongState, NotPermitted, ReasonRequired.
    Emits   OrderCancelled.
    """
    order = ProcurementOrder.objects.lock(order_id)
    action = "withdraw" if order.state == OrderState.ORDERED else "cancel"
    (may_withdraw if action == "withdraw" else may_cancel)(actor, order).enforce()
    order.end_reason, order.ended_at, order.hold_expires_at = written_reason(reason), at, None
    order.advance(action, actor=actor, at=at, reason=reason, save=("end_reason", "ended_at", "hold_expires_at"))
    holds.release_reserve(order, at=at, reason=reason)
    audit_log.record(
        "orders.order.cancelled", order, actor=actor, at=at, why=reason, role=order.role_for(action, actor)
    )
    outbox.publish(OrderCancelled(**order.event_facts(at), reason=reason))
    return order
