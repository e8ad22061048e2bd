"""One office spends on one account with very few vendors, though more are there: HHI above 0.25 within twelve months.

Example shares 60, 25, 10, 5: 0.435, asked; four equal shares: 0.25, not.
Source  Open Contracting R050, R051.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, recent AS (
  SELECT * FROM purchase WHERE day > %(as_of)s::date - 365
), share AS (
  SELECT agency_id, account, vendor_id, sum(total_idr) AS sum_idr, count(*) AS n, min(day) AS first_day,
      max(day) AS last_day,
         (array_agg(id ORDER BY total_idr DESC, number))[1] AS order_id, (array_agg(number
             ORDER BY total_idr DESC, number))[1] AS number
    FROM recent GROUP BY agency_id, account, vendor_id
), market AS (
  SELECT account, count(DISTINCT vendor_id) AS vendors FROM recent GROUP BY account
), office AS (
  SELECT agency_id, account, sum(sum_idr) AS all_idr, sum(n) AS n, sum(power(sum_idr, 2)) / power(sum(sum_idr),
      2) AS hhi,
         min(first_day) AS first_day, max(last_day) AS last_day, (array_agg(order_id ORDER BY sum_idr DESC,
             number))[1] AS order_id,
         array_agg(number ORDER BY sum_idr DESC, number) AS numbers
    FROM share GROUP BY agency_id, account
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, LEAST(1, hhi) AS score,
       CASE WHEN hhi >= 0.5 THEN 'medium' ELSE 'low' END AS severity, all_idr AS value_idr,
       concat_ws('/', agency_id, account, extract(year FROM %(as_of)s::date)) AS subject,
       jsonb_build_object('hhi', round(hhi, 3)::text, 'orders', n, 'sum_idr', all_idr) AS evidence
  FROM office JOIN market USING (account)
 WHERE 10000 * hhi > %(hhi)s AND all_idr >= %(least)s AND n >= %(orders)s AND vendors >= %(vendors)s
"""

RULE = Rule(
    code="RF-23",
    version=1,
    weight=Decimal("0.3"),
    title=_("Belanja terpusat"),
    question=_("Mengapa penjual lain tidak pernah dipilih?"),
    seen=_("Indeks pemusatan %(hhi)s dari %(orders)s pesanan, bersama %(sum_idr)s."),
    why=_("Persaingan mungkin ditutup. Diam bila nilai, pesanan, atau penjual di pasar sedikit."),
    source="Open Contracting R050, R051",
    thresholds={
        "hhi": "flag.rf23.hhi_bp",
        "least": "flag.rf23.least_idr",
        "orders": "flag.rf23.least_orders",
        "vendors": "flag.rf23.least_vendors",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
