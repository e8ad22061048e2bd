"""What rules may read, as of the end of a day. A rule can be asked about rows of one's own in their place.

`price` is looked up by its index for each line, never read whole: there are as many rows as goods and changes.
Orders without a result (cancelled, rejected, expired) raise no question about money; they stand in `dropped`.
"""

RELATIONS = """
WITH purchase AS (
  SELECT o.id, o.number, o.agency_id, o.vendor_id, o.requester_id, o.chooser_id, o.approver_id, o.receiver_id,
         o.total_idr, n.rup_code, n.delivery_place,
         (SELECT min(b.account_code) FROM orders_ordercharge c JOIN budget_budgetline b ON b.id = c.budget_line_id
           WHERE c.order_id = o.id) AS account,
         (o.submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS day,
         o.created_at, o.chosen_at, o.approved_at, o.confirmed_at, paid.accepted_idr, paid.captured_idr,
         (v.activated_at AT TIME ZONE 'Asia/Jakarta')::date AS vendor_since
    FROM orders_procurementorder o JOIN orders_need n ON n.id = o.need_id
    JOIN vendors_vendor v ON v.organisation_id = o.vendor_id
    LEFT JOIN (SELECT p.order_id, sum(p.accepted_idr)::bigint AS accepted_idr,
                      sum(t.captured_idr)::bigint AS captured_idr
                 FROM payables_payable p
                 JOIN (SELECT payable_id, sum(captured_idr - refunded_idr) AS captured_idr FROM cards_cardtransaction
                        WHERE payable_id IS NOT NULL GROUP BY payable_id) t ON t.payable_id = p.id
                GROUP BY p.order_id) paid ON paid.order_id = o.id
   WHERE o.submitted_at < %(until)s AND o.state NOT IN ('cancelled', 'rejected', 'expired')
), line AS (
  SELECT o.id AS order_id, o.number, o.agency_id, o.vendor_id, o.submitted_at, l.listing_id, l.title, l.category_code,
         l.quantity, l.unit_price_idr, (l.band->>'median_idr')::bigint AS reference_idr, g.published_at
    FROM orders_orderline l JOIN orders_procurementorder o ON o.id = l.order_id
    JOIN catalog_listing g ON g.id = l.listing_id
   WHERE o.submitted_at < %(until)s AND o.state NOT IN ('cancelled', 'rejected', 'expired')
), dropped AS (
  SELECT o.number, o.agency_id, o.vendor_id, o.ended_at, l.listing_id, l.unit_price_idr
    FROM orders_orderline l JOIN orders_procurementorder o ON o.id = l.order_id
   WHERE o.ended_at < %(until)s AND o.state IN ('cancelled', 'rejected', 'expired')
), price AS NOT MATERIALIZED (
  SELECT listing_id, unit_price_idr, valid_from FROM catalog_pricerecord WHERE valid_from < %(until)s
), offer AS (
  SELECT c.id AS comparison_id, o.id AS order_id, o.number, o.agency_id, f.vendor_id, f.total_idr,
         f.vendor_id = o.vendor_id AS won, (c.opened_at AT TIME ZONE 'Asia/Jakarta')::date AS day
    FROM orders_comparisonoffer f JOIN orders_comparison c ON c.id = f.comparison_id
    JOIN orders_procurementorder o ON o.id = c.order_id
   WHERE c.opened_at < %(until)s AND o.approved_at < %(until)s
), delivery AS (
  SELECT o.id AS order_id, o.number, i.accepted_idr, i.at AS inspected_at,
         (SELECT max(s.shipped_at) FROM orders_shipment s WHERE s.inspection_id = i.id) AS shipped_at,
         (SELECT count(*) FROM orders_inspectionphoto p WHERE p.inspection_id = i.id) AS photos,
         h.days_late, h.penalty_idr, h.amount_idr
    FROM orders_inspection i JOIN orders_procurementorder o ON o.id = i.order_id
    LEFT JOIN orders_handover h ON h.inspection_id = i.id AND h.accepted_at < %(until)s
   WHERE i.at < %(until)s
), identity AS (
  SELECT 'nik' AS kind, nik_hash AS key, vendor_id, NULL::bigint AS person_id FROM vendors_principal
   WHERE nik_hash > '' AND (until IS NULL OR until >= %(as_of)s)
  UNION ALL SELECT 'bank', number_hash, vendor_id, NULL FROM vendors_bankaccount WHERE state IN ('proposed',
      'verified')
  UNION ALL SELECT 'phone', regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^0', '62'), organisation_id,
      NULL
    FROM vendors_vendor WHERE phone > ''
  UNION ALL SELECT 'email', lower(email), organisation_id, NULL FROM vendors_vendor WHERE email > ''
  UNION ALL SELECT 'nik', nik_hash, NULL, id FROM accounts_user WHERE nik_hash > ''
  UNION ALL SELECT 'phone', regexp_replace(regexp_replace(phone, '[^0-9]', '', 'g'), '^0', '62'), NULL, id
    FROM accounts_user WHERE phone > ''
  UNION ALL SELECT 'email', lower(email), NULL, id FROM accounts_user WHERE email > ''
), account_change AS (
  SELECT vendor_id, usable_from AS changed_at FROM vendors_bankaccount
   WHERE replaces_id IS NOT NULL AND usable_from < %(until)s
), payout AS (
  SELECT p.order_id, p.order_number AS number, y.vendor_id, y.net_idr, y.paid_at
    FROM cards_payout y JOIN cards_cardtransaction t ON t.id = y.transaction_id
    JOIN payables_payable p ON p.id = t.payable_id
   WHERE y.paid_at < %(until)s
), charge AS (
  SELECT p.order_id, p.order_number AS number, t.card_id, t.amount_idr, t.requested_at,
         t.decline_code > '' AS declined
    FROM cards_cardtransaction t JOIN payables_payable p ON p.id = t.payable_id
   WHERE t.requested_at < %(until)s
), standing AS (
  SELECT vendor_id, after AS state, at FROM vendors_vendorhistory WHERE at < %(until)s
), bill AS (
  SELECT d.number AS sp2d, d.signed_at AS paid_at, s.signed_at AS ordered_at, d.is_late, d.total_idr,
         array_agg(p.order_number ORDER BY l.amount_idr DESC, p.order_number) AS numbers,
         (array_agg(p.order_id ORDER BY l.amount_idr DESC, p.order_number))[1] AS order_id
    FROM settlement_disbursementorder d
    JOIN settlement_paymentorder s ON s.id = d.order_id
    JOIN settlement_billpaymentline l ON l.payment_list_id = d.payment_list_id
    JOIN cards_cardtransaction t ON t.id = l.transaction_id
    JOIN payables_payable p ON p.id = t.payable_id
   WHERE d.signed_at < %(until)s AND d.is_late
   GROUP BY d.id, d.number, d.signed_at, s.signed_at, d.is_late, d.total_idr
)
"""
