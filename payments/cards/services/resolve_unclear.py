from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models import Q

from marketplace.kernel.errors import Refusal
from payments.cards.models import CardTransaction
from payments.cards.services.perform_charge import perform_charge
from payments.cards.states import TransactionState
from payments.gateways.base import CardGateway

log = structlog.get_logger(__name__)

#: The provider's search may lag behind its books by a minute.
PATIENCE = timedelta(minutes=2)
MOST = 200


def resolve_unclear(*, at: datetime, gateway: CardGateway | None = None) -> int:
    """Timer: ask again about every charge without an answer, oldest first. Returns how many found one.

    One charge that goes wrong does not hold back the others; it is logged and tried again the next time.
    """
    waiting = CardTransaction.objects.filter(
        Q(asked_at=None) | Q(asked_at__lte=at - PATIENCE),
        state=TransactionState.INITIATED,
        requested_at__lte=at - PATIENCE,
    )
    found = 0
    for transaction_id in waiting.order_by("requested_at", "pk").values_list("pk", flat=True)[:MOST]:
        try:
            charge = perform_charge(transaction_id=transaction_id, at=at, gateway=gateway)
        except Refusal as refused:
            log.error("charge.unresolved", charge=str(transaction_id), code=refused.code, why=str(refused))
            continue
        found += charge.state != TransactionState.INITIATED
    return found
