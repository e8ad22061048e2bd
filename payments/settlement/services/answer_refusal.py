"""A refused line: its reason is answered in time, or the holder owes it in person (domain reference §4.2 no. 11b)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.files.base import File
from django.db import transaction

from marketplace.files.models import StoredFile
from marketplace.files.services import attach, store_upload
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.ui.formats import long_day
from payments.cards import services as cards
from payments.cards.models import CardTransaction
from payments.cards.states import TransactionState
from payments.settlement.errors import AlreadyDone, AnswerLate, HolderDecides, ReferenceMissing
from payments.settlement.models import LineAnswer, PersonalLiability
from payments.settlement.policies import may_answer, may_make_personal, may_record_payment, took_part
from payments.settlement.services.case_steps import said, take, told
from payments.settlement.services.steps import signer


def answer_refusal(
    *, transaction_id: UUID, explanation: str, proof: File | None, actor: Actor, at: datetime
) -> LineAnswer:
    """Answer why evidence was refused, with more of it where that helps: the line goes on the next DPR of its card.

    Raises  NotFound, NotPermitted, WrongState, AnswerLate, GroundsMissing, AlreadyDone, UploadRefused.
    Emits   HeldLineMoved.
    """
    may_answer(actor, CardTransaction.objects.find(pk=transaction_id)).enforce()
    file = _stored(transaction_id, proof, actor, at)
    with transaction.atomic():
        case = take(transaction_id)
        if case.charge.state != TransactionState.REJECTED or case.refused_line is None:
            raise WrongState(action="resubmit", state=case.charge.state)
        if case.answer is not None:
            raise AlreadyDone()
        due = case.answer_due_on
        if due is None or local_day(at) > due:
            raise AnswerLate(due=long_day(due) if due else "")
        answer = LineAnswer.objects.create(
            expense_line=case.refused_line,
            explanation=said(explanation),
            proof=file,
            due_on=due,
            answered_by_id=signer(actor),
            answered_at=at,
        )
        told(case, "refusal_answered", actor=actor, at=at, why=explanation, proof=file.sha256 if file else "")
    return answer


@transaction.atomic
def make_personal(*, transaction_id: UUID, reason: str, actor: Actor, at: datetime) -> PersonalLiability:
    """The budget authority decides that a refused charge is the holder's own: its budget is free, the holder owes it.

    Raises  NotFound, NotPermitted, HolderDecides, WrongState, GroundsMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge, budget lines.
    Source  domain reference §3.9; UU 1/2004 art. 59-67.
    """
    return to_holder(transaction_id, action="personal", reason=reason, actor=actor, at=at)


def to_holder(transaction_id: UUID, *, action: str, reason: str, actor: Actor, at: datetime) -> PersonalLiability:
    """Inside the caller's transaction."""
    case = take(transaction_id)
    may_make_personal(actor, case.charge).enforce()
    if took_part(actor, case.charge):
        raise HolderDecides()
    ground = said(reason)
    cards.make_personal(transaction_id=transaction_id, action=action, actor=actor, at=at, reason=ground)
    liability = PersonalLiability.objects.create(
        transaction=case.charge,
        amount_idr=case.charge.owed_to_bank.idr,
        reason=ground,
        decided_by_id=signer(actor),
        decided_at=at,
    )
    told(case, "made_personal", actor=actor, at=at, why=ground, amount_idr=liability.amount_idr)
    return liability


def record_holder_payment(
    *, transaction_id: UUID, reference: str, paid_on: date, proof: File, actor: Actor, at: datetime
) -> PersonalLiability:
    """The bank has the holder's money: debt and claim end, the limit is free, the charge is closed.

    Raises  NotFound, NotPermitted, HolderDecides, WrongState, ReferenceMissing, UploadRefused.
    Emits   HeldLineMoved.
    Locks   payable, charge, card.
    """
    charge = CardTransaction.objects.find(pk=transaction_id)
    may_record_payment(actor, charge).enforce()
    if took_part(actor, charge):
        raise HolderDecides()
    if not reference.strip():
        raise ReferenceMissing()
    file = _stored(transaction_id, proof, actor, at)
    with transaction.atomic():
        case = take(transaction_id)
        cards.record_holder_payment(transaction_id=transaction_id, actor=actor, at=at, reason=reference.strip())
        liability = PersonalLiability.objects.select_for_update().get(transaction_id=transaction_id)
        liability.paid_on, liability.payment_reference, liability.proof = paid_on, reference.strip(), file
        liability.recorded_by_id, liability.recorded_at = signer(actor), at
        liability.save(update_fields=["paid_on", "payment_reference", "proof", "recorded_by", "recorded_at"])
        told(case, "holder_paid", actor=actor, at=at, why=reference.strip(), amount_idr=liability.amount_idr)
    return liability


def _stored(transaction_id: UUID, proof: File | None, actor: Actor, at: datetime) -> StoredFile | None:
    """Proof is kept for the office before the transaction begins: reading and writing it takes a while."""
    if proof is None:
        return None
    agency_id = CardTransaction.objects.find(pk=transaction_id).agency_id
    file = store_upload(upload=proof, kind="document", organisation_id=agency_id, actor=actor, at=at)
    attach(file=file, subject=("settlement.held_line", transaction_id))
    return file
