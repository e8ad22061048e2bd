"""One vendor loses to another at a constant ratio, again and again: the losing price was made from the winning one.

Example ratios 1.050, 1.050, 1.050: they do not vary at all, asked.
Source  Open Contracting R053.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, lost AS (
  SELECT w.order_id, w.number, w.day, w.total_idr, w.vendor_id AS winner_id, x.vendor_id AS loser_id,
      x.total_idr / w.total_idr::numeric AS ratio
    FROM offer w JOIN offer x ON x.comparison_id = w.comparison_id AND NOT x.won
        AND x.total_idr > w.total_idr WHERE w.won
), pair AS (
  SELECT winner_id, loser_id, count(*) AS n, avg(ratio) AS ratio, stddev_pop(ratio) AS spread,
      sum(total_idr) AS sum_idr,
         min(day) AS first_day, max(day) AS last_day, (array_agg(order_id ORDER BY total_idr DESC,
             number))[1] AS order_id,
         array_agg(number ORDER BY day, number) AS numbers
    FROM lost GROUP BY winner_id, loser_id
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, 0.8 AS score, 'medium' AS severity,
       sum_idr AS value_idr,
       jsonb_build_object('times', n, 'ratio', round(ratio, 3)::text) AS evidence
  FROM pair WHERE n >= %(least)s AND spread < 0.01 * ratio
"""

RULE = Rule(
    code="RF-25",
    version=1,
    weight=Decimal("0.5"),
    title=_("Perbandingan semu"),
    question=_("Siapa yang menyusun harga penjual yang kalah?"),
    seen=_("Penjual yang sama kalah %(times)s kali dengan harga %(ratio)s kali harga pemenang."),
    why=_("Harga pembanding mungkin disusun oleh pemenang. Hanya bila rasionya nyaris tidak berubah."),
    source="Open Contracting R053",
    thresholds={
        "least": "flag.rf25.least_times",
    },
    sql=SQL,
)
