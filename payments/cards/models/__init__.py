"""Cards, what was paid with them, what vendors were sent, and what the provider told us."""

from payments.cards.models.cards import Card, CardDelegate, CardHistory, CardProgramme, LimitChange, LimitKind
from payments.cards.models.messages import WebhookInbox
from payments.cards.models.payouts import Payout, PayoutHistory
from payments.cards.models.refunds import CardRefund
from payments.cards.models.transactions import CardTransaction, CardTransactionHistory, Channel, Origin

__all__ = [
    "Card",
    "CardDelegate",
    "CardHistory",
    "CardProgramme",
    "CardRefund",
    "CardTransaction",
    "CardTransactionHistory",
    "Channel",
    "LimitChange",
    "LimitKind",
    "Origin",
    "Payout",
    "PayoutHistory",
    "WebhookInbox",
]
