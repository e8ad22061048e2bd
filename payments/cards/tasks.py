"""Timers of cards and payments."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from payments.cards import services


@shared_task(ignore_result=True)
def resolve_payments() -> None:
    """Ask the bank about everything that waits for its answer."""
    at = timezone.now()
    services.process_webhooks(at=at)
    services.resolve_unclear(at=at)
    services.send_due_payouts(at=at)


@shared_task(ignore_result=True)
def end_card_terms() -> None:
    """End rises, holds and cards whose last day has passed."""
    at = timezone.now()
    services.end_temporary_rises(at=at)
    services.expire_holds(at=at)
    services.expire_cards(at=at)
