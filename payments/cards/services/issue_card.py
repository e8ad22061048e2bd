"""From the decision to a card that works. The bank is asked outside any transaction, and asking twice is one card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from payments.cards import limits
from payments.cards.categories import DEFAULT_CATEGORIES, CardKind
from payments.cards.events import CardChanged
from payments.cards.models import Card, CardProgramme, Channel, LimitChange, LimitKind
from payments.cards.policies import may_administer, may_set_up
from payments.cards.services.limit_guard import require_within_float
from payments.cards.states import CardState
from payments.gateways.base import CardGateway
from payments.gateways.registry import card_gateway


def issue_card(
    *,
    programme_id: int,
    holder_id: int,
    limit: Rupiah,
    per_txn: Rupiah,
    last4: str,
    valid_from: date,
    valid_to: date,
    decision_number: str,
    actor: Actor,
    at: datetime,
    kind: str = CardKind.GOODS,
    categories: Sequence[str] | None = None,
    channels: Sequence[str] | None = None,
    gateway: CardGateway | None = None,
) -> Card:
    """Approve a card with its limit, then have the bank issue it.

    When the bank is away the card stays APPROVED, and `register_card` finishes it.
    Raises  NotPermitted, NotFound, UpKkpdExceeded, GatewayUnavailable, GatewayRefused.
    Source  Permendagri 79/2022 art. 5(b), 18(5): holders, kinds and limits are the governor's decision.
    """
    with transaction.atomic():
        programme = CardProgramme.objects.lock(programme_id)
        may_set_up(actor, programme.agency_id).enforce()
        require_within_float(programme, added=limit)
        card = Card.objects.create(
            agency_id=programme.agency_id,
            programme=programme,
            holder_id=holder_id,
            kind=kind,
            categories=list(categories or DEFAULT_CATEGORIES[CardKind(kind)]),
            channels=list(channels or (Channel.ONLINE, Channel.QRIS)),
            last4=last4,
            per_txn_idr=per_txn.idr,
            valid_from=valid_from,
            valid_to=valid_to,
            decision_number=decision_number,
        )
        _grant(card, limit, actor=actor, at=at)
        card.advance("approve", actor=actor, at=at, reason=decision_number)
        after = {"holder_id": holder_id, "limit_idr": limit.idr, "per_txn_idr": per_txn.idr, "kind": str(kind)}
        audit_log.record("payments.card.approved", card, actor=actor, at=at, after=after, why=decision_number)
    return register_card(card_id=card.pk, actor=actor, at=at, gateway=gateway)


def _grant(card: Card, limit: Rupiah, *, actor: Actor, at: datetime) -> None:
    limits.set_limit(card, limit, key=f"{card.pk}:{card.revision}", on=local_day(at))
    LimitChange.objects.create(
        card=card,
        kind=LimitKind.GRANT,
        before_idr=0,
        after_idr=limit.idr,
        per_txn_idr=card.per_txn_idr,
        reason="SK",
        decision_number=card.decision_number,
        actor_id=actor.id,
        at=at,
    )


def register_card(*, card_id: int, actor: Actor, at: datetime, gateway: CardGateway | None = None) -> Card:
    """Have the bank issue an approved card; the same card again is the card that is there.

    Raises  NotFound, GatewayUnavailable, GatewayRefused.
    """
    card = Card.objects.select_related("holder", "programme", "agency").find(pk=card_id)
    if card.state != CardState.APPROVED:
        return card
    issued = (gateway or card_gateway()).register_card(
        card_ref=f"card:{card.pk}",
        holder_name=card.holder.full_name,
        last4=card.last4,
        limit=card.limit,
        per_txn=Rupiah(card.per_txn_idr),
        valid_to=card.valid_to,
        idempotency_key=f"card:{card.pk}:issue",
        skpd_code=card.agency.unit_code,
        billing_account=card.programme.billing_account,
    )
    with transaction.atomic():
        card = Card.objects.lock(card_id)
        if card.state == CardState.APPROVED:
            card.provider_id, card.pan_masked = issued.provider_id, issued.pan_masked
            card.advance("issue", actor=actor, at=at)
            audit_log.record("payments.card.issued", card, actor=actor, at=at, after={"number": card.pan_masked})
    return card


@transaction.atomic
def activate_card(*, card_id: int, handover_number: str, actor: Actor, at: datetime) -> Card:
    """Handed over with a signed report, then activated by its holder.

    Raises  NotFound, NotPermitted, WrongState.
    Emits   CardChanged.
    """
    card = Card.objects.lock(card_id)
    if not actor.is_system:
        may_administer(actor, card.agency_id).enforce()
    card.handover_number = handover_number
    card.advance("deliver", actor=actor, at=at, reason=handover_number)
    card.advance("activate", actor=actor, at=at)
    audit_log.record("payments.card.activated", card, actor=actor, at=at, why=handover_number)
    outbox.publish(CardChanged(card_id=card.pk, at=at))
    return card
