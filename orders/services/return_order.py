from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from orders import holds
from orders.events import OrderReturned
from orders.models import ProcurementOrder
from orders.policies import may_return
from orders.services.reasons import written_reason


@transaction.atomic
def return_order(*, order_id: UUID, reason: str, actor: Actor, at: datetime) -> ProcurementOrder:
    """Send an order back to the purchasing officer with the reason; what is held stays held.

    Raises  WrongState, NotPermitted, ReasonRequired.
    Emits   OrderReturned.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_return(actor, order).enforce()
    order.return_reason, order.is_returned = written_reason(reason), True
    order.hold_expires_at = holds.choose_until(at)
    saved = ("return_reason", "is_returned", "hold_expires_at")
    order.advance("return", actor=actor, at=at, reason=order.return_reason, save=saved)
    audit_log.record(
        "orders.order.returned",
        order,
        actor=actor,
        at=at,
        why=order.return_reason,
        role=order.role_for("return", actor),
    )
    outbox.publish(OrderReturned(**order.event_facts(at), reason=order.return_reason))
    return order
