"""The card's own book (*buku pembantu KKPD*): what was owed to the bank, entry by entry, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Sum, When

from marketplace.kernel.money import Rupiah
from payments.cards.models import Card, CardTransaction
from payments.ledger.models import Posting

MOST_ENTRIES = 200


@dataclass(frozen=True)
class BookEntry:
    """One posting on what is owed: `used` raises it, `repaid` lowers it; one of them is zero."""

    day: date
    kind: str
    order_number: str
    merchant: str
    used: Rupiah
    repaid: Rupiah
    balance: Rupiah


@dataclass(frozen=True)
class CardBook:
    first: date
    opening: Rupiah
    entries: tuple[BookEntry, ...]
    used: Rupiah
    repaid: Rupiah
    closing: Rupiah


def card_book(card: Card, *, first: date) -> CardBook:
    """From `first` until now by business day, the latest entries when there are very many. Three queries."""
    owed = Posting.objects.filter(book="LO", account="UTANG_KKPD", card_id=card.pk, entity_id=card.agency_id)
    recent = list(
        owed.filter(entry__effective_at__gte=first)
        .select_related("entry")
        .order_by("-entry__effective_at", "-entry_id", "-position")[:MOST_ENTRIES]
    )[::-1]
    closing = -_net_debit(owed)
    opening = balance = closing - sum(_change(posting) for posting in recent)
    names = _merchants(card, recent)
    entries, used, repaid = [], 0, 0
    for posting in recent:
        change = _change(posting)
        balance += change
        used, repaid = used + max(change, 0), repaid + max(-change, 0)
        entry = posting.entry
        entries.append(
            BookEntry(
                day=entry.effective_at,
                kind=entry.kind,
                order_number=entry.order_number,
                merchant=names.get(entry.key.rpartition(":")[2], ""),
                used=Rupiah(max(change, 0)),
                repaid=Rupiah(max(-change, 0)),
                balance=Rupiah(balance),
            )
        )
    return CardBook(first, Rupiah(opening), tuple(entries), Rupiah(used), Rupiah(repaid), Rupiah(closing))


def _change(posting: Posting) -> int:
    return posting.amount_idr if posting.side == "C" else -posting.amount_idr


def _net_debit(postings) -> int:
    signed = Case(When(side="D", then=F("amount_idr")), default=-F("amount_idr"))
    return int(postings.aggregate(net=Sum(signed))["net"] or 0)


def _merchants(card: Card, postings: list[Posting]) -> dict[str, str]:
    """Charge id -> who was paid. Keys of entries about a charge end with its id."""
    ids = [posting.entry.key.rpartition(":")[2] for posting in postings if posting.entry.kind.startswith("card.")]
    rows = CardTransaction.objects.filter(card=card, id__in=ids).values_list("id", "merchant_name")
    return {str(identity): name for identity, name in rows}
