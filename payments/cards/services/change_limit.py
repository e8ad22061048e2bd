"""Limits that change: for good, or for a time with an end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah
from payments.cards import limits
from payments.cards.errors import LimitUnchanged, PerTransactionAboveLimit, RiseMustEnd
from payments.cards.events import CardChanged
from payments.cards.models import Card, CardProgramme, LimitChange, LimitKind
from payments.cards.policies import may_administer
from payments.cards.services.limit_guard import require_within_float
from payments.cards.states import CardState

CHANGEABLE = (CardState.ISSUED, CardState.DELIVERED, CardState.ACTIVE, CardState.SUSPENDED)


@transaction.atomic
def change_limit(
    *,
    card_id: int,
    limit: Rupiah,
    per_txn: Rupiah,
    reason: str,
    decision_number: str,
    actor: Actor,
    at: datetime,
) -> Card:
    """A new limit for good. Below what is used is legal: then nothing more is authorised.

    A temporary rise that runs ends here, because the new limit takes its place. A cut may leave the limit of one
    charge as it was, for the card's own then binds; nobody sets one above it.
    Raises  NotFound, NotPermitted, WrongState, LimitUnchanged, PerTransactionAboveLimit, UpKkpdExceeded.
    Emits   CardChanged.
    """
    card = _lock(card_id, actor)
    if (limit, per_txn.idr) == (card.limit, card.per_txn_idr) and running_rise(card) is None:
        raise LimitUnchanged(limit=limit)
    if per_txn > limit and per_txn.idr != card.per_txn_idr:
        raise PerTransactionAboveLimit(per_txn=per_txn, limit=limit)
    end_rise(card, actor=actor, at=at, tell=False)
    card.per_txn_idr = per_txn.idr
    _set(card, limit, LimitKind.CHANGE, reason=reason, decision_number=decision_number, actor=actor, at=at)
    return card


@transaction.atomic
def raise_temporarily(
    *,
    card_id: int,
    limit: Rupiah,
    ends_on: date,
    reason: str,
    decision_number: str,
    actor: Actor,
    at: datetime,
) -> Card:
    """A higher limit through `ends_on`; the day after, the old one holds again by itself.

    Raises  NotFound, NotPermitted, WrongState (a rise runs already), RiseMustEnd, UpKkpdExceeded.
    Emits   CardChanged.
    Source  Permendagri 79/2022; domain reference §3.5.
    """
    card = _lock(card_id, actor)
    if running_rise(card) is not None:
        raise WrongState(action="raise_temporarily", state=card.state)
    if limit <= card.limit or ends_on < local_day(at) or ends_on > card.valid_to:
        raise RiseMustEnd(limit=card.limit, valid_to=card.valid_to)
    _set(
        card,
        limit,
        LimitKind.TEMPORARY,
        reason=reason,
        decision_number=decision_number,
        actor=actor,
        at=at,
        ends_on=ends_on,
    )
    return card


def _lock(card_id: int, actor: Actor) -> Card:
    """The programme, then the card: so that two rises at once cannot both take the last of the float."""
    programme_id = Card.objects.find(pk=card_id).programme_id
    CardProgramme.objects.lock(programme_id)
    card = Card.objects.lock(card_id)
    may_administer(actor, card.agency_id).enforce()
    if card.state not in CHANGEABLE:
        raise WrongState(action="change_limit", state=card.state)
    return card


def _set(
    card: Card,
    limit: Rupiah,
    kind: LimitKind,
    *,
    reason: str,
    decision_number: str,
    actor: Actor,
    at: datetime,
    ends_on: date | None = None,
    ends: LimitChange | None = None,
    tell: bool = True,
) -> None:
    before = card.limit
    if limit > before:
        require_within_float(card.programme, added=limit - before)
    card.revision += 1
    limits.set_limit(card, limit, key=f"{card.pk}:{card.revision}", on=local_day(at))
    card.save(update_fields=["limit_idr", "per_txn_idr", "revision"])
    LimitChange.objects.create(
        card=card,
        kind=kind,
        before_idr=before.idr,
        after_idr=limit.idr,
        per_txn_idr=card.per_txn_idr,
        ends_on=ends_on,
        ends=ends,
        reason=reason,
        decision_number=decision_number,
        actor_id=actor.id,
        at=at,
    )
    audit_log.record(
        "payments.card.limit_changed",
        card,
        actor=actor,
        at=at,
        before={"limit_idr": before.idr},
        after={"limit_idr": limit.idr, "per_txn_idr": card.per_txn_idr, "kind": str(kind)},
        why=reason,
    )
    if tell:
        outbox.publish(CardChanged(card_id=card.pk, at=at))


def running_rise(card: Card) -> LimitChange | None:
    """The temporary rise that has not fallen back yet."""
    return card.limit_changes.filter(kind=LimitKind.TEMPORARY, ended_by=None).last()


def end_rise(card: Card, *, actor: Actor, at: datetime, tell: bool = True) -> bool:
    """Put the limit before the rise back in force; the caller holds the row. True when there was a rise."""
    rise = running_rise(card)
    if rise is None:
        return False
    _set(
        card,
        Rupiah(rise.before_idr),
        LimitKind.FALL_BACK,
        reason=rise.reason,
        decision_number=rise.decision_number,
        actor=actor,
        at=at,
        ends=rise,
        tell=tell,
    )
    return True


def fall_back_if_over(card: Card, *, at: datetime) -> None:
    """A charge does not wait for the timer: a rise whose last day has passed no longer counts. Row locked."""
    rise = running_rise(card)
    if rise is not None and rise.ends_on is not None and local_day(at) > rise.ends_on:
        end_rise(card, actor=SYSTEM, at=at)


def end_temporary_rises(*, at: datetime) -> int:
    """Timer: each rise whose last day has passed falls back. Returns how many did."""
    day = local_day(at)
    over = LimitChange.objects.filter(Q(kind=LimitKind.TEMPORARY), ended_by=None, ends_on__lt=day)
    ended = 0
    for card_id in sorted(over.values_list("card_id", flat=True)):
        with transaction.atomic():
            ended += end_rise(Card.objects.lock(card_id), actor=SYSTEM, at=at)
    return ended
