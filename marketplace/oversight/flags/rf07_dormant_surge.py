"""A vendor without an order for half a year sells much within a month.

Example last order on 1 March, 80 million in November, 6 million in an earlier month: asked. 20 million: not.
Source  Open Contracting R052; temuan perusahaan dipinjam.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, paced AS (
  SELECT *, day - lag(day) OVER (PARTITION BY vendor_id ORDER BY day, number) AS asleep FROM purchase
), woken AS (
  SELECT vendor_id, day, asleep FROM paced WHERE asleep >= %(asleep)s
), surge AS (
  SELECT w.vendor_id, w.day, w.asleep, sum(p.total_idr) AS sum_idr, max(p.day) AS last_day,
         (array_agg(p.id ORDER BY p.total_idr DESC, p.number))[1] AS order_id, array_agg(p.number ORDER BY p.day,
             p.number) AS numbers,
         (SELECT avg(month_idr) FROM (SELECT sum(e.total_idr) AS month_idr FROM purchase e
           WHERE e.vendor_id = w.vendor_id AND e.day < w.day GROUP BY date_trunc('month',
               e.day)) AS months) AS mean_idr
    FROM woken w JOIN purchase p ON p.vendor_id = w.vendor_id AND p.day BETWEEN w.day AND w.day + 30
   GROUP BY w.vendor_id, w.day, w.asleep
)
SELECT order_id, numbers, day AS window_start, last_day AS window_end, 0.7 AS score, 'medium' AS severity,
       sum_idr AS value_idr,
       jsonb_build_object('days', asleep, 'sum_idr', sum_idr, 'mean_idr', round(mean_idr)) AS evidence
  FROM surge WHERE sum_idr >= GREATEST(%(least)s, %(factor)s * mean_idr)
"""

RULE = Rule(
    code="RF-07",
    version=1,
    weight=Decimal("0.4"),
    title=_("Penjual lama tidur, lalu ramai"),
    question=_("Apa yang membuat penjual ini tiba-tiba banyak dipesan?"),
    seen=_("%(days)s hari tanpa pesanan, lalu %(sum_idr)s dalam 30 hari; bulan biasa sebelumnya %(mean_idr)s."),
    why=_("Usaha mungkin dipinjam untuk menampung uang. Hanya bila nilainya jauh di atas bulan-bulan sebelumnya."),
    source="Open Contracting R052; temuan perusahaan dipinjam",
    thresholds={
        "asleep": "flag.rf07.asleep_days",
        "least": "flag.rf07.least_idr",
        "factor": "flag.rf07.factor",
    },
    sql=SQL,
)
