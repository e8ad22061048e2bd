"""What must always hold of budget lines: each query returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-01",
        "no line is used beyond its ceiling",
        """SELECT id FROM budget_budgetline
            WHERE reserved_idr + committed_idr + obligated_idr + realised_idr + external_used_idr > ceiling_idr
            LIMIT 20""",
    ),
    Invariant(
        "I-02",
        "no stage of a line is negative",
        """SELECT id FROM budget_budgetline 
            WHERE least(ceiling_idr, reserved_idr, committed_idr, obligated_idr, realised_idr, external_used_idr) < 0
            LIMIT 20""",
    ),
    Invariant(
        "I-07",
        "the figures of a line are its journal accounts",
        """SELECT line.id, figure.account FROM budget_budgetline line
            CROSS JOIN LATERAL (VALUES ('PAGU', ceiling_idr), ('DICADANGKAN', -reserved_idr),
              ('KOMITMEN', -committed_idr), ('TERUTANG', -obligated_idr), ('REALISASI', -realised_idr),
              ('TERSEDIA', -(ceiling_idr - reserved_idr - committed_idr - obligated_idr - realised_idr)))
              AS figure (account, expected)
             LEFT JOIN ledger_balance balance ON balance.book = 'BUD' AND balance.account = figure.account
              AND balance.entity_id = line.agency_id AND balance.dimension_id = line.id
            CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM budget_yearclose WHERE agency_id = line.agency_id
              AND fiscal_year = line.fiscal_year) AS yes) line_is_closed
            WHERE coalesce(balance.net_debit_idr, 0) <> CASE WHEN line_is_closed.yes THEN 0 ELSE figure.expected END
            LIMIT 20""",
    ),
    Invariant(
        "I-07 spending",
        "what is realised on a line is its spending in the realisation report",
        """SELECT line.id FROM budget_budgetline line LEFT JOIN ledger_balance balance ON balance.book = 'ANG'
              AND balance.account = 'BELANJA' AND balance.entity_id = line.agency_id AND balance.dimension_id = line.id
             LEFT JOIN budget_yearclose close ON close.agency_id = line.agency_id
              AND close.fiscal_year = line.fiscal_year
            WHERE coalesce(balance.net_debit_idr, 0) <> CASE WHEN close.id IS NULL THEN line.realised_idr ELSE 0 END
            LIMIT 20""",
    ),
    Invariant(
        "I-07 holds",
        "the stages of a line are the sums of what orders hold on it",
        """SELECT line.id FROM budget_budgetline line
             LEFT JOIN (SELECT line_id, sum(reserved_idr) AS reserved, sum(committed_idr) AS committed,
                               sum(obligated_idr) AS obligated, sum(realised_idr) AS realised
                          FROM budget_budgethold GROUP BY line_id) held ON held.line_id = line.id
            WHERE (coalesce(reserved, 0), coalesce(committed, 0), coalesce(obligated, 0), coalesce(realised, 0))
                  <> (reserved_idr, committed_idr, obligated_idr, realised_idr) LIMIT 20""",
    ),
    Invariant(
        "I-08",
        "a ceiling is what its last change made it",
        """SELECT line.id FROM budget_budgetline line
             LEFT JOIN LATERAL (SELECT after_idr FROM budget_ceilingchange WHERE line_id = line.id
                                 ORDER BY id DESC LIMIT 1) change ON true
            WHERE change.after_idr IS DISTINCT FROM line.ceiling_idr LIMIT 20""",
    ),
    Invariant(
        "I-27 line",
        "a budget posting is of the fiscal year of its line",
        """SELECT posting.id FROM ledger_posting posting JOIN ledger_journalentry entry ON entry.id = posting.entry_id
             JOIN budget_budgetline line ON line.id = posting.budget_line_id
            WHERE posting.book = 'BUD' AND entry.fiscal_year <> line.fiscal_year LIMIT 20""",
    ),
    Invariant(
        "I-42 line",
        "a posting on a budget line is in the books of the line's agency",
        """SELECT posting.id FROM ledger_posting posting JOIN budget_budgetline line ON line.id = posting.budget_line_id
            WHERE posting.book IN ('BUD', 'ANG', 'LO') AND posting.entity_id <> line.agency_id LIMIT 20""",
    ),
    Invariant(
        "I-42 parents",
        "a line, its sub activity, its document and what is held on it are of one agency",
        """SELECT line.id FROM budget_budgetline line JOIN budget_subactivity sub ON sub.id = line.sub_activity_id
             JOIN budget_budgetdocument document ON document.id = line.document_id
            WHERE sub.agency_id <> line.agency_id OR document.agency_id <> line.agency_id
               OR document.fiscal_year <> line.fiscal_year
               OR EXISTS (SELECT 1 FROM budget_budgethold hold WHERE hold.line_id = line.id
                            AND hold.agency_id <> line.agency_id) LIMIT 20""",
    ),
    Invariant(
        "I-07 closed",
        "a closed year holds no reservation, and its list names all that was committed or owed",
        """SELECT line.id FROM budget_yearclose close
             JOIN budget_budgetline line ON line.agency_id = close.agency_id AND line.fiscal_year = close.fiscal_year
             LEFT JOIN LATERAL (SELECT sum(amount_idr) AS listed FROM budget_yearcloserow
                                 WHERE close_id = close.id AND line_id = line.id AND stage <> 'reserved') open ON true
            WHERE line.reserved_idr <> 0 OR line.committed_idr + line.obligated_idr <> coalesce(open.listed, 0)
            LIMIT 20""",
    ),
    Invariant(
        "I-07 closed period",
        "the days of a closed year take no more postings",
        """SELECT close.id FROM budget_yearclose close WHERE NOT EXISTS (
             SELECT 1 FROM ledger_closedperiod period WHERE period.fiscal_year = close.fiscal_year
                AND period.closed_through = make_date(close.fiscal_year, 12, 31)
                AND (period.entity_id IS NULL OR period.entity_id = close.agency_id)) LIMIT 20""",
    ),
]
