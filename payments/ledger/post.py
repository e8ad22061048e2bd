"""Post a draft, and answer a mistake with its reversal. One SQL function call writes the entry whole."""

from __future__ import annotations

from datetime import date

from django.db import connection

from marketplace.kernel.errors import NotFound, database_says_no
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.ledger.chart import account
from payments.ledger.draft import Draft, Leg
from payments.ledger.errors import AccountKeptElsewhere, AlreadyReversed
from payments.ledger.models import JournalEntry

_CALL = """SELECT ledger_post(%s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s::text[], %s::text[], %s::text[],
                              %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])"""


def post(draft: Draft) -> int:
    """Write a draft into the journal in the caller's transaction; returns the entry's id.

    The same key with the same content answers with the entry that is there, so a repeated webhook is one entry.
    Raises  EntryOutOfBalance, UnknownLedgerAccount, PeriodClosed, JournalKeyReused, AccountKeptElsewhere.
    """
    legs = draft.postings
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            _CALL,
            [
                draft.kind,
                draft.key,
                draft.effective_at,
                draft.year,
                draft.order.id if draft.order else None,
                draft.order.number if draft.order else "",
                draft.reason,
                draft.reverses_id,
                [leg.entity_id or draft.entity_id for leg in legs],
                [leg.account.book.value for leg in legs],
                [leg.account.id for leg in legs],
                [leg.side for leg in legs],
                [leg.amount.idr for leg in legs],
                [leg.line_id for leg in legs],
                [leg.card_id for leg in legs],
                [leg.vendor_id for leg in legs],
            ],
        )
        return cursor.fetchone()[0]


def reverse(entry_id: int, *, reason: str, key: str, at: date) -> int:
    """Answer a wrong entry with its mirror image on the day `at`; returns the new entry's id.

    Budget entries are not reversed here: their figures are given back by the budget's own services.
    Raises  NotFound, AlreadyReversed, AccountKeptElsewhere, PeriodClosed.
    """
    entry = JournalEntry.objects.prefetch_related("postings").filter(pk=entry_id).first()
    if entry is None:
        raise NotFound(kind="journal entry", id=entry_id)
    prior = JournalEntry.objects.filter(reverses_id=entry_id).exclude(key=key).first()
    if prior is not None:
        raise AlreadyReversed(entry_id=entry_id)
    legs = []
    for posting in sorted(entry.postings.all(), key=lambda one: one.position):
        of = account(posting.book, posting.account)
        if of.kept_by:
            raise AccountKeptElsewhere(account=str(of))
        legs.append(
            Leg(
                "C" if posting.side == "D" else "D",
                of,
                Rupiah(posting.amount_idr),
                line_id=posting.budget_line_id,
                card_id=posting.card_id,
                vendor_id=posting.vendor_id,
                entity_id=posting.entity_id,
            )
        )
    order = OrderRef(entry.order_id, entry.order_number) if entry.order_id else None
    return post(
        Draft(
            kind=f"{entry.kind}.reversed",
            key=key,
            effective_at=at,
            entity_id=legs[0].entity_id or 0,
            postings=legs,
            order=order,
            reason=reason,
            reverses_id=entry_id,
        )
    )
