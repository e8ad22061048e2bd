"""Most orders of one office to one vendor are whole millions, more than chance explains.

Example 9 of 12: chance 0.0017, asked; 5 of 12: not.
Source  Open Contracting R023.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, pair AS (
  SELECT agency_id, vendor_id, count(*) AS n, count(*) FILTER (WHERE mod(total_idr, 1000000) = 0) AS k,
      min(day) AS first_day,
         max(day) AS last_day, sum(total_idr) FILTER (WHERE mod(total_idr, 1000000) = 0) AS sum_idr,
         (array_agg(id ORDER BY total_idr DESC, number) FILTER (WHERE mod(total_idr, 1000000) = 0))[1] AS order_id,
         array_agg(number ORDER BY day, number) FILTER (WHERE mod(total_idr, 1000000) = 0) AS numbers
    FROM purchase WHERE day > %(as_of)s::date - 365 GROUP BY agency_id, vendor_id
), rare AS (
  SELECT *, (SELECT sum(factorial(n) / (factorial(x) * factorial(n - x)) * power(0.3, x) * power(0.7, n - x))
               FROM generate_series(k, n) AS x) AS chance
    FROM pair WHERE n BETWEEN %(least)s AND 2000 AND 100 * k >= %(share)s * n
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, k::numeric / n AS score,
       'low' AS severity,
       sum_idr AS value_idr, concat_ws('/', agency_id, vendor_id, extract(year FROM %(as_of)s::date)) AS subject,
       jsonb_build_object('round', k, 'orders', n, 'chance', round(chance, 4)::text) AS evidence
  FROM rare WHERE chance < %(chance_bp)s / 10000.0
"""

RULE = Rule(
    code="RF-13",
    version=1,
    weight=Decimal("0.2"),
    title=_("Nilai bulat"),
    question=_("Bagaimana nilai pesanan dihitung sampai selalu bulat?"),
    seen=_("%(round)s dari %(orders)s pesanan bernilai jutaan bulat; peluang kebetulan %(chance)s."),
    why=_("Nilai bulat sering berarti nilai ditentukan dahulu, barangnya kemudian. Diam di bawah sepuluh pesanan."),
    source="Open Contracting R023",
    thresholds={
        "least": "flag.rf13.least_orders",
        "share": "flag.rf13.share_percent",
        "chance_bp": "flag.chance_bp",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
