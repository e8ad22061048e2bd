"""What must always hold of payables: each query returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-19 opened",
        "each payable has exactly one entry that owes it",
        """SELECT payable.id FROM payables_payable payable
             LEFT JOIN ledger_journalentry entry ON entry.key = 'payable.goods_received:' || payable.id
             LEFT JOIN ledger_posting owed ON owed.entry_id = entry.id AND owed.account = 'UTANG_BELANJA'
              AND owed.side = 'C' AND owed.vendor_id = payable.vendor_id AND owed.entity_id = payable.agency_id
            GROUP BY payable.id HAVING sum(owed.amount_idr) IS DISTINCT FROM payable.accepted_idr LIMIT 20""",
    ),
    Invariant(
        "I-19 charges",
        "the charges of a payable sum to its value",
        """SELECT payable.id FROM payables_payable payable
             LEFT JOIN payables_payablecharge charge ON charge.payable_id = payable.id
            GROUP BY payable.id HAVING coalesce(sum(charge.amount_idr), 0) <> payable.accepted_idr LIMIT 20""",
    ),
    Invariant(
        "I-18 block",
        "a blocked payable is in no state of payment, and a payable in state blocked has a live block",
        """SELECT id FROM payables_payable payable
            WHERE (state = 'blocked') <> EXISTS (SELECT 1 FROM payables_payableblock
                                                  WHERE payable_id = payable.id AND lifted_at IS NULL) LIMIT 20""",
    ),
    Invariant(
        "I-15 payable",
        "the state of a payable is where its history led",
        """SELECT payable.id FROM payables_payable payable
             LEFT JOIN LATERAL (SELECT after FROM payables_payablehistory WHERE payable_id = payable.id
                                 ORDER BY id DESC LIMIT 1) last ON true
            WHERE payable.state <> coalesce(last.after, 'open') LIMIT 20""",
    ),
    Invariant(
        "I-38 invoices",
        "invoice numbers are gapless per vendor and year",
        """SELECT vendor_id, fiscal_year FROM payables_invoice GROUP BY vendor_id, fiscal_year
            HAVING min(sequence) <> 1 OR max(sequence) <> count(*) LIMIT 20""",
    ),
    Invariant(
        "I-42 payable",
        "a payable, its charges and their lines are of one agency, its invoice of its vendor",
        """SELECT payable.id FROM payables_payable payable
             JOIN payables_payablecharge charge ON charge.payable_id = payable.id
             JOIN budget_budgetline line ON line.id = charge.line_id
             LEFT JOIN payables_invoice invoice ON invoice.payable_id = payable.id
            WHERE charge.agency_id <> payable.agency_id OR line.agency_id <> payable.agency_id
               OR invoice.vendor_id IS DISTINCT FROM payable.vendor_id
               OR invoice.amount_idr IS DISTINCT FROM payable.accepted_idr LIMIT 20""",
    ),
]
