"""What must always hold in the journal: each query returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-03",
        "each entry balances per entity and book",
        """SELECT entry_id, entity_id, book FROM ledger_posting GROUP BY entry_id, entity_id, book
            HAVING sum(CASE side WHEN 'D' THEN amount_idr ELSE -amount_idr END) <> 0 LIMIT 20""",
    ),
    Invariant(
        "I-04",
        "an entry has at least two postings, none of them zero",
        """SELECT entry.id FROM ledger_journalentry entry
             LEFT JOIN ledger_posting posting ON posting.entry_id = entry.id
            GROUP BY entry.id HAVING count(posting.id) < 2 OR min(posting.amount_idr) <= 0 LIMIT 20""",
    ),
    Invariant(
        "I-05",
        "each stored balance is the sum of its postings",
        """SELECT * FROM (
             SELECT entity_id, book, account,
                    CASE chart.dimension WHEN 'line' THEN budget_line_id WHEN 'card' THEN card_id 
                      WHEN 'vendor' THEN vendor_id ELSE 0 END AS dimension_id,
                    sum(CASE side WHEN 'D' THEN amount_idr ELSE -amount_idr END) AS posted
               FROM ledger_posting JOIN ledger_chartaccount chart USING (book, account) GROUP BY 1, 2, 3, 4) sums
             FULL JOIN ledger_balance balance USING (entity_id, book, account, dimension_id)
            WHERE coalesce(posted, 0) <> coalesce(net_debit_idr, 0) LIMIT 20""",
    ),
    Invariant(
        "I-06",
        "the whole journal sums to zero",
        """SELECT total FROM (SELECT coalesce(sum(CASE side WHEN 'D' THEN amount_idr ELSE -amount_idr END), 0) AS total
             FROM ledger_posting) whole WHERE total <> 0""",
    ),
    Invariant(
        "I-21 journal",
        "each entry has its leaf, waiting or placed, and the leaf is that of its content",
        """SELECT 'J-' || lpad(place.kind_number::text, 6, '0') AS number, entry.id FROM ledger_journalentry entry
             LEFT JOIN kernel_logplace place ON place.kind = 'journal' AND place.ref = entry.id::text
             LEFT JOIN kernel_logqueue waiting ON waiting.kind = 'journal' AND waiting.ref = entry.id::text
            WHERE coalesce(place.leaf, waiting.leaf) IS DISTINCT FROM entry.leaf
               OR entry.leaf IS DISTINCT FROM (
                 SELECT ledger_leaf(entry.kind, entry.key, entry.effective_at, entry.fiscal_year, entry.order_id,
                   entry.order_number, entry.reason, entry.reverses_id,
                   array_agg(entity_id ORDER BY position), array_agg(book::text ORDER BY position),
                   array_agg(account::text ORDER BY position), array_agg(side::text ORDER BY position),
                   array_agg(amount_idr ORDER BY position), array_agg(budget_line_id ORDER BY position),
                   array_agg(card_id ORDER BY position), array_agg(vendor_id ORDER BY position))
                 FROM ledger_posting WHERE entry_id = entry.id) LIMIT 20""",
    ),
    Invariant(
        "I-21 journal gone",
        "each journal entry that was placed in the log is still there",
        """SELECT 'J-' || lpad(place.kind_number::text, 6, '0') AS number, place.ref FROM kernel_logplace place
             LEFT JOIN ledger_journalentry entry ON entry.id::text = place.ref
            WHERE place.kind = 'journal' AND entry.id IS NULL LIMIT 20""",
    ),
    Invariant(
        "I-27 year",
        "the fiscal year of an entry is that of its business day",
        "SELECT id FROM ledger_journalentry WHERE fiscal_year <> EXTRACT(YEAR FROM effective_at) LIMIT 20",
    ),
    Invariant(
        "I-27 closed",
        "no entry was recorded in a period after it was closed",
        """SELECT entry.id FROM ledger_journalentry entry JOIN ledger_closedperiod closed
              ON closed.fiscal_year = entry.fiscal_year AND closed.closed_through >= entry.effective_at
             AND entry.recorded_at > closed.closed_at
            WHERE closed.entity_id IS NULL OR EXISTS (
              SELECT 1 FROM ledger_posting WHERE entry_id = entry.id AND entity_id = closed.entity_id) LIMIT 20""",
    ),
    Invariant(
        "I-41",
        "what a vendor got is what was captured for it, less refunds, taxes, fees and what is still open",
        """SELECT dimension_id AS vendor_id, sum(net_debit_idr) AS difference FROM ledger_balance
            WHERE book = 'MKT' GROUP BY dimension_id HAVING sum(net_debit_idr) <> 0 LIMIT 20""",
    ),
    Invariant(
        "I-52",
        "per card: granted is available, held and used; held and used are not negative",
        """SELECT entity_id, dimension_id AS card_id FROM ledger_balance WHERE book = 'LIM'
            GROUP BY entity_id, dimension_id
           HAVING sum(net_debit_idr) <> 0 OR max(net_debit_idr) FILTER (WHERE account IN ('DITAHAN', 'TERPAKAI')) > 0
               OR min(net_debit_idr) FILTER (WHERE account = 'DIBERI') < 0 LIMIT 20""",
    ),
    Invariant(
        "I-52 debt",
        "per card: what is owed to the bank is what is used of the limit",
        """SELECT entity_id, dimension_id AS card_id FROM ledger_balance
            WHERE (book, account) IN (('LO', 'UTANG_KKPD'), ('LIM', 'TERPAKAI'))
            GROUP BY entity_id, dimension_id
           HAVING sum(CASE book WHEN 'LO' THEN net_debit_idr ELSE -net_debit_idr END) <> 0 LIMIT 20""",
    ),
    Invariant(
        "I-54",
        "once a vendor is paid out and the tax remitted, the clearing accounts of the order are zero",
        """WITH facts AS (
             SELECT order_id, count(*) FILTER (WHERE kind = 'card.captured') AS captured,
                    count(*) FILTER (WHERE kind = 'market.vendor_paid_out') AS paid_out,
                    count(*) FILTER (WHERE kind = 'market.tax_collected') AS taxed,
                    count(*) FILTER (WHERE kind = 'market.tax_remitted') AS remitted
               FROM ledger_journalentry WHERE order_id IS NOT NULL GROUP BY order_id)
           SELECT entry.order_id, posting.account FROM ledger_posting posting
             JOIN ledger_journalentry entry ON entry.id = posting.entry_id
             JOIN facts ON facts.order_id = entry.order_id AND captured > 0 AND captured = paid_out AND taxed = remitted
            WHERE posting.book = 'MKT' GROUP BY entry.order_id, posting.account
           HAVING sum(CASE side WHEN 'D' THEN amount_idr ELSE -amount_idr END) <> 0 LIMIT 20""",
    ),
]
