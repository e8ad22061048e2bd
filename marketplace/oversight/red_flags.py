"""Red flags: questions that rows of purchases raise by themselves, never verdicts.

Each rule is one set-based SELECT over the relations `purchase`, `line` and `bill`, so it can be run again on any frozen
day and on rows of one's own. Every answer has the order asked about, the numbers of all orders it concerns, a window, a
score, the value at stake and evidence. A changed parameter is a new version.
Source  red-flag list of the Open Contracting Partnership (R002, R011, R016, R055, R068); GAO-04-87G (splits,
  off-hours);
        Perpres 16/2018 art. 20 (no splitting); PP 12/2019 art. 149 (SP2D within two days).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rule:
    """`sql` reads only the relations and the named parameters; `weight` is its part in an order's combined score."""

    code: str
    version: int
    weight: Decimal
    title: Any
    question: Any
    sql: str


#: What rules read, as of the end of a day. Orders without a result raise no question about money.
RELATIONS = """
WITH purchase AS (
  SELECT o.id, o.number, o.agency_id, o.vendor_id, o.approver_id, o.total_idr, n.rup_code, n.delivery_place,
         (SELECT min(b.account_code) FROM orders_ordercharge c JOIN budget_budgetline b ON b.id = c.budget_line_id
           WHERE c.order_id = o.id) AS account,
         (o.submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS day,
         o.created_at, o.chosen_at, o.approved_at, o.confirmed_at, paid.accepted_idr, paid.captured_idr
    FROM orders_procurementorder o JOIN orders_need n ON n.id = o.need_id
    LEFT JOIN (SELECT p.order_id, sum(p.accepted_idr)::bigint AS accepted_idr,
      sum(t.captured_idr)::bigint AS captured_idr
                 FROM payables_payable p
                 JOIN (SELECT payable_id, sum(captured_idr - refunded_idr) AS captured_idr FROM cards_cardtransaction
                        WHERE payable_id IS NOT NULL GROUP BY payable_id) t ON t.payable_id = p.id
                GROUP BY p.order_id) paid ON paid.order_id = o.id
   WHERE o.submitted_at < %(until)s AND o.state NOT IN ('cancelled', 'rejected', 'expired')
), line AS (
  SELECT o.id AS order_id, o.number, o.submitted_at, l.title, l.quantity, l.unit_price_idr,
         (l.band->>'median_idr')::bigint AS reference_idr
    FROM orders_orderline l JOIN orders_procurementorder o ON o.id = l.order_id
   WHERE o.submitted_at < %(until)s AND o.state NOT IN ('cancelled', 'rejected', 'expired')
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

# Same office, vendor and account within 14 days,
# each within a limit that together they pass; only sets not inside another.
# Guards: every order its own RUP package and its own place; a steady rhythm (gaps differ by less than a fifth,
# four or more).
SPLIT = """
, fits AS (
  SELECT p.*, limit_idr FROM purchase p
   CROSS JOIN unnest(ARRAY[10000000, 50000000, 200000000]::bigint[]) AS limit_idr WHERE p.total_idr <= limit_idr
), together AS (
  SELECT id, number, day, agency_id, vendor_id, account, limit_idr, count(*) OVER w AS n,
    sum(total_idr) OVER w AS sum_idr,
         last_value(day) OVER w AS last_day, array_agg(number) OVER w AS numbers, array_agg(day) OVER w AS days,
         array_agg(rup_code) OVER w AS rups, array_agg(delivery_place) OVER w AS places
    FROM fits WINDOW w AS (PARTITION BY agency_id, vendor_id, account, limit_idr ORDER BY day
                           RANGE BETWEEN CURRENT ROW AND interval '14 days' FOLLOWING)
), widest AS (
  SELECT *, lag(last_day) OVER (PARTITION BY agency_id, vendor_id, account, limit_idr ORDER BY day, number) AS before
    FROM together
), best AS (
  SELECT DISTINCT ON (id) *, sum_idr / limit_idr AS ratio FROM widest
   WHERE n >= 2 AND sum_idr > limit_idr AND before IS DISTINCT FROM last_day
     AND NOT (n = (SELECT count(DISTINCT x) FROM unnest(rups) x WHERE x > '')
              AND n = (SELECT count(DISTINCT x) FROM unnest(places) x WHERE x > ''))
     AND NOT (n >= 4 AND COALESCE((SELECT stddev_pop(gap) / NULLIF(avg(gap), 0) FROM
              (SELECT x - lag(x) OVER (ORDER BY x) AS gap FROM unnest(days) x) g), 1) < 0.2)
   ORDER BY id, sum_idr / limit_idr DESC
)
SELECT id AS order_id, numbers, day AS window_start, last_day AS window_end,
       LEAST(1, ratio - 1 + CASE WHEN day = last_day THEN 0.25 ELSE 0 END) AS score,
       CASE WHEN ratio >= 2 THEN 'high' WHEN ratio >= 1.5 THEN 'medium' ELSE 'low' END AS severity,
         sum_idr AS value_idr,
       jsonb_build_object('orders', n, 'sum_idr', sum_idr, 'limit_idr', limit_idr, 'ratio', round(ratio,
         2)::text) AS evidence
  FROM best
"""

# A fifth above the reference of the day of choice and at least a million rupiah more. Guard: no reference, no question.
MARK_UP = """
, dear AS (
  SELECT *, (unit_price_idr - reference_idr) * quantity AS impact_idr, unit_price_idr::numeric / reference_idr - 1 AS m
    FROM line WHERE reference_idr > 0
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
  (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, LEAST(1, m) AS score,
       CASE WHEN m >= 0.5 THEN 'high' ELSE 'medium' END AS severity, impact_idr AS value_idr,
       jsonb_build_object('item', title, 'price_idr', unit_price_idr, 'reference_idr', reference_idr, 'quantity',
         quantity,
                          'above', round(m, 3)::text, 'impact_idr', impact_idr) AS evidence
  FROM dear WHERE m >= 0.2 AND impact_idr >= 1000000 ORDER BY order_id, impact_idr DESC, title
"""

# Created and confirmed by the vendor within ten minutes. Guard: one such order asks only above Rp50 million;
# smaller ones from
# Rp10 million only when they are three in ten of at least five orders of the pair.
EXPRESS = """
, pair AS (
  SELECT *, confirmed_at - created_at <= interval '10 minutes' AND total_idr >= 10000000 AS quick,
         count(*) OVER w AS n, count(*) FILTER (WHERE confirmed_at - created_at <= interval '10 minutes'
                                                  AND total_idr >= 10000000) OVER w AS quick_n
    FROM purchase WINDOW w AS (PARTITION BY agency_id, vendor_id)
)
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end,
       CASE WHEN total_idr > 50000000 THEN 1 ELSE quick_n::numeric / n END AS score,
       CASE WHEN total_idr > 50000000 THEN 'high' ELSE 'medium' END AS severity, total_idr AS value_idr,
       jsonb_build_object('seconds', round(extract(epoch FROM confirmed_at - created_at))::int, 'quick', quick_n,
                          'orders', n) AS evidence
  FROM pair WHERE quick AND (total_idr > 50000000 OR (n >= 5 AND quick_n >= 0.3 * n))
"""

# Approved less than a minute after it was chosen: hardly time to read it. Guard: orders of Rp1 million and more.
HASTY = """
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end, 0.5 AS score,
  'medium' AS severity,
       total_idr AS value_idr,
       jsonb_build_object('seconds', round(extract(epoch FROM approved_at - chosen_at))::int) AS evidence
  FROM purchase WHERE approved_at - chosen_at < interval '1 minute' AND total_idr >= 1000000
"""

# More captured (refunds taken off) than was accepted at handover.
OVERPAID = """
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end, 1 AS score, 'high' AS severity,
       captured_idr - accepted_idr AS value_idr,
       jsonb_build_object('accepted_idr', accepted_idr, 'captured_idr', captured_idr) AS evidence
  FROM purchase WHERE captured_idr > accepted_idr
"""

# The deadline is judged when the SP2D is issued; a bill's question stands at its largest order.
LATE_SP2D = """
SELECT order_id, numbers, (ordered_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (paid_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.5 AS score, 'low' AS severity,
         total_idr AS value_idr,
       jsonb_build_object('sp2d', sp2d, 'days', (paid_at AT TIME ZONE 'Asia/Jakarta')::date
                          - (ordered_at AT TIME ZONE 'Asia/Jakarta')::date) AS evidence
  FROM bill WHERE is_late
"""

RULES = (
    Rule(
        "RF-01",
        1,
        Decimal("0.6"),
        _("Mungkin dipecah"),
        _("Mengapa kebutuhan ini dibeli dengan beberapa pesanan?"),
        SPLIT,
    ),
    Rule(
        "RF-05", 1, Decimal("0.5"), _("Di atas harga pembanding"), _("Apa yang membuat harganya lebih tinggi?"), MARK_UP
    ),
    Rule("RF-16", 1, Decimal("0.4"), _("Transaksi sangat cepat"), _("Kapan barang dan harganya dibicarakan?"), EXPRESS),
    Rule("RF-32", 1, Decimal("0.9"), _("Dibayar melebihi yang diterima"), _("Untuk apa selisihnya?"), OVERPAID),
    Rule(
        "DS-01",
        1,
        Decimal("0.3"),
        _("Disetujui kurang dari semenit"),
        _("Apakah pesanan dibaca sebelum disetujui?"),
        HASTY,
    ),
    Rule("DS-02", 1, Decimal("0.2"), _("SP2D terlambat"), _("Apa yang menahan SP2D setelah SPM?"), LATE_SP2D),
)
BY_CODE = {rule.code: rule for rule in RULES}
