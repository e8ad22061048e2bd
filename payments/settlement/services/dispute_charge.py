"""A claim at the bank: made within its window, answered, and where it is lost, decided by the budget authority."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.ui.formats import long_day
from payments.cards import services as cards
from payments.cards.models import Origin
from payments.cards.states import TransactionState as T
from payments.settlement.errors import DisputeWindowOver, HolderDecides, ListingOfUnknown, ReferenceMissing
from payments.settlement.models import DisputeClaim, DisputeCourse, DisputeOutcome
from payments.settlement.policies import may_claim, may_make_personal, took_part
from payments.settlement.services.answer_refusal import to_holder
from payments.settlement.services.case_steps import said, take, told
from payments.settlement.services.steps import signer
from payments.settlement.states import CaseStage

#: From here a claim can still be made; a difference is first resolved by two persons.
DISPUTABLE = (T.BILLED, T.REJECTED, T.DISPUTED)


@transaction.atomic
def claim_dispute(
    *, transaction_id: UUID, cause: str, reference: str, note: str, actor: Actor, at: datetime
) -> DisputeClaim:
    """Make a claim at the bank over a charge. What the bank alone knows is disputed already: it gets its claim here.

    Raises  NotFound, NotPermitted, WrongState, DisputeWindowOver, ReferenceMissing, GroundsMissing.
    Emits   HeldLineMoved.
    Source  domain reference §4.5 no. 6; the window is the dated row `dispute_window_days`.
    """
    case = take(transaction_id)
    charge = case.charge
    may_claim(actor, charge).enforce()
    open_claim = case.claim is not None and case.claim.answered_at is None
    lost = charge.state == T.DISPUTED and case.claim is not None
    if charge.state not in DISPUTABLE or open_claim or lost or case.statement is None:
        raise WrongState(action="dispute", state=charge.state)
    if not reference.strip():
        raise ReferenceMissing()
    window = case.window_ends_on
    if local_day(at) > window:
        raise DisputeWindowOver(due=long_day(window))
    if charge.state != T.DISPUTED:
        cards.advance_transaction(transaction_id=charge.pk, action="dispute", actor=actor, at=at, reason=note)
    claim = DisputeClaim.objects.create(
        transaction=charge,
        cause=cause,
        claim_number=reference.strip(),
        note=said(note),
        window_ends_on=window,
        raised_by_id=signer(actor),
        raised_at=at,
    )
    told(case, "claimed", actor=actor, at=at, why=note, claim=claim.claim_number, cause=cause)
    return claim


@transaction.atomic
def record_bank_answer(
    *, transaction_id: UUID, outcome: str, reference: str, actor: Actor, at: datetime
) -> DisputeClaim:
    """What the bank answered. Won: it credits the charge, nothing is owed, no budget bears it. Lost: PA or KPA decides.

    Raises  NotFound, NotPermitted, WrongState, ReferenceMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge, budget lines, card.
    """
    if not reference.strip():
        raise ReferenceMissing()
    case = take(transaction_id)
    may_claim(actor, case.charge).enforce()
    claim = case.claim
    if claim is None or claim.answered_at is not None:
        raise WrongState(action="chargeback", state=case.charge.state)
    if outcome == DisputeOutcome.WON:
        cards.charge_back(transaction_id=transaction_id, actor=actor, at=at, reason=reference.strip())
    claim.outcome, claim.bank_reference = outcome, reference.strip()
    claim.answered_by_id, claim.answered_at = signer(actor), at
    claim.save(update_fields=["outcome", "bank_reference", "answered_by", "answered_at"])
    told(case, f"dispute_{outcome}", actor=actor, at=at, why=reference.strip(), claim=claim.claim_number)
    return claim


@transaction.atomic
def decide_lost_dispute(
    *, transaction_id: UUID, course: str, reason: str, actor: Actor, at: datetime
) -> DisputeClaim | None:
    """The bank keeps its charge: the budget authority lets it go on the next DPR, or the holder owes it in person.

    A charge that nobody claimed within the window is lost too: None is returned, for there is no claim to decide.
    Raises  NotFound, NotPermitted, HolderDecides, WrongState, ListingOfUnknown, GroundsMissing.
    Emits   HeldLineMoved.
    Locks   payable, charge, budget lines.
    """
    case, ground = take(transaction_id), said(reason)
    may_make_personal(actor, case.charge).enforce()
    if took_part(actor, case.charge):
        raise HolderDecides()
    if case.stage(local_day(at)) != CaseStage.DECIDE:
        raise WrongState(action="chargeback_lost", state=case.charge.state)
    if course == DisputeCourse.LIST and case.charge.origin == Origin.BANK:
        raise ListingOfUnknown()
    claim = case.claim
    if claim is not None:
        claim.course, claim.decision_reason = course, ground
        claim.decided_by_id, claim.decided_at = signer(actor), at
        claim.save(update_fields=["course", "decision_reason", "decided_by", "decided_at"])
    if course == DisputeCourse.PERSONAL:
        to_holder(transaction_id, action="chargeback_lost_personal", reason=ground, actor=actor, at=at)
    else:
        told(case, "lost_dispute_decided", actor=actor, at=at, why=ground, course=course)
    return claim
