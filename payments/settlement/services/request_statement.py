from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from payments.cards.models import Card
from payments.gateways.base import BankChannel, GatewayUnavailable
from payments.gateways.registry import bank_channel
from payments.settlement.models import CardStatement
from payments.settlement.policies import may_import
from payments.settlement.services.import_statement import import_statement


def request_statement(
    *, card_id: int, attempt_key: UUID, actor: Actor, at: datetime, bank: BankChannel | None = None
) -> CardStatement:
    """Ask the bank to cut the bill now and take it in. The bank is called outside any transaction.

    The attempt key is the bank's idempotency key: pressed again after silence, the bank answers with the same file.
    Raises  GatewayUnavailable, GatewayRefused, and whatever `import_statement` raises.
    """
    card = Card.objects.find(id=card_id)
    may_import(actor, card.agency_id).enforce()
    content = _cut(bank or bank_channel(), card, attempt_key, at)
    return import_statement(card_id=card_id, content=content, actor=actor, at=at)


def _cut(bank: BankChannel, card: Card, attempt_key: UUID, at: datetime) -> bytes:
    """A stored failure is repeated under its key for ever: then, and only then, ask once more under another."""
    try:
        return _ask(bank, card, uuid5(attempt_key, "statement"), at)
    except GatewayUnavailable as away:
        if not away.key_spent:
            raise
        return _ask(bank, card, uuid5(attempt_key, "statement again"), at)


def _ask(bank: BankChannel, card: Card, key: UUID, at: datetime) -> bytes:
    return bank.cut_statement(card_provider_id=card.provider_id, period_to=local_day(at), idempotency_key=str(key))
