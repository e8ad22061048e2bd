"""The steps that settlement takes on a charge, from the bank's statement to the repaid bank."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah
from payments.cards import limits
from payments.cards.errors import DuplicateBankReference
from payments.cards.models import Card, CardTransaction, Origin
from payments.cards.states import TransactionState
from payments.ledger import entries
from payments.ledger.post import post

#: Moves that carry money or the bank's answer have use cases of their own.
KEPT_HERE = frozenset({"authorise", "decline", "capture", "reverse", "expire"})


@transaction.atomic
def advance_transaction(
    *, transaction_id: UUID, action: str, actor: Actor, at: datetime, reason: str = ""
) -> CardTransaction:
    """Move a charge one step along TRANSACTION_FLOW, with its history. The caller decides who may and why.

    Locks   the charge; several in ascending id.
    Raises  NotFound, WrongState.
    """
    charge = CardTransaction.objects.lock(transaction_id)
    if action in KEPT_HERE:
        raise WrongState(action=action, state=charge.state)
    charge.advance(action, actor=actor, at=at, reason=reason)
    return charge


@transaction.atomic
def free_limit(*, by_card: Sequence[tuple[int, Rupiah]], at: datetime) -> None:
    """The bank was repaid: what was used on each card is free again. Posts nothing; the caller posts `bank_repaid`.

    Locks   the cards, in ascending id.
    Raises  NothingToFree.
    """
    for card_id, amount in sorted(by_card, key=lambda pair: pair[0]):
        limits.free(card_id, amount)


@transaction.atomic
def record_unknown_charge(
    *,
    card_id: int,
    amount: Rupiah,
    rrn: str,
    auth_code: str,
    merchant_name: str,
    at: datetime,
    actor: Actor,
) -> CardTransaction:
    """A charge that only the bank's statement knows: disputed from the first day, and no budget line bears it.

    Also above the limit, and on a card in any state: it is a fact.
    Raises  NotFound, DuplicateBankReference.
    """
    card = Card.objects.lock(card_id)
    if rrn and CardTransaction.objects.filter(rrn=rrn).exists():
        raise DuplicateBankReference()
    charge = CardTransaction.objects.create(
        origin=Origin.BANK,
        agency_id=card.agency_id,
        card=card,
        holder_id=card.holder_id,
        amount_idr=amount.idr,
        captured_idr=amount.idr,
        captured_at=at,
        requested_at=at,
        key_since=at,
        attempt_key=uuid4(),
        merchant_name=merchant_name,
        rrn=rrn,
        auth_code=auth_code,
        state=TransactionState.DISPUTED,
    )
    charge.history.create(action="record_unknown", after=charge.state, actor_id=actor.id, at=at)
    limits.use_without_asking(card, amount)
    post(
        entries.unknown_charge_posted(
            agency_id=card.agency_id,
            card_id=card.pk,
            amount=amount,
            key=f"card.unknown_charge:{charge.pk}",
            on=local_day(at),
        )
    )
    after = {"amount_idr": amount.idr, "rrn": rrn, "merchant": merchant_name}
    audit_log.record("payments.charge.unknown", charge, actor=actor, at=at, after=after)
    return charge


@transaction.atomic
def clear_unknown_charge(
    *, transaction_id: UUID, action: str, actor: Actor, at: datetime, reason: str = ""
) -> CardTransaction:
    """The bank charged it back (`chargeback_won`), or the holder paid the bank in person (`holder_paid`).

    Raises  NotFound, WrongState, NothingToFree.
    """
    charge = CardTransaction.objects.lock(transaction_id)
    if charge.origin != Origin.BANK or action not in ("chargeback_won", "holder_paid"):
        raise WrongState(action=action, state=charge.state)
    card = Card.objects.lock(charge.card_id)
    charge.advance(action, actor=actor, at=at, reason=reason)
    limits.free(card.pk, charge.captured, bank_posted=True)
    post(
        entries.disputed_charge_cleared(
            agency_id=card.agency_id,
            card_id=card.pk,
            amount=charge.captured,
            key=f"card.dispute_cleared:{charge.pk}",
            on=local_day(at),
            reason=reason,
        )
    )
    audit_log.record(f"payments.charge.{action}", charge, actor=actor, at=at, why=reason)
    return charge
