from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog import stock
from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.charging import share_over
from orders.events import DeliveryAccepted
from orders.guarantees import present
from orders.models import Handover, OrderCharge, ProcurementOrder
from orders.policies import may_accept
from orders.refusals import AlreadySigned, AuditHold, HandoverNotReady
from orders.services.sign_handover_vendor import handover_of
from orders.states import ORDER_FLOW
from orders.taxes import breakdown_of
from payments.budget.charges import Charge
from payments.payables import services as payables


@transaction.atomic
def accept_delivery(*, order_id: UUID, sequence: int, attempt_key: UUID, actor: Actor, at: datetime) -> Handover:
    """The commitment officer signs the handover report: the vendor is now owed what was accepted, and not before.

    Budget, payable and invoice move in this transaction. When everything has been accepted the order is invoiced.
    Raises  WrongState, NotPermitted, NotFound, HandoverNotReady, AlreadySigned, AuditHold, AttemptKeyReused.
    Emits   DeliveryAccepted.
    Source  Perpres 16/2018 art. 57-58; UU 1/2004 art. 21 (1): no payment before goods are received.
    """
    content = {"order": str(order_id), "handover": sequence}
    with attempt(key=attempt_key, actor=actor, purpose="orders.accept_delivery", content=content) as press:
        order = ProcurementOrder.objects.lock(order_id)
        handover = handover_of(order, sequence)
        if press.result:
            return handover
        may_accept(actor, order, handover).enforce()
        ORDER_FLOW.target("accept_all", order.state)
        _refuse_unready(order, handover)
        whole = _count_in(order, handover)
        charges = _charges_for(order, Rupiah(handover.amount_idr))
        order.accepted_idr += handover.amount_idr
        order.accepted_at = at
        facts = {
            "handover": handover.sequence,
            "amount_idr": handover.amount_idr,
            "document": str(handover.document_id),
        }
        action = "accept_all" if whole else "accept_part"
        order.advance(action, actor=actor, at=at, facts=facts, save=("accepted_idr", "accepted_at"))
        _call_down(order, handover, charges, actor=actor, at=at)
        if whole:
            order.advance("invoice", actor=SYSTEM, at=at)
        audit_log.record(
            "orders.delivery.accepted",
            order,
            actor=actor,
            at=at,
            role=order.role_for(action, actor),
            after=facts | {"payable": str(handover.payable_id)},
        )
        outbox.publish(
            DeliveryAccepted(
                **order.event_facts(at),
                handover_id=handover.id,
                payable_id=present(handover.payable_id),
                accepted_idr=handover.amount_idr,
                whole=whole,
            )
        )
        press.keep(str(handover.id))
        return handover


def _refuse_unready(order: ProcurementOrder, handover: Handover) -> None:
    if order.audit_hold:
        raise AuditHold()
    if handover.accepted_at is not None:
        raise AlreadySigned()
    if handover.vendor_signed_at is None:
        raise HandoverNotReady()


def _count_in(order: ProcurementOrder, handover: Handover) -> bool:
    """Add the accepted pieces to the lines. Returns whether nothing is outstanding any more."""
    accepted = dict(handover.inspection.lines.values_list("order_line_id", "accepted_quantity"))
    lines = list(order.lines.order_by("position"))
    for line in lines:
        if accepted.get(line.id):
            line.accepted_quantity += accepted[line.id]
            line.save(update_fields=["accepted_quantity"])
    return all(line.outstanding_quantity == 0 for line in lines)


def _charges_for(order: ProcurementOrder, amount: Rupiah) -> list[Charge]:
    """The accepted value over the order's budget lines, by what is still promised on each."""
    rows = list(OrderCharge.objects.select_for_update().filter(order_id=order.id).order_by("budget_line_id"))
    parts = share_over(amount, [row.open_idr for row in rows])
    charges = []
    for row, part in zip(rows, parts, strict=True):
        if part:
            row.obligated_idr += part.idr
            row.save(update_fields=["obligated_idr"])
            charges.append(Charge(line_id=row.budget_line_id, amount=part))
    return charges


def _call_down(
    order: ProcurementOrder, handover: Handover, charges: list[Charge], *, actor: Actor, at: datetime
) -> None:
    """Goods leave the stock, the paper is signed, the payable opens; budget lines are taken last, by the payable."""
    inspection = handover.inspection
    rows = inspection.lines.select_related("order_line").filter(accepted_quantity__gt=0)
    goods = [(row.order_line.listing_id, row.accepted_quantity) for row in rows]
    stock.consume(order=order.ref, lines=goods, at=at)
    documents.sign(document_id=present(handover.document_id), actor=actor, role=Role.COMMITMENT_OFFICER, at=at)
    payable = payables.open_payable(
        order=order.ref,
        agency_id=order.agency_id,
        vendor_id=order.vendor_id,
        accepted=Rupiah(handover.amount_idr),
        charges=charges,
        breakdown=breakdown_of(order, inspection, on=local_day(at)),
        requester_id=order.requester_id,
        chooser_id=present(order.chooser_id),
        approver_id=present(order.approver_id),
        receiver_id=handover.receiver_id,
        evidence_ids=[one for one in (order.purchase_letter_id, inspection.document_id, handover.document_id) if one],
        handover_document_id=present(handover.document_id),
        description=order.title,
        at=at,
        actor=actor,
    )
    handover.accepted_by_id, handover.accepted_at, handover.payable_id = actor.id, at, payable.id
    handover.save(update_fields=["accepted_by", "accepted_at", "payable_id"])
