from __future__ import annotations

from datetime import datetime
from uuid import uuid5

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from payments.cards.models import Card
from payments.gateways.registry import bank_channel
from payments.settlement.models import CardStatement
from payments.settlement.policies import may_import
from payments.settlement.services.import_statement import import_statement


def request_statement(*, card_id: int, attempt_key, actor: Actor, at: datetime) -> CardStatement:
    """Ask the bank to cut the bill now and take it in. The bank is called outside any transaction.

    The attempt key is the bank's idempotency key: pressed twice, the bank answers with the same file.
    Raises  GatewayUnavailable, GatewayRefused, and whatever `import_statement` raises.
    """
    card = Card.objects.find(id=card_id)
    may_import(actor, card.agency_id).enforce()
    content = bank_channel().cut_statement(
        card_provider_id=card.provider_id,
        period_to=local_day(at),
        idempotency_key=str(uuid5(attempt_key, "statement")),
    )
    return import_statement(card_id=card_id, content=content, actor=actor, at=at)
