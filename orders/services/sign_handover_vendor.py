from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from orders.documents.handover_report import issue_handover_report
from orders.events import HandoverSignedByVendor
from orders.models import Handover, ProcurementOrder
from orders.policies import may_sign_handover
from orders.refusals import AlreadySigned


@transaction.atomic
def sign_handover_vendor(*, order_id: UUID, sequence: int, actor: Actor, at: datetime) -> Handover:
    """The vendor signs the handover report: the paper gets its number and waits for the commitment officer.

    Raises  NotPermitted, NotFound, AlreadySigned.
    Emits   HandoverSignedByVendor.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_sign_handover(actor, order).enforce()
    handover = handover_of(order, sequence)
    if handover.vendor_signed_at is not None:
        raise AlreadySigned()
    handover.vendor_signed_by_id, handover.vendor_signed_at = actor.id, at
    handover.document_id = issue_handover_report(order, handover, actor=actor, at=at).id
    handover.save(update_fields=["vendor_signed_by", "vendor_signed_at", "document_id"])
    after = {"document": str(handover.document_id), "amount_idr": handover.amount_idr}
    audit_log.record("orders.handover.signed_by_vendor", order, actor=actor, at=at, after=after, role="vendor_owner")
    outbox.publish(HandoverSignedByVendor(**order.event_facts(at), handover_id=handover.id))
    return handover


def handover_of(order: ProcurementOrder, sequence: int) -> Handover:
    """Raises NotFound."""
    handover = order.handovers.select_for_update().filter(sequence=sequence).first()
    if handover is None:
        raise NotFound(kind="orders.handover", id=sequence)
    return handover
