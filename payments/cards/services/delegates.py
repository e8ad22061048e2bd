"""Letters of attorney: the holder lets an officer use the card for a time."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.ui.formats import long_day
from payments.cards.errors import DelegateIsHolder, LetterBeforeCard, LetterEnded, LetterOutlivesCard, LetterRecorded
from payments.cards.models import Card, CardDelegate
from payments.cards.policies import may_delegate


@transaction.atomic
def delegate_card(
    *,
    card_id: int,
    user_id: int,
    document_number: str,
    valid_from: date,
    valid_to: date,
    actor: Actor,
    at: datetime,
) -> CardDelegate:
    """Give a letter of attorney with dates and number; it cannot be passed on. It ends today or later, with the card.

    Raises  NotFound, NotPermitted, DelegateIsHolder, LetterEnded, LetterBeforeCard, LetterOutlivesCard, LetterRecorded.
    Source  Permendagri 79/2022 art. 1(7); segregation S9.
    """
    card = Card.objects.lock(card_id)
    may_delegate(actor, card).enforce()
    if user_id == card.holder_id:
        raise DelegateIsHolder()
    if valid_to < local_day(at):
        raise LetterEnded()
    if valid_from < card.valid_from:
        raise LetterBeforeCard(valid_from=long_day(card.valid_from))
    if valid_to > card.valid_to:
        raise LetterOutlivesCard(valid_to=long_day(card.valid_to))
    letter = {
        "user_id": user_id, "document_number": document_number, "valid_from": valid_from, "valid_to": valid_to,
    }  # fmt: skip
    if card.delegates.filter(**letter, revoked_at=None).exists():  # one revoked by mistake may be given again
        raise LetterRecorded(number=document_number)
    delegate = CardDelegate.objects.create(card=card, granted_by_id=card.holder_id, granted_at=at, **letter)
    audit_log.record(
        "payments.card.delegated", card, actor=actor, at=at, after={"user_id": user_id}, why=document_number
    )
    return delegate


@transaction.atomic
def revoke_delegate(*, card_id: int, delegate_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """End a letter of attorney now. Raises NotFound, NotPermitted; a letter already revoked stays as it is."""
    card = Card.objects.lock(card_id)
    may_delegate(actor, card).enforce()
    ended = card.delegates.filter(pk=delegate_id, revoked_at=None).update(revoked_at=at)
    if ended:
        after = {"delegate_id": delegate_id}
        audit_log.record("payments.card.delegate_revoked", card, actor=actor, at=at, after=after, why=reason)
