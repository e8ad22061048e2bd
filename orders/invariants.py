"""What must always hold of orders, as SQL that returns the rows that break it (`manage.py check_invariants`)."""

from marketplace.kernel.invariants import Invariant

INVARIANTS = [
    Invariant(
        "I-09",
        "every hold of an order has an end, and what ended holds neither budget nor goods",
        """SELECT o.number, o.state FROM orders_procurementorder o
            WHERE (o.state IN ('submitted', 'comparing', 'negotiating', 'awaiting_approval', 'ordered')
                   AND o.hold_expires_at IS NULL)
               OR (o.state IN ('cancelled', 'rejected', 'expired')
                   AND (EXISTS (SELECT 1 FROM budget_budgethold h
                                 WHERE h.order_id = o.id AND h.reserved_idr + h.committed_idr + h.obligated_idr <> 0)
                        OR EXISTS (SELECT 1 FROM catalog_stockhold s
                                    WHERE s.order_id = o.id AND s.quantity <> s.released + s.consumed))) LIMIT 20""",
    ),
    Invariant(
        "I-10",
        "an order's total is the sum of its lines",
        """SELECT o.number, o.total_idr, coalesce(sum(l.amount_idr), 0) FROM orders_procurementorder o
             LEFT JOIN orders_orderline l ON l.order_id = o.id
            GROUP BY o.id HAVING o.total_idr <> coalesce(sum(l.amount_idr), 0) LIMIT 20""",
    ),
    Invariant(
        "I-10 charges",
        "an order's total is the sum of its charges",
        """SELECT o.number, o.total_idr, coalesce(sum(c.amount_idr), 0) FROM orders_procurementorder o
             LEFT JOIN orders_ordercharge c ON c.order_id = o.id
            GROUP BY o.id HAVING o.total_idr <> coalesce(sum(c.amount_idr), 0) LIMIT 20""",
    ),
    Invariant(
        "I-10 holds",
        "what an order holds on a budget line is what its charge says",
        """SELECT o.number, c.budget_line_id, c.amount_idr FROM orders_procurementorder o
             JOIN orders_ordercharge c ON c.order_id = o.id
             LEFT JOIN budget_budgethold h ON h.order_id = o.id AND h.line_id = c.budget_line_id
            WHERE (o.state IN ('submitted', 'comparing', 'negotiating', 'awaiting_approval', 'ordered')
                   AND coalesce(h.reserved_idr, 0) <> c.amount_idr)
               OR (o.state IN ('confirmed', 'in_progress', 'partially_delivered', 'delivered', 'inspection',
                               'partially_accepted', 'accepted', 'invoiced', 'payment_pending', 'paid', 'completed')
                   AND coalesce(h.committed_idr, 0) <> c.amount_idr - c.obligated_idr - c.released_idr) LIMIT 20""",
    ),
    Invariant(
        "I-11",
        "Oscar's record of an approved order has the same lines and total",
        """SELECT o.number FROM orders_procurementorder o JOIN order_order r ON r.id = o.oscar_order_id
            WHERE r.total_incl_tax <> o.total_idr OR r.number <> o.number
               OR (SELECT coalesce(sum(line_price_incl_tax), 0) FROM order_line WHERE order_id = r.id) <> o.total_idr
            LIMIT 20""",
    ),
    Invariant(
        "I-12",
        "prices, quantities and totals lie in range",
        """SELECT order_id, position FROM orders_orderline
            WHERE unit_price_idr NOT BETWEEN 1 AND 10000000000000 OR quantity NOT BETWEEN 1 AND 1000000
               OR amount_idr <> unit_price_idr * quantity LIMIT 20""",
    ),
    Invariant(
        "I-13",
        "a line's price is a published price of that listing, the newest when it was asked for",
        """SELECT o.number, l.position FROM orders_orderline l
             JOIN orders_procurementorder o ON o.id = l.order_id
             JOIN catalog_pricerecord p ON p.id = l.price_record_id
            WHERE p.listing_id <> l.listing_id OR p.unit_price_idr <> l.unit_price_idr
               OR p.valid_from > coalesce(o.chosen_at, o.submitted_at)
               OR EXISTS (SELECT 1 FROM catalog_pricerecord newer
                           WHERE newer.listing_id = l.listing_id AND newer.valid_from > p.valid_from
                             AND newer.valid_from < o.submitted_at) LIMIT 20""",
    ),
    Invariant(
        "I-14",
        "nothing that was approved differs from what was signed",
        """SELECT number FROM orders_procurementorder
            WHERE approver_id IS NOT NULL AND content_sha256 <> order_content_sha256(id) LIMIT 20""",
    ),
    Invariant(
        "I-15",
        "each order's history is one unbroken path of legal moves that ends in its state",
        """WITH path AS (SELECT h.*, lag(h.after) OVER (PARTITION BY h.order_id ORDER BY h.step) AS came_from,
                             row_number() OVER (PARTITION BY h.order_id ORDER BY h.step) AS place,
                             row_number() OVER (PARTITION BY h.order_id ORDER BY h.step DESC) AS from_end
                        FROM orders_orderhistory h)
           SELECT path.order_id, path.step, path.action FROM path
             JOIN orders_procurementorder o ON o.id = path.order_id
            WHERE path.step <> path.place OR coalesce(path.came_from, '') <> path.before
               OR (path.from_end = 1 AND path.after <> o.state)
               OR NOT EXISTS (SELECT 1 FROM orders_legalmove m
                               WHERE m.action = path.action AND m.before = path.before AND m.after = path.after)
           UNION ALL
           SELECT o.id, 0, 'no history' FROM orders_procurementorder o
            WHERE NOT EXISTS (SELECT 1 FROM orders_orderhistory h WHERE h.order_id = o.id) LIMIT 20""",
    ),
    Invariant(
        "I-16",
        "whoever made a move held a role for it, then and there",
        """SELECT h.order_id, h.step, h.action, h.actor_id FROM orders_orderhistory h
             JOIN orders_procurementorder o ON o.id = h.order_id
             JOIN orders_legalmove m ON m.action = h.action AND m.before = h.before AND m.after = h.after
            WHERE (h.actor_id IS NULL AND NOT 'system' = ANY (m.roles))
               OR (h.actor_id IS NOT NULL AND NOT EXISTS (
                     SELECT 1 FROM accounts_roleassignment a
                      WHERE a.user_id = h.actor_id AND a.role = ANY (m.roles)
                        AND a.organisation_id IN (o.agency_id, o.vendor_id)
                        AND a.valid_from <= (h.at AT TIME ZONE 'Asia/Jakarta')::date
                        AND (a.valid_to IS NULL OR a.valid_to >= (h.at AT TIME ZONE 'Asia/Jakarta')::date)
                        AND (a.revoked_at IS NULL OR a.revoked_at > h.at))) LIMIT 20""",
    ),
    Invariant(
        "I-16 people",
        "nobody made two steps of one order that two people must make",
        """SELECT number FROM orders_procurementorder
            WHERE chooser_id = requester_id OR approver_id IN (requester_id, chooser_id, confirmed_by_id)
               OR receiver_id IN (chooser_id, confirmed_by_id) LIMIT 20""",
    ),
    Invariant(
        "S6 sides",
        "nobody acted for the office and for the vendor on one order, nor for the office on an own vendor's",
        """SELECT o.number, h.actor_id FROM orders_orderhistory h
             JOIN orders_procurementorder o ON o.id = h.order_id
             JOIN accounts_roleassignment a ON a.user_id = h.actor_id AND a.organisation_id = o.vendor_id
              AND a.valid_from <= (h.at AT TIME ZONE 'Asia/Jakarta')::date
              AND (a.valid_to IS NULL OR a.valid_to >= (h.at AT TIME ZONE 'Asia/Jakarta')::date)
              AND (a.revoked_at IS NULL OR a.revoked_at > h.at)
            WHERE NOT order_move_is_the_vendors(h.action)
           UNION ALL
           SELECT o.number, person.id FROM vendors_principal owner
             JOIN accounts_user person ON person.nik_hash = owner.nik_hash
             JOIN orders_procurementorder o ON o.vendor_id = owner.vendor_id
             JOIN orders_orderhistory h ON h.order_id = o.id AND h.actor_id = person.id
              AND (h.at AT TIME ZONE 'Asia/Jakarta')::date >= owner.since
              AND (owner.until IS NULL OR owner.until > (h.at AT TIME ZONE 'Asia/Jakarta')::date)
            WHERE NOT order_move_is_the_vendors(h.action)
           UNION ALL
           SELECT order_id::text, actor_id FROM orders_orderhistory WHERE actor_id IS NOT NULL
            GROUP BY order_id, actor_id HAVING count(DISTINCT order_move_is_the_vendors(action)) > 1 LIMIT 20""",
    ),
    Invariant(
        "I-17",
        "each approved order has its purchase letter with the commitment officer's signature",
        """SELECT o.number FROM orders_procurementorder o LEFT JOIN documents_document d ON d.id = o.purchase_letter_id
            WHERE o.approver_id IS NOT NULL AND d.id IS NULL LIMIT 20""",
    ),
    Invariant(
        "I-18",
        "nothing is payable or paid without approval and a handover report signed by both parties",
        """SELECT o.number, h.sequence FROM orders_handover h JOIN orders_procurementorder o ON o.id = h.order_id
            WHERE (h.payable_id IS NOT NULL
                   AND (o.approver_id IS NULL OR h.vendor_signed_at IS NULL OR h.accepted_at IS NULL))
               OR (h.paid_at IS NOT NULL AND h.payable_id IS NULL)
           UNION ALL
           SELECT o.number, 0 FROM orders_procurementorder o
            WHERE o.state IN ('paid', 'completed')
              AND (NOT EXISTS (SELECT 1 FROM orders_handover h WHERE h.order_id = o.id)
                   OR EXISTS (SELECT 1 FROM orders_handover h
                               WHERE h.order_id = o.id AND h.paid_at IS NULL)) LIMIT 20""",
    ),
    Invariant(
        "I-18 value",
        "what was accepted of an order is what its handover reports made payable",
        """SELECT o.number, o.accepted_idr FROM orders_procurementorder o
             LEFT JOIN orders_handover h ON h.order_id = o.id AND h.accepted_at IS NOT NULL
            GROUP BY o.id HAVING o.accepted_idr <> coalesce(sum(h.amount_idr), 0) LIMIT 20""",
    ),
]
