from __future__ import annotations

from marketplace.kernel.money import Rupiah
from payments.cards.models import Card
from payments.cards.states import CardState
from payments.gateways.base import CardGateway, CardStatus
from payments.gateways.registry import card_gateway

#: What each standing means to the issuer; a card not yet activated is not told about.
STANDING = {
    CardState.ACTIVE: CardStatus.ACTIVE,
    CardState.SUSPENDED: CardStatus.SUSPENDED,
    CardState.BLOCKED_LOST: CardStatus.BLOCKED_LOST,
    CardState.REPLACED: CardStatus.BLOCKED_LOST,
    CardState.EXPIRED: CardStatus.CLOSED,
    CardState.CLOSED: CardStatus.CLOSED,
}
OPEN = (CardState.ACTIVE, CardState.SUSPENDED)


def tell_bank(*, card_id: int, gateway: CardGateway | None = None) -> None:
    """Tell the issuer the limit and standing of a card as they are now. Outside any transaction; safe to repeat.

    Raises  NotFound, GatewayUnavailable, GatewayRefused.
    """
    card = Card.objects.find(pk=card_id)
    status = STANDING.get(CardState(card.state))
    if status is None or not card.provider_id:
        return
    gateway = gateway or card_gateway()
    if card.state in OPEN:
        gateway.set_limit(
            card_provider_id=card.provider_id,
            limit=card.limit,
            per_txn=Rupiah(card.per_txn_idr),
            idempotency_key=f"card:{card.pk}:limit:{card.revision}",
        )
    gateway.set_status(
        card_provider_id=card.provider_id, status=status, idempotency_key=f"card:{card.pk}:status:{card.revision}"
    )
