"""Money that comes back: a refund while the charge is not listed for payment, or spending after its SP2D."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.documents.wording import on_paper
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah, split
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.cards import services as cards
from payments.cards.errors import OverRefund
from payments.cards.models import CardRefund, CardTransaction
from payments.ledger import returns
from payments.ledger.post import post
from payments.payables.models import PayableCharge, Treatment
from payments.settlement.errors import ReferenceMissing, ReturnUnderWay
from payments.settlement.models import BillPaymentLine, ReturnTreatment, SpendingReturn
from payments.settlement.policies import TREASURERS, may_handle_returns, may_record_refund
from payments.settlement.selectors import payable_of, treasury_id
from payments.settlement.selectors.cases import Case
from payments.settlement.services.case_steps import said, take, told
from payments.settlement.services.steps import facts_of, issue_paper, signer


@transaction.atomic
def record_vendor_refund(
    *, transaction_id: UUID, amount: Rupiah, reference: str, reason: str, actor: Actor, at: datetime
) -> CardRefund:
    """The vendor gave money back to the card: the DPT pays the rest, and the bank's next credit is found again (T30).

    Raises  NotFound, NotPermitted, WrongState (listed for payment), OverRefund (T33), ReferenceMissing, GroundsMissing.
    Emits   ChargeWasRefunded.
    Locks   payable, charge, budget lines, card.
    """
    may_record_refund(actor, CardTransaction.objects.find(pk=transaction_id)).enforce()
    if not reference.strip():
        raise ReferenceMissing()
    return cards.record_refund(
        transaction_id=transaction_id,
        amount=amount,
        bank_reference=reference.strip(),
        reason=said(reason),
        actor=actor,
        at=at,
    )


@transaction.atomic
def agree_return(
    *, transaction_id: UUID, amount: Rupiah, source: str, reason: str, actor: Actor, at: datetime
) -> SpendingReturn:
    """After the SP2D: vendor or bank will give money back. The expense falls, the receivable stands.

    Raises  NotFound, NotPermitted, WrongState, ReturnUnderWay, OverRefund (T33), GroundsMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge.
    """
    case = take(transaction_id)
    may_handle_returns(actor, case.charge).enforce()
    if not case.is_spent:
        raise WrongState(action="return", state=case.charge.state)
    if case.open_return is not None:
        raise ReturnUnderWay()
    if amount > case.returnable:
        raise OverRefund(requested=amount, available=case.returnable)
    shares = _shares(case, amount)
    one = SpendingReturn.objects.create(
        transaction=case.charge,
        source=source,
        amount_idr=amount.idr,
        reason=said(reason),
        agreed_by_id=signer(actor),
        agreed_at=at,
    )
    payable = payable_of(case.charge)
    post(
        returns.return_agreed(
            agency_id=case.charge.agency_id,
            vendor_id=payable.vendor_id,
            charges=[(charge.line_id, Treatment(charge.treatment).account, part) for charge, part in shares],
            key=f"return.agreed:{one.pk}",
            on=local_day(at),
            order=payable.order,
            reason=one.reason,
        )
    )
    told(case, "return_agreed", actor=actor, at=at, why=reason, amount_idr=amount.idr, source=source)
    return one


@transaction.atomic
def receive_return(*, transaction_id: UUID, reference: str, actor: Actor, at: datetime) -> SpendingReturn:
    """The money is on the treasurer's account, from where it must leave for the treasury (T52).

    Raises  NotFound, NotPermitted, WrongState, ReferenceMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge.
    """
    case = take(transaction_id)
    may_handle_returns(actor, case.charge).enforce()
    one = case.open_return
    if one is None or one.received_at is not None:
        raise WrongState(action="receive", state=case.charge.state)
    if not reference.strip():
        raise ReferenceMissing()
    one.receipt_reference, one.received_by_id, one.received_at = reference.strip(), signer(actor), at
    one.save(update_fields=["receipt_reference", "received_by", "received_at"])
    payable = payable_of(case.charge)
    post(
        returns.return_received(
            agency_id=case.charge.agency_id,
            vendor_id=payable.vendor_id,
            amount=one.amount,
            key=f"return.received:{one.pk}",
            on=local_day(at),
            order=payable.order,
        )
    )
    told(case, "return_received", actor=actor, at=at, why=reference, amount_idr=one.amount_idr)
    return one


@transaction.atomic
def deposit_return(*, transaction_id: UUID, reference: str, actor: Actor, at: datetime) -> SpendingReturn:
    """Deposited to the treasury with a slip (STS). In the year of the SP2D the spending falls and the budget is free
    again (T31); later it is other revenue, and the old year stays as it is (T32).

    Raises  NotFound, NotPermitted, WrongState, ReferenceMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge, budget lines.
    Source  PSAP 02; Permendagri 77/2020 (pengembalian belanja, STS); domain reference §4.5 no. 4 and 5.
    """
    case = take(transaction_id)
    may_handle_returns(actor, case.charge).enforce()
    one = case.open_return
    if one is None or one.received_at is None:
        raise WrongState(action="deposit", state=case.charge.state)
    if not reference.strip():
        raise ReferenceMissing()
    line = BillPaymentLine.objects.select_related("payment_list__disbursement").get(transaction=case.charge)
    spent_at = line.payment_list.disbursement.signed_at
    same_year = fiscal_year(local_day(spent_at)) == fiscal_year(local_day(at))
    one.treatment = ReturnTreatment.SPENDING if same_year else ReturnTreatment.REVENUE
    one.deposit_reference, one.deposited_by_id, one.deposited_at = reference.strip(), signer(actor), at
    _issue_slip(case, one, actor, at)
    one.save()
    _book_deposit(case, one, at)
    told(case, "return_deposited", actor=actor, at=at, why=one.slip_number, amount_idr=one.amount_idr)
    return one


def _issue_slip(case: Case, one: SpendingReturn, actor: Actor, at: datetime) -> None:
    payable, statement = payable_of(case.charge), case.charge.payment_line.payment_list.statement
    facts = facts_of(
        statement,
        ("Pesanan", f"{payable.order_number}, {payable.vendor.legal_name}"),
        ("Sebab", one.reason),
        ("Diterima", one.receipt_reference),
        ("Bukti setor", one.deposit_reference),
        ("Dibukukan sebagai", on_paper(ReturnTreatment(one.treatment).label)),
    )
    document = issue_paper(
        "deposit_slip",
        statement,
        actor=actor,
        role=actor.role_in(*TREASURERS, organisation_id=case.charge.agency_id),
        at=at,
        fields={
            "opening": ["Disetorkan ke rekening kas umum daerah pengembalian belanja berikut."],
            "facts": facts,
            "amount_idr": one.amount_idr,
        },
    )
    one.slip_number, one.slip_document_id = document.number, document.id


def _book_deposit(case: Case, one: SpendingReturn, at: datetime) -> None:
    payable, shares = payable_of(case.charge), _shares(case, one.amount, before=one)
    about = {"agency_id": case.charge.agency_id, "on": local_day(at), "order": payable.order}
    if one.treatment == ReturnTreatment.SPENDING:
        charges = [Charge(charge.line_id, part) for charge, part in shares]
        budget.unrealise(
            order=payable.order, charges=charges, key=f"return.spending:{one.pk}", at=at, reason=one.reason
        )
    else:
        parts = [(charge.line_id, part) for charge, part in shares]
        post(returns.earlier_year_return(charges=parts, key=f"return.revenue:{one.pk}", **about))
    key = f"return.deposited:{one.pk}"
    post(returns.return_deposited(treasury_id=treasury_id(), amount=one.amount, key=key, **about))


def _shares(case: Case, amount: Rupiah, before: SpendingReturn | None = None) -> list[tuple[PayableCharge, Rupiah]]:
    """How a return divides over the budget lines: by what each still bears after the returns before it."""
    borne = cards.shares_of(payable_of(case.charge), case.charge, case.charge.owed_to_bank)
    left = [part.idr for _one, part in borne]
    for earlier in case.returns:
        if before is not None and earlier.pk == before.pk:
            break
        left = [still - part.idr for still, part in zip(left, split(earlier.amount, left), strict=True)]
    parts = split(amount, left)
    return [(one, part) for (one, _whole), part in zip(borne, parts, strict=True) if part]
