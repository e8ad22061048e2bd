"""One commitment officer and one vendor meet far more often than the officer meets others, within twelve months.

Example counts 1, 1, 2, 2, 2, 3, 3, 4, 5, 18: fence 6.375, so the pair of 18 is asked and the pair of 5 is not.
Source  Open Contracting R040; pola yang disebut KPK dan BPK pada e-purchasing.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, pair AS (
  SELECT approver_id, vendor_id, count(*) AS n, sum(total_idr) AS sum_idr, min(day) AS first_day,
      max(day) AS last_day,
         (array_agg(id ORDER BY total_idr DESC, number))[1] AS order_id, array_agg(number ORDER BY day,
             number) AS numbers
    FROM purchase WHERE approver_id IS NOT NULL AND day > %(as_of)s::date - 365 GROUP BY approver_id, vendor_id
), officer AS (
  SELECT approver_id, count(*) AS vendors, sum(sum_idr) AS all_idr,
         percentile_cont(0.75) WITHIN GROUP (ORDER BY n) + 1.5 * (percentile_cont(0.75) WITHIN GROUP (ORDER BY n)
           - percentile_cont(0.25) WITHIN GROUP (ORDER BY n)) AS fence
    FROM pair GROUP BY approver_id
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, LEAST(1, sum_idr / all_idr) AS score,
       CASE WHEN 100 * sum_idr >= %(share)s * all_idr THEN 'medium' ELSE 'low' END AS severity, sum_idr AS value_idr,
       concat_ws('/', approver_id, vendor_id, extract(year FROM %(as_of)s::date)) AS subject,
       jsonb_build_object('orders', n, 'percent', round(100 * sum_idr / all_idr), 'fence', round(fence::numeric,
           1)::text) AS evidence
  FROM pair JOIN officer USING (approver_id)
 WHERE vendors >= 3 AND n >= %(least)s AND (n > fence OR 100 * sum_idr >= %(share)s * all_idr)
"""

RULE = Rule(
    code="RF-03",
    version=1,
    weight=Decimal("0.4"),
    title=_("Pasangan PPK dan penjual berulang"),
    question=_("Mengapa penjual ini begitu sering dipilih?"),
    seen=_(
        "%(orders)s pesanan pada satu penjual, %(percent)s persen dari nilai pesanan pejabat ini; biasanya "
        "paling banyak %(fence)s."
    ),
    why=_(
        "Satu pejabat mungkin mengutamakan satu penjual. Diam bila pejabat itu baru bertemu kurang dari tiga penjual."
    ),
    source="Open Contracting R040; pola yang disebut KPK dan BPK pada e-purchasing",
    thresholds={
        "least": "flag.rf03.least_orders",
        "share": "flag.rf03.share_percent",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
