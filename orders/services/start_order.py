from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from orders.models import ProcurementOrder
from orders.policies import may_ship


@transaction.atomic
def start_order(*, order_id: UUID, actor: Actor, at: datetime) -> ProcurementOrder:
    """The vendor says that work has begun: for goods that are made to order, and services.

    Raises  WrongState, NotPermitted.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_ship(actor, order).enforce()
    order.advance("start", actor=actor, at=at)
    audit_log.record("orders.order.started", order, actor=actor, at=at, role=order.role_for("start", actor))
    return order
