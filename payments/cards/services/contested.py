"""How a contested charge ends: taken back by the bank, or owed by its holder in person.

What an order was charged for leaves its budget line and the accrual books here; who may decide so, and on which paper,
is settlement's. A charge that only the bank knows never stood on a line, so only its debt and its limit move.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.cards import limits
from payments.cards.models import Card, CardTransaction, Origin
from payments.cards.services.record_refund import shares_of
from payments.cards.services.transactions import clear_unknown_charge
from payments.ledger import entries
from payments.ledger.chart import LedgerAccount
from payments.ledger.post import post
from payments.payables.models import Payable, PayableCharge, Treatment
from payments.payables.services import mark_settled
from payments.payables.states import PayableState

Shares = Sequence[tuple[PayableCharge, Rupiah]]


@transaction.atomic
def charge_back(*, transaction_id: UUID, actor: Actor, at: datetime, reason: str) -> CardTransaction:
    """The bank credited a disputed charge: nothing is owed for it, its budget is free, so is its limit.

    Raises  NotFound, WrongState.
    Locks   payable, charge, budget lines, card.
    Source  domain reference §4.3, §5.4 (chargeback won); for an ordered charge as a refund of all that is left of it.
    """
    payable, charge = _lock(transaction_id)
    if payable is None:
        return clear_unknown_charge(
            transaction_id=transaction_id, action="chargeback_won", actor=actor, at=at, reason=reason
        )
    charge.advance("chargeback_won", actor=actor, at=at, reason=reason)
    if charge.owed_to_bank.idr:
        shares = _leave_the_line(payable, charge, at=at, reason=reason)
        card = Card.objects.lock(charge.card_id)
        limits.free(card.pk, charge.owed_to_bank)
        post(
            entries.charge_charged_back(
                agency_id=charge.agency_id,
                card_id=card.pk,
                charges=_booked(shares),
                key=f"card.charged_back:{charge.pk}",
                on=local_day(at),
                order=payable.order,
            )
        )
    audit_log.record("payments.charge.chargeback_won", charge, actor=actor, at=at, why=reason)
    return charge


@transaction.atomic
def make_personal(*, transaction_id: UUID, action: str, actor: Actor, at: datetime, reason: str) -> CardTransaction:
    """The holder owes it in person (`personal` after a refusal, `chargeback_lost_personal` after a lost dispute).

    Raises  NotFound, WrongState.
    Locks   payable, charge, budget lines.
    Source  domain reference §3.9, §5.4 (personal liability before SP2D).
    """
    payable, charge = _lock(transaction_id)
    if action not in ("personal", "chargeback_lost_personal"):
        raise WrongState(action=action, state=charge.state)
    charge.advance(action, actor=actor, at=at, reason=reason)
    if payable is not None and charge.owed_to_bank.idr:
        shares = _leave_the_line(payable, charge, at=at, reason=reason)
        post(
            entries.charge_became_personal(
                agency_id=charge.agency_id,
                card_id=charge.card_id,
                charges=_booked(shares),
                key=f"card.became_personal:{charge.pk}",
                on=local_day(at),
                order=payable.order,
                reason=reason,
            )
        )
    after = {"amount_idr": charge.owed_to_bank.idr, "holder_id": charge.holder_id}
    audit_log.record("payments.charge.became_personal", charge, actor=actor, at=at, after=after, why=reason)
    return charge


@transaction.atomic
def record_holder_payment(*, transaction_id: UUID, actor: Actor, at: datetime, reason: str) -> CardTransaction:
    """The holder paid the bank: the debt and the claim on the holder end together, and the limit is free.

    Raises  NotFound, WrongState.
    Locks   payable, charge, card.
    """
    payable, charge = _lock(transaction_id)
    if payable is None:
        return clear_unknown_charge(
            transaction_id=transaction_id, action="holder_paid", actor=actor, at=at, reason=reason
        )
    charge.advance("holder_paid", actor=actor, at=at, reason=reason)
    if payable.state == PayableState.PAID:
        mark_settled(payable_id=payable.pk, actor=actor, at=at)
    if charge.owed_to_bank.idr:
        card = Card.objects.lock(charge.card_id)
        limits.free(card.pk, charge.owed_to_bank)
        post(
            entries.holder_repaid(
                agency_id=charge.agency_id,
                card_id=card.pk,
                amount=charge.owed_to_bank,
                key=f"card.holder_repaid:{charge.pk}",
                on=local_day(at),
                order=payable.order,
                reason=reason,
            )
        )
    audit_log.record("payments.charge.holder_paid", charge, actor=actor, at=at, why=reason)
    return charge


def _lock(transaction_id: UUID) -> tuple[Payable | None, CardTransaction]:
    """The payable before the charge, as everywhere."""
    found = CardTransaction.objects.find(pk=transaction_id)
    payable = None if found.origin == Origin.BANK else Payable.objects.lock(found.owed.pk)
    return payable, CardTransaction.objects.lock(transaction_id)


def _leave_the_line(payable: Payable, charge: CardTransaction, *, at: datetime, reason: str) -> Shares:
    """The budget will not bear it: what is left of the charge goes back to each line."""
    shares = shares_of(payable, charge, charge.owed_to_bank)
    budget.release_obligation(
        order=payable.order, charges=[Charge(one.line_id, part) for one, part in shares], at=at, reason=reason
    )
    return shares


def _booked(shares: Shares) -> list[tuple[int, LedgerAccount, Rupiah]]:
    return [(one.line_id, Treatment(one.treatment).account, part) for one, part in shares]
