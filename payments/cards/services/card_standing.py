"""Whether a card may be used: suspended, taken up again, lost, expired, closed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from payments.cards import limits
from payments.cards.errors import CardHasBalance
from payments.cards.events import CardChanged
from payments.cards.models import Card, LimitChange, LimitKind
from payments.cards.policies import may_administer, may_report_lost
from payments.cards.states import CardState


@transaction.atomic
def suspend_card(*, card_id: int, reason: str, actor: Actor, at: datetime) -> Card:
    """Stop a card for a time. The system does it for an overdue statement; otherwise the administrator.

    Raises  NotFound, NotPermitted, WrongState.
    Emits   CardChanged.
    """
    card = Card.objects.lock(card_id)
    if not actor.is_system:
        may_administer(actor, card.agency_id).enforce()
    return _move(card, "suspend", reason=reason, actor=actor, at=at)


@transaction.atomic
def reinstate_card(*, card_id: int, reason: str, actor: Actor, at: datetime) -> Card:
    """Let a suspended card be used again. Raises NotFound, NotPermitted, WrongState. Emits CardChanged."""
    card = Card.objects.lock(card_id)
    may_administer(actor, card.agency_id).enforce()
    return _move(card, "reinstate", reason=reason, actor=actor, at=at)


@transaction.atomic
def report_lost(*, card_id: int, reason: str, actor: Actor, at: datetime) -> Card:
    """Blocked at once, for good. What is charged after this minute is the bank's risk.

    Raises  NotFound, NotPermitted, WrongState.
    Emits   CardChanged.
    Source  domain reference §3.9; agreement with the issuing bank.
    """
    card = Card.objects.lock(card_id)
    may_report_lost(actor, card).enforce()
    card.lost_reported_at = at
    return _move(card, "report_lost", reason=reason, actor=actor, at=at)


@transaction.atomic
def close_card(*, card_id: int, reason: str, actor: Actor, at: datetime) -> Card:
    """End a card: its limit goes back to the float. A lost card is replaced by a new one.

    Raises  NotFound, NotPermitted, WrongState, CardHasBalance.
    Emits   CardChanged.
    """
    card = Card.objects.lock(card_id)
    may_administer(actor, card.agency_id).enforce()
    if card.held_idr or card.used_idr:
        raise CardHasBalance(used=Rupiah(card.held_idr + card.used_idr))
    return _end(card, "replace" if card.state == CardState.BLOCKED_LOST else "close", reason, actor, at)


def expire_cards(*, at: datetime) -> int:
    """Timer: a card whose last day has passed ends, once nothing is used on it. Returns how many did."""
    over = Card.objects.filter(
        state__in=[CardState.ACTIVE, CardState.SUSPENDED], valid_to__lt=local_day(at), held_idr=0, used_idr=0
    )
    ended = 0
    for card_id in over.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            card = Card.objects.lock(card_id)
            if card.state in (CardState.ACTIVE, CardState.SUSPENDED) and not card.held_idr and not card.used_idr:
                _end(card, "expire", "", SYSTEM, at)
                ended += 1
    return ended


def _end(card: Card, action: str, reason: str, actor: Actor, at: datetime) -> Card:
    before = card.limit_idr
    limits.set_limit(card, Rupiah(0), key=f"{card.pk}:{card.revision}:end", on=local_day(at))
    rise = card.limit_changes.filter(kind=LimitKind.TEMPORARY, ended_by=None).last()
    LimitChange.objects.create(
        card=card,
        kind=LimitKind.FALL_BACK if rise else LimitKind.CHANGE,
        before_idr=before,
        after_idr=0,
        per_txn_idr=card.per_txn_idr,
        ends=rise,
        reason=reason or action,
        actor_id=actor.id,
        at=at,
    )
    return _move(card, action, reason=reason, actor=actor, at=at)


def _move(card: Card, action: str, *, reason: str, actor: Actor, at: datetime) -> Card:
    before = card.state
    card.advance(action, actor=actor, at=at, reason=reason)
    audit_log.record(
        f"payments.card.{card.state}",
        card,
        actor=actor,
        at=at,
        before={"state": before},
        after={"state": card.state},
        why=reason,
    )
    outbox.publish(CardChanged(card_id=card.pk, at=at))
    return card
