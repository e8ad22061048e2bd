"""What was paid for an order, from the journal: the one source of every public figure about money paid (I-44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from payments.ledger.models import Posting

#: Money to the vendor is a debit of what was owed to it when the card paid; money back, of what was owed to the bank.
PAID = Q(entry__kind="card.captured", account="UTANG_BELANJA")
CAME_BACK = Q(entry__kind="card.refunded", account="UTANG_KKPD")


@dataclass(frozen=True)
class PublicPayment:
    """One payment to the vendor; below zero for money that came back."""

    entry_id: int
    day: date
    amount_idr: int


def payments_of(order_id: UUID) -> list[PublicPayment]:
    """Payments in the order they were booked. One query."""
    legs = (
        Posting.objects.filter(PAID | CAME_BACK, entry__order_id=order_id, book="LO", side="D")
        .select_related("entry")
        .order_by("entry_id", "position")
    )
    paid: dict[int, PublicPayment] = {}
    for leg in legs:
        before = paid[leg.entry_id].amount_idr if leg.entry_id in paid else 0
        change = leg.amount_idr if leg.entry.kind == "card.captured" else -leg.amount_idr
        paid[leg.entry_id] = PublicPayment(leg.entry_id, leg.entry.effective_at, before + change)
    return list(paid.values())
