"""Journal entries whose leaf, made again from their fields and postings, is not the stored one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

_SQL = """
SELECT e.id FROM ledger_journalentry e
  JOIN LATERAL (
    SELECT array_agg(p.entity_id ORDER BY position) AS entity, array_agg(p.book::text ORDER BY position) AS book,
           array_agg(p.account::text ORDER BY position) AS account, array_agg(p.side::text ORDER BY position) AS side,
           array_agg(p.amount_idr ORDER BY position) AS amount, array_agg(p.budget_line_id ORDER BY position) AS line,
           array_agg(p.card_id ORDER BY position) AS card, array_agg(p.vendor_id ORDER BY position) AS vendor
      FROM ledger_posting p WHERE p.entry_id = e.id) legs ON true
 WHERE (%(ids)s::bigint[] IS NULL OR e.id = ANY (%(ids)s))
   AND e.leaf IS DISTINCT FROM ledger_leaf(e.kind, e.key, e.effective_at, e.fiscal_year, e.order_id, e.order_number,
         e.reason, e.reverses_id, legs.entity, legs.book, legs.account, legs.side, legs.amount, legs.line, legs.card,
         legs.vendor)
 ORDER BY e.id"""


def changed_entries(ids: Sequence[int] | None = None) -> list[int]:
    """Ids of entries that are no longer what was posted; of all entries when none are named. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"ids": None if ids is None else list(ids)})
        return [row[0] for row in cursor.fetchall()]
