"""What must always hold of cards, charges and payouts: each query returns the rows that break it."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-28",
        "captured is at most what was authorised, and money was captured exactly where the state says so",
        """SELECT id FROM cards_cardtransaction
            WHERE captured_idr > amount_idr
               OR (captured_idr > 0) = (state IN ('initiated', 'authorised', 'declined', 'reversed', 'expired'))
            LIMIT 20""",
    ),
    Invariant(
        "I-29",
        "refunded is at most captured, and the sum of the bank's credits",
        """SELECT charge.id FROM cards_cardtransaction charge
             LEFT JOIN cards_cardrefund refund ON refund.transaction_id = charge.id
            GROUP BY charge.id HAVING charge.refunded_idr NOT BETWEEN 0 AND charge.captured_idr
                                   OR charge.refunded_idr <> coalesce(sum(refund.amount_idr), 0) LIMIT 20""",
    ),
    Invariant(
        "I-30",
        "each charge resolves at most once: captured, declined, reversed or expired",
        """SELECT transaction_id FROM cards_cardtransactionhistory
            WHERE action IN ('capture', 'decline', 'reverse', 'expire')
            GROUP BY transaction_id HAVING count(*) > 1 LIMIT 20""",
    ),
    Invariant(
        "I-30 journal",
        "each captured charge of ours has exactly one entry of its amount, and no other charge has one",
        """SELECT charge.id FROM cards_cardtransaction charge
             LEFT JOIN ledger_journalentry entry ON entry.key = 'card.captured:' || charge.id
             LEFT JOIN ledger_posting posting ON posting.entry_id = entry.id AND posting.account = 'UTANG_KKPD'
              AND posting.side = 'C' AND posting.card_id = charge.card_id AND posting.entity_id = charge.agency_id
            WHERE charge.origin = 'payable' AND posting.amount_idr IS DISTINCT FROM nullif(charge.captured_idr, 0)
            LIMIT 20""",
    ),
    Invariant(
        "I-31",
        "at most one live charge per payable, and a payable being or having been paid has exactly one",
        """SELECT payable.id FROM payables_payable payable
             LEFT JOIN cards_cardtransaction charge
               ON charge.payable_id = payable.id AND charge.state NOT IN ('declined', 'reversed', 'expired')
            GROUP BY payable.id, payable.state
           HAVING count(charge.id) <> (payable.state IN ('charging', 'paid', 'settled'))::int LIMIT 20""",
    ),
    Invariant(
        "I-32",
        "an answer of the bank stands only where it was asked before: the intent came first",
        """SELECT id FROM cards_cardtransaction
            WHERE origin = 'payable' AND provider_id <> '' AND (asked_at IS NULL OR times_asked = 0) LIMIT 20""",
    ),
    Invariant(
        "I-33",
        "the payable's value is what the card was charged, to the rupiah",
        """SELECT charge.id FROM cards_cardtransaction charge JOIN payables_payable payable
               ON payable.id = charge.payable_id
            WHERE charge.captured_idr > 0 AND charge.captured_idr <> payable.accepted_idr LIMIT 20""",
    ),
    Invariant(
        "I-34",
        "no charge waits for the bank's answer longer than fifteen minutes",
        """SELECT id FROM cards_cardtransaction
            WHERE state = 'initiated' AND requested_at < now() - interval '15 minutes' LIMIT 20""",
    ),
    Invariant(
        "I-41",
        "each captured charge has one payout of captured less fee and taxes, and each paid one its entry",
        """SELECT charge.id FROM cards_cardtransaction charge
             LEFT JOIN cards_payout payout ON payout.transaction_id = charge.id
             LEFT JOIN ledger_journalentry entry ON entry.key = 'market.vendor_paid_out:' || payout.id
             LEFT JOIN ledger_posting posting ON posting.entry_id = entry.id AND posting.account = 'BANK'
              AND posting.side = 'C' AND posting.vendor_id = payout.vendor_id
            WHERE charge.origin = 'payable' AND charge.captured_idr > 0
              AND (payout.id IS NULL OR payout.captured_idr <> charge.captured_idr OR payout.fee_idr <> charge.fee_idr
                   OR payout.net_idr <> payout.captured_idr - payout.fee_idr - payout.ppn_idr - payout.pph_idr
                   OR posting.amount_idr IS DISTINCT FROM CASE payout.state WHEN 'paid' THEN payout.net_idr END)
            LIMIT 20""",
    ),
    Invariant(
        "I-42 cards",
        "charge, card and payable are of one agency; charge, payable, payout and its bank account of one vendor",
        """SELECT charge.id FROM cards_cardtransaction charge JOIN cards_card card ON card.id = charge.card_id
             LEFT JOIN payables_payable payable ON payable.id = charge.payable_id
             LEFT JOIN cards_payout payout ON payout.transaction_id = charge.id
             LEFT JOIN vendors_bankaccount account ON account.id = payout.bank_account_id
            WHERE charge.agency_id <> card.agency_id OR charge.agency_id <> coalesce(payable.agency_id, card.agency_id)
               OR coalesce(payout.vendor_id, charge.vendor_id) <> charge.vendor_id
               OR coalesce(account.vendor_id, charge.vendor_id) <> charge.vendor_id
               OR charge.vendor_id <> payable.vendor_id LIMIT 20""",
    ),
    Invariant(
        "I-45",
        "no card number is stored unmasked, nor in the messages of the provider",
        """SELECT id::text FROM cards_card WHERE pan_masked ~ '[0-9]{12}'
           UNION ALL SELECT event_id FROM cards_webhookinbox
            WHERE body ~ '"(number|pan|cvc|cvv)" *: *"[0-9]{3,19}"' LIMIT 20""",
    ),
    Invariant(
        "I-52",
        "a card's own figures are those of the journal; used is what was captured and not repaid; bank-posted is the "
        "part of it that only the bank knows",
        """SELECT card.id FROM cards_card card
             LEFT JOIN LATERAL (
               SELECT coalesce(sum(net_debit_idr) FILTER (WHERE account = 'DIBERI'), 0) AS granted,
                      coalesce(-sum(net_debit_idr) FILTER (WHERE account = 'TERSEDIA'), 0) AS available,
                      coalesce(-sum(net_debit_idr) FILTER (WHERE account = 'DITAHAN'), 0) AS held,
                      coalesce(-sum(net_debit_idr) FILTER (WHERE account = 'TERPAKAI'), 0) AS used
                 FROM ledger_balance WHERE book = 'LIM' AND dimension_id = card.id) books ON true
             LEFT JOIN LATERAL (
               SELECT coalesce(sum(captured_idr - refunded_idr) FILTER (
                        WHERE state NOT IN ('settled', 'closed', 'charged_back')), 0) AS used,
                      coalesce(sum(amount_idr) FILTER (WHERE state IN ('initiated', 'authorised')), 0) AS held,
                      coalesce(sum(captured_idr) FILTER (
                        WHERE origin = 'bank' AND state NOT IN ('closed', 'charged_back')), 0) AS bank_posted
                 FROM cards_cardtransaction WHERE card_id = card.id) charged ON true
            WHERE (card.limit_idr, card.held_idr, card.used_idr) IS DISTINCT FROM
                  (books.granted::bigint, books.held::bigint, books.used::bigint)
               OR books.granted <> books.available + books.held + books.used
               OR (card.held_idr, card.used_idr, card.bank_posted_idr) IS DISTINCT FROM
                  (charged.held::bigint, charged.used::bigint, charged.bank_posted::bigint)
            LIMIT 20""",
    ),
    Invariant(
        "I-52 float",
        "the limits of a programme's cards stay within its UP KKPD",
        """SELECT programme.id FROM cards_cardprogramme programme
             JOIN cards_card card ON card.programme_id = programme.id
            GROUP BY programme.id, programme.up_kkpd_idr HAVING sum(card.limit_idr) > programme.up_kkpd_idr LIMIT 20""",
    ),
    Invariant(
        "I-54",
        "the clearing accounts of a payment are zero once the vendor is paid out and its taxes remitted",
        """SELECT entry.order_id, posting.account FROM ledger_posting posting
             JOIN ledger_journalentry entry ON entry.id = posting.entry_id
            WHERE posting.book = 'MKT' AND entry.order_id IS NOT NULL
              AND NOT EXISTS (
                SELECT 1 FROM cards_payout payout JOIN cards_cardtransaction charge ON charge.id = payout.transaction_id
                  JOIN payables_payable payable ON payable.id = charge.payable_id
                 WHERE payable.order_id = entry.order_id
                   AND (payout.state <> 'paid'
                        OR payout.tax_remitted_on IS NULL AND payout.ppn_idr + payout.pph_idr > 0))
            GROUP BY entry.order_id, posting.account
           HAVING sum(CASE posting.side WHEN 'D' THEN posting.amount_idr ELSE -posting.amount_idr END) <> 0 LIMIT 20""",
    ),
    Invariant(
        "I-15 cards",
        "the states of cards, charges and payouts are where their histories led",
        """SELECT 'card', card.id::text FROM cards_card card LEFT JOIN LATERAL (
             SELECT after FROM cards_cardhistory WHERE card_id = card.id ORDER BY id DESC LIMIT 1) last ON true
            WHERE card.state <> coalesce(last.after, 'requested')
           UNION ALL SELECT 'charge', charge.id::text FROM cards_cardtransaction charge LEFT JOIN LATERAL (
             SELECT after FROM cards_cardtransactionhistory WHERE transaction_id = charge.id ORDER BY id DESC LIMIT 1)
             last ON true WHERE charge.state IS DISTINCT FROM last.after
           UNION ALL SELECT 'payout', payout.id::text FROM cards_payout payout LEFT JOIN LATERAL (
             SELECT after FROM cards_payouthistory WHERE payout_id = payout.id ORDER BY id DESC LIMIT 1) last ON true
            WHERE payout.state <> coalesce(last.after, 'pending') LIMIT 20""",
    ),
]
