"""What must always hold of bills and their papers: each query returns the rows that break it.

That what is realised on a budget line is its spending in the realisation report is the budget's own I-07.
"""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-53",
        "a statement adds up: opening, purchases and fees less payments and refunds are its closing",
        """SELECT id FROM settlement_cardstatement
            WHERE opening_idr + purchases_idr + fees_idr - payments_idr - refunds_idr <> closing_idr LIMIT 20""",
    ),
    Invariant(
        "I-53 lines",
        "each sum of a statement is that of its lines",
        """SELECT statement.id FROM settlement_cardstatement statement
             LEFT JOIN LATERAL (
               SELECT coalesce(sum(amount_idr) FILTER (WHERE kind = 'purchase'), 0) AS purchases,
                      coalesce(sum(amount_idr) FILTER (WHERE kind = 'fee'), 0) AS fees,
                      coalesce(sum(amount_idr) FILTER (WHERE kind IN ('payment', 'refund')), 0) AS credits
                 FROM settlement_statementline WHERE statement_id = statement.id) lines ON true
            WHERE (statement.purchases_idr, statement.fees_idr, statement.payments_idr + statement.refunds_idr)
                  <> (lines.purchases::bigint, lines.fees::bigint, lines.credits::bigint) LIMIT 20""",
    ),
    Invariant(
        "I-53 chain",
        "a card's statements follow one another: each opens with what the one before closed with",
        """SELECT id FROM (SELECT id, opening_idr, lag(closing_idr) OVER (
                 PARTITION BY card_id ORDER BY period_to, imported_at) AS before FROM settlement_cardstatement) chain
            WHERE opening_idr <> before LIMIT 20""",
    ),
    Invariant(
        "I-53 matches",
        "a line found to match is its charge to the rupiah",
        """SELECT line.id FROM settlement_statementline line
             JOIN cards_cardtransaction charge ON charge.id = line.transaction_id
            WHERE line.match = 'matched' AND (line.amount_idr <> charge.captured_idr OR line.card_id <> charge.card_id)
            LIMIT 20""",
    ),
    Invariant(
        "I-53 papers",
        "DPT lines, NPD, SPP, SPM, SP2D and the spending posted are one amount",
        """SELECT list.id FROM settlement_billpaymentlist list
             LEFT JOIN LATERAL (SELECT sum(amount_idr) AS total FROM settlement_billpaymentline
                                 WHERE payment_list_id = list.id) lines ON true
             LEFT JOIN settlement_disbursementnote note ON note.payment_list_id = list.id
             LEFT JOIN settlement_disbursementorder sp2d ON sp2d.payment_list_id = list.id
             LEFT JOIN (
               SELECT split_part(entry.key, ':', 2) AS sp2d_id, sum(posting.amount_idr) AS total
                 FROM ledger_journalentry entry
                 JOIN ledger_posting posting ON posting.entry_id = entry.id AND posting.book = 'ANG'
                  AND posting.account = 'BELANJA' AND posting.side = 'D'
                WHERE entry.key LIKE 'sp2d:%:%' GROUP BY 1) spent ON spent.sp2d_id = sp2d.id::text
            WHERE lines.total IS DISTINCT FROM list.total_idr
               OR coalesce(note.total_idr, list.total_idr) <> list.total_idr
               OR sp2d.id IS NOT NULL
                  AND (sp2d.total_idr <> list.total_idr OR spent.total IS DISTINCT FROM list.total_idr)
               OR EXISTS (SELECT 1 FROM settlement_paymentrequest request WHERE request.payment_list_id = list.id
                            AND request.total_idr <> list.total_idr)
               OR EXISTS (SELECT 1 FROM settlement_paymentorder spm WHERE spm.payment_list_id = list.id
                            AND spm.total_idr <> list.total_idr)
            LIMIT 20""",
    ),
    Invariant(
        "I-53 tests",
        "each line of a DPT passed all six tests",
        """SELECT line.id FROM settlement_billpaymentline line WHERE NOT EXISTS (
             SELECT 1 FROM settlement_realexpenseline dpr JOIN settlement_billtest test ON test.line_id = dpr.id
              WHERE dpr.transaction_id = line.transaction_id AND dpr.approved AND test.passed
              GROUP BY dpr.id HAVING count(*) = 6) LIMIT 20""",
    ),
    Invariant(
        "I-52 owed",
        "what is owed to the issuing bank on a card is what is used of its limit",
        """SELECT coalesce(owed.dimension_id, used.dimension_id)
             FROM (SELECT dimension_id, sum(net_debit_idr) AS net FROM ledger_balance
                    WHERE book = 'LO' AND account = 'UTANG_KKPD' GROUP BY dimension_id) owed
             FULL JOIN (SELECT dimension_id, sum(net_debit_idr) AS net FROM ledger_balance
                    WHERE book = 'LIM' AND account = 'TERPAKAI' GROUP BY dimension_id) used
               ON used.dimension_id = owed.dimension_id
            WHERE coalesce(owed.net, 0) <> coalesce(used.net, 0) LIMIT 20""",
    ),
    Invariant(
        "I-53 contested",
        "disputed amounts and what holders owe, per card, are the charges that are contested or personal",
        """SELECT card.id FROM cards_card card
             LEFT JOIN LATERAL (
               SELECT coalesce(sum(net_debit_idr) FILTER (WHERE account = 'PIUTANG_SENGKETA'), 0) AS disputed,
                      coalesce(sum(net_debit_idr) FILTER (WHERE account = 'PIUTANG_TGR'), 0) AS personal
                 FROM ledger_balance WHERE book = 'LO' AND dimension_id = card.id
                  AND account IN ('PIUTANG_SENGKETA', 'PIUTANG_TGR')) books ON true
             LEFT JOIN LATERAL (
               SELECT coalesce(sum(captured_idr - refunded_idr) FILTER (WHERE origin = 'bank'), 0) AS disputed,
                      coalesce(sum(captured_idr - refunded_idr) FILTER (
                        WHERE origin = 'payable' AND state = 'personal_liability'), 0) AS personal
                 FROM cards_cardtransaction WHERE card_id = card.id
                  AND state IN ('disputed', 'personal_liability')) charges ON true
            WHERE (books.disputed::bigint, books.personal::bigint)
                  <> (charges.disputed::bigint, charges.personal::bigint) LIMIT 20""",
    ),
    Invariant(
        "I-53 personal",
        "a charge is its holder's own exactly where the budget authority decided so and no payment is proved",
        """SELECT charge.id FROM cards_cardtransaction charge
             LEFT JOIN settlement_personalliability liability ON liability.transaction_id = charge.id
            WHERE (charge.state = 'personal_liability')
                  <> (liability.id IS NOT NULL AND liability.recorded_at IS NULL) LIMIT 20""",
    ),
    Invariant(
        "I-53 returns",
        "what vendors and banks are to give back is what was agreed and has not come",
        """SELECT coalesce(due.dimension_id, agreed.vendor_id) FROM (
               SELECT dimension_id, sum(net_debit_idr) AS net FROM ledger_balance
                WHERE book = 'LO' AND account = 'PIUTANG_VENDOR' GROUP BY dimension_id) due
             FULL JOIN (
               SELECT charge.vendor_id, sum(one.amount_idr) AS open FROM settlement_spendingreturn one
                 JOIN cards_cardtransaction charge ON charge.id = one.transaction_id
                WHERE one.received_at IS NULL GROUP BY charge.vendor_id) agreed ON agreed.vendor_id = due.dimension_id
            WHERE coalesce(due.net, 0) <> coalesce(agreed.open, 0) LIMIT 20""",
    ),
    Invariant(
        "I-15 statements",
        "the state of a statement is where its history led, along legal moves",
        """SELECT statement.id FROM settlement_cardstatement statement LEFT JOIN LATERAL (
             SELECT after FROM settlement_statementhistory WHERE statement_id = statement.id
              ORDER BY id DESC LIMIT 1) last ON true
            WHERE statement.state <> coalesce(last.after, 'ISSUED') LIMIT 20""",
    ),
    Invariant(
        "I-15 repaid",
        "a statement is paid exactly where the bank confirmed a repayment of its list",
        """SELECT statement.id FROM settlement_cardstatement statement
             LEFT JOIN settlement_billpaymentlist list ON list.statement_id = statement.id
             LEFT JOIN settlement_repayment paid ON paid.payment_list_id = list.id AND paid.state = 'CONFIRMED'
            WHERE (statement.state = 'PAID') <> (paid.id IS NOT NULL)
               OR paid.id IS NOT NULL AND (paid.provider_id = '' OR paid.times_asked = 0) LIMIT 20""",
    ),
]
