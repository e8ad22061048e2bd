"""What cards do when something happened. Both talk to the bank, so both are safe to repeat."""

from __future__ import annotations

from django.utils import timezone

from marketplace.kernel.outbox.worker import talks_outside
from payments.cards import services
from payments.cards.events import CardChanged, ChargeCaptured
from payments.cards.models import Payout


@talks_outside
def send_payout(event: ChargeCaptured) -> None:
    """The card paid: send the vendor the net amount. What finds no answer is the timer's."""
    payout = Payout.objects.filter(transaction_id=event.transaction_id).first()
    if payout is not None:
        services.send_payout(payout_id=payout.pk, at=timezone.now())


@talks_outside
def tell_bank(event: CardChanged) -> None:
    """The issuer learns limit and standing as they are now, however late this comes."""
    services.tell_bank(card_id=event.card_id)
