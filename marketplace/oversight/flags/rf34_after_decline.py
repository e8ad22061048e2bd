"""A card was declined, and within an hour smaller charges on it reach what was declined.

Example 12 million declined, then 6 and 6 million within twenty minutes: asked.
Source  GAO-04-87G (just under limit, repeated charges).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, tried AS (
  SELECT d.order_id, d.number, d.requested_at, d.amount_idr AS declined_idr, sum(c.amount_idr) AS sum_idr,
      count(*) AS n,
         array_agg(c.number ORDER BY c.requested_at, c.number) AS others, max(c.requested_at) AS last_at
    FROM charge d JOIN charge c ON c.card_id = d.card_id AND NOT c.declined AND c.amount_idr < d.amount_idr
     AND c.requested_at > d.requested_at AND c.requested_at <= d.requested_at + make_interval(mins => %(minutes)s)
   WHERE d.declined GROUP BY d.order_id, d.number, d.requested_at, d.amount_idr
)
SELECT DISTINCT ON (order_id) order_id, ARRAY(SELECT DISTINCT unnest(number || others)) AS numbers,
       (requested_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
           (last_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end,
       0.7 AS score, 'medium' AS severity, sum_idr AS value_idr,
       jsonb_build_object('declined_idr', declined_idr, 'charges', n, 'sum_idr', sum_idr) AS evidence
  FROM tried WHERE n >= 2 AND sum_idr >= declined_idr ORDER BY order_id, sum_idr DESC
"""

RULE = Rule(
    code="RF-34",
    version=1,
    weight=Decimal("0.5"),
    title=_("Ditolak lalu dipecah"),
    question=_("Mengapa pembayaran dipecah setelah ditolak bank?"),
    seen=_("%(declined_idr)s ditolak, lalu %(charges)s pembayaran lebih kecil bernilai %(sum_idr)s dalam satu jam."),
    why=_("Batas kartu mungkin diakali."),
    source="GAO-04-87G (just under limit, repeated charges)",
    thresholds={
        "minutes": "flag.rf34.minutes",
    },
    sql=SQL,
)
