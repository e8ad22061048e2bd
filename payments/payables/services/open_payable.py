from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.kernel.money import Rupiah, sum_rupiah
from marketplace.kernel.numbering import draw, letter_number
from marketplace.kernel.refs import OrderRef
from marketplace.tax.breakdown import Breakdown
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.budget.models import BudgetLine
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables.errors import (
    AlreadyPayable,
    ChargesDoNotSum,
    InvoiceDiffers,
    LineOfOtherAgency,
    SamePersonOnPayable,
)
from payments.payables.events import PayableOpened
from payments.payables.models import Invoice, Payable, PayableCharge, Treatment
from payments.payables.selectors import treatment_on


@transaction.atomic
def open_payable(
    *,
    order: OrderRef,
    agency_id: int,
    vendor_id: int,
    accepted: Rupiah,
    charges: Sequence[Charge],
    breakdown: Breakdown,
    requester_id: int,
    chooser_id: int,
    approver_id: int,
    receiver_id: int,
    evidence_ids: Sequence[UUID],
    handover_document_id: UUID,
    description: str,
    at: datetime,
    actor: Actor,
) -> Payable:
    """Goods were received: owe their value, obligate the budget, and issue the invoice in the vendor's name.

    Called by the acceptance of the delivery, in its transaction; a part delivered is a payable of its own.
    Raises  SamePersonOnPayable, ChargesDoNotSum, InvoiceDiffers, LineOfOtherAgency, AlreadyPayable, NotHeld,
            WrongFiscalYear.
    Emits   PayableOpened.
    Source  UU 1/2004 art. 21(1): payment follows receipt; PP 71/2010 (accrual).
    """
    if requester_id in (chooser_id, approver_id) or receiver_id == chooser_id:
        raise SamePersonOnPayable()
    if Payable.objects.filter(handover_document_id=handover_document_id).exists():
        raise AlreadyPayable()
    lines = _lines(agency_id, charges, accepted, breakdown)
    payable = Payable.objects.create(
        order_id=order.id,
        order_number=order.number,
        agency_id=agency_id,
        vendor_id=vendor_id,
        fiscal_year=fiscal_year(at),
        description=description,
        accepted_idr=accepted.idr,
        base_idr=breakdown.base.idr,
        ppn_idr=breakdown.ppn.idr,
        ppn_collector=breakdown.ppn_collector or "",
        pph_idr=breakdown.pph.idr,
        pph_object=breakdown.pph_object or "",
        pph_collector=breakdown.pph_collector or "",
        pph_is_final=breakdown.pph_final,
        pbjt_idr=breakdown.pbjt.idr,
        net_to_vendor_idr=breakdown.vendor_gets.idr,
        requester_id=requester_id,
        chooser_id=chooser_id,
        approver_id=approver_id,
        receiver_id=receiver_id,
        handover_document_id=handover_document_id,
        evidence_ids=list(evidence_ids),
        opened_at=at,
    )
    rows = PayableCharge.objects.bulk_create(
        PayableCharge(
            payable=payable,
            agency_id=agency_id,
            line_id=charge.line_id,
            amount_idr=charge.amount.idr,
            treatment=treatment_on(lines[charge.line_id].account_code, local_day(at)),
        )
        for charge in charges
    )
    _issue_invoice(payable, at)
    budget.obligate(order=order, charges=charges, at=at)
    _owe(payable, rows, at)
    audit_log.record(
        "payments.payable.opened",
        payable,
        actor=actor,
        at=at,
        after={"order": order.number, "accepted_idr": accepted.idr, "vendor_id": vendor_id},
    )
    outbox.publish(
        PayableOpened(
            payable_id=payable.id,
            order_id=order.id,
            agency_id=agency_id,
            vendor_id=vendor_id,
            accepted_idr=accepted.idr,
            at=at,
        )
    )
    return payable


def _lines(agency_id: int, charges: Sequence[Charge], accepted: Rupiah, breakdown: Breakdown) -> dict[int, BudgetLine]:
    """The budget lines charged, after the sums agree and all belong to the agency."""
    if sum_rupiah(charge.amount for charge in charges) != accepted:
        raise ChargesDoNotSum()
    if breakdown.invoice_total != accepted:
        raise InvoiceDiffers(invoiced=breakdown.invoice_total, accepted=accepted)
    lines = BudgetLine.objects.in_bulk([charge.line_id for charge in charges])
    if any(charge.line_id not in lines or lines[charge.line_id].agency_id != agency_id for charge in charges):
        raise LineOfOtherAgency()
    return lines


def _issue_invoice(payable: Payable, at: datetime) -> None:
    sequence = draw(issuer_id=payable.vendor_id, series="INV", year=payable.fiscal_year)
    Invoice.objects.create(
        payable=payable,
        vendor_id=payable.vendor_id,
        sequence=sequence,
        fiscal_year=payable.fiscal_year,
        number=letter_number("INV", sequence, f"V{payable.vendor_id}", at),
        issued_at=at,
        amount_idr=payable.accepted_idr,
    )


def _owe(payable: Payable, rows: Sequence[PayableCharge], at: datetime) -> None:
    post(
        entries.goods_received(
            agency_id=payable.agency_id,
            vendor_id=payable.vendor_id,
            charges=[(row.line_id, Treatment(row.treatment).account, Rupiah(row.amount_idr)) for row in rows],
            key=f"payable.goods_received:{payable.id}",
            on=local_day(at),
            order=payable.order,
        )
    )
