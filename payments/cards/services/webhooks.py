"""What the provider sends: kept by its id, and answered by asking the provider ourselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from payments.cards.models import CardTransaction, Payout, WebhookInbox
from payments.cards.services.perform_charge import perform_charge
from payments.cards.services.send_payout import send_payout
from payments.cards.states import HELD_STATES, PayoutState
from payments.gateways.base import CardGateway
from payments.gateways.registry import card_gateway

log = structlog.get_logger(__name__)
MOST = 200


def receive_webhook(*, body: bytes, signature_header: str, gateway: CardGateway | None = None) -> bool:
    """Keep a signed message; the same event again changes nothing. True when it was new.

    Raises  WebhookRejected.
    """
    event = (gateway or card_gateway()).verify_webhook(body=body, signature_header=signature_header)
    with transaction.atomic():
        _row, is_new = WebhookInbox.objects.get_or_create(
            event_id=event.event_id,
            defaults={
                "kind": event.kind,
                "payable_ref": event.payable_ref,
                "transfer_ref": event.transfer_ref,
                "body": body.decode("utf-8"),
            },
        )
    if not is_new:
        log.info("webhook.repeated", message=event.event_id)
    return is_new


def process_webhooks(*, at: datetime, gateway: CardGateway | None = None) -> int:
    """Timer: for each message that waits, ask the provider what is true. Returns how many were done."""
    waiting = WebhookInbox.objects.filter(processed_at=None).order_by("received_at")
    done = 0
    for message in waiting[:MOST]:
        _look(message, at=at, gateway=gateway)
        done += WebhookInbox.objects.filter(pk=message.pk, processed_at=None).update(processed_at=at)
    return done


def _look(message: WebhookInbox, *, at: datetime, gateway: CardGateway | None) -> None:
    """A message is a hint: only what the look-up says is believed. What we never asked for tells us nothing."""
    if payable_id := _uuid(message.payable_ref):
        waiting = CardTransaction.objects.filter(payable_id=payable_id, state__in=HELD_STATES, times_asked__gt=0)
        for transaction_id in waiting.values_list("pk", flat=True):
            perform_charge(transaction_id=transaction_id, at=at, gateway=gateway)
    payout_id = _uuid(message.transfer_ref.partition(":")[0])
    if payout_id and Payout.objects.filter(pk=payout_id, state=PayoutState.SENT).exists():
        send_payout(payout_id=payout_id, at=at, gateway=gateway)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
