"""What orders does when others announce something. Each handler calls one use case that is safe to run twice."""

from __future__ import annotations

from orders.models import Handover
from orders.services import record_payment
from payments.cards.events import ChargeCaptured


def close_paid_order(event: ChargeCaptured) -> None:
    """The card paid a payable (`ChargeCaptured`): the handover is paid, and the order when it was the last one."""
    if Handover.objects.filter(payable_id=event.payable_id).exists():
        record_payment(order_id=event.order_id, payable_id=event.payable_id, at=event.at)
