from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog import services as catalog
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from orders.events import OrderPaid
from orders.models import Handover, ProcurementOrder
from orders.states import OrderState


@transaction.atomic
def record_payment(*, order_id: UUID, payable_id: UUID, at: datetime) -> ProcurementOrder:
    """The card paid what one handover report made payable. The order is paid when all of them are.

    Safe to run twice: a payment that is on record changes nothing.
    Raises  NotFound.
    Emits   OrderPaid when the last open payable was paid.
    """
    order = ProcurementOrder.objects.lock(order_id)
    handover = Handover.objects.filter(order_id=order.id, payable_id=payable_id).first()
    if handover is None:
        raise NotFound(kind="orders.handover", id=payable_id)
    if handover.paid_at is None:
        handover.paid_at = at
        handover.save(update_fields=["paid_at"])
        after = {"payable": str(payable_id), "amount_idr": handover.amount_idr}
        audit_log.record("orders.handover.paid", order, actor=SYSTEM, at=at, after=after)
    settle_if_paid(order, at=at)
    return order


def settle_if_paid(order: ProcurementOrder, *, at: datetime) -> None:
    """Take an invoiced order through verification to paid when every handover is paid; the charge verified them.

    Pushes down what the catalog learns from: prices that were really paid.
    """
    if order.state not in (OrderState.INVOICED, OrderState.PAYMENT_PENDING):
        return
    if order.handovers.filter(accepted_at__isnull=False, paid_at__isnull=True).exists():
        return
    if order.state == OrderState.INVOICED:
        order.advance("verify", actor=SYSTEM, at=at)
    order.paid_at = at
    order.advance("pay", actor=SYSTEM, at=at, save=("paid_at",))
    for line in order.lines.filter(accepted_quantity__gt=0).order_by("listing_id"):
        catalog.record_paid_price(
            listing_id=line.listing_id,
            unit_price=Rupiah(line.unit_price_idr),
            quantity=line.accepted_quantity,
            order=order.ref,
            regency=order.agency.regency_id,
            at=at,
        )
    audit_log.record("orders.order.paid", order, actor=SYSTEM, at=at, after={"paid_idr": order.accepted_idr})
    outbox.publish(OrderPaid(**order.event_facts(at), paid_idr=order.accepted_idr))
