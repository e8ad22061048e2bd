"""A line whose bill and evidence differ: one person proposes how it ends, another confirms (domain reference §4.3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from payments.cards import services as cards
from payments.cards.models import CardTransaction
from payments.cards.states import TransactionState
from payments.settlement.errors import (
    AlreadyProposed,
    HolderDecides,
    NothingInExcess,
    ReferenceMissing,
    SecondPersonNeeded,
)
from payments.settlement.models import MismatchResolution, Resolution
from payments.settlement.policies import may_confirm_resolution, may_propose_resolution, took_part
from payments.settlement.selectors.cases import Case
from payments.settlement.services.case_steps import said, take, told
from payments.settlement.services.steps import signer


@transaction.atomic
def propose_resolution(
    *, transaction_id: UUID, outcome: str, reason: str, reference: str, actor: Actor, at: datetime
) -> MismatchResolution:
    """Say how a difference should end, and on which ground. Nothing moves until another person confirms.

    Raises  NotFound, NotPermitted, WrongState, AlreadyProposed, GroundsMissing, ReferenceMissing, NothingInExcess.
    Emits   HeldLineMoved.
    """
    case = take(transaction_id)
    charge, line = case.charge, case.line
    may_propose_resolution(actor, charge).enforce()
    if charge.state != TransactionState.MISMATCH or line is None:
        raise WrongState(action="resolve", state=charge.state)
    if case.proposal is not None:
        raise AlreadyProposed()
    if outcome == Resolution.CORRECTED and not reference.strip():
        raise ReferenceMissing()
    if outcome == Resolution.DIFFERENCE and line.amount_idr <= charge.captured_idr:
        raise NothingInExcess()
    proposal = MismatchResolution.objects.create(
        line=line,
        transaction=charge,
        outcome=outcome,
        billed_idr=line.amount_idr,
        captured_idr=charge.captured_idr,
        reason=said(reason),
        bank_reference=reference.strip(),
        proposed_by_id=signer(actor),
        proposed_at=at,
    )
    told(case, "resolution_proposed", actor=actor, at=at, why=reason, outcome=outcome, bank_reference=reference)
    return proposal


@transaction.atomic
def decide_resolution(
    *, transaction_id: UUID, accepts: bool, note: str, actor: Actor, at: datetime
) -> MismatchResolution:
    """Another person confirms the proposal, and the charge goes on; or refuses it, and a new one may be made.

    Corrected: the charge is payable at what its evidence says. Difference: so it is, and what the bank asks above it
    becomes a disputed charge of its own, which no budget line bears. Disputed: all of it is.
    Raises  NotFound, NotPermitted, WrongState, SecondPersonNeeded, HolderDecides, GroundsMissing (for a no).
    Emits   HeldLineMoved.
    Locks   charge, card.
    """
    case = take(transaction_id)
    may_confirm_resolution(actor, case.charge).enforce()
    proposal = case.proposal
    if proposal is None:
        raise WrongState(action="resolve", state=case.charge.state)
    if proposal.proposed_by_id == actor.id:
        raise SecondPersonNeeded()
    if took_part(actor, case.charge):
        raise HolderDecides()
    proposal.accepted, proposal.decision_note = accepts, note.strip() if accepts else said(note)
    proposal.decided_by_id, proposal.decided_at = signer(actor), at
    if accepts:
        proposal.difference = _carry_out(case, proposal, actor, at)
    proposal.save(update_fields=["accepted", "decision_note", "decided_by", "decided_at", "difference"])
    what = "resolution_confirmed" if accepts else "resolution_refused"
    told(case, what, actor=actor, at=at, why=note or proposal.reason, outcome=proposal.outcome)
    return proposal


def _carry_out(case: Case, proposal: MismatchResolution, actor: Actor, at: datetime) -> CardTransaction | None:
    move = "dispute" if proposal.outcome == Resolution.DISPUTED else "resolve"
    cards.advance_transaction(transaction_id=case.charge.pk, action=move, actor=actor, at=at, reason=proposal.reason)
    if proposal.outcome != Resolution.DIFFERENCE:
        return None
    return cards.record_unknown_charge(
        card_id=case.charge.card_id,
        amount=proposal.excess,
        rrn="",
        auth_code=case.charge.auth_code,
        merchant_name=case.charge.merchant_name,
        at=at,
        actor=actor,
    )
