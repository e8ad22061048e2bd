"""A product is ordered within a day of its first publication, by its first buyer.

Example published at 09:00, ordered at 09:25 for 30 million: high.
Source  Pola KPK dan BPK: produk baru langsung dibeli.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, first_buy AS (
  SELECT DISTINCT ON (listing_id) *, unit_price_idr * quantity AS amount_idr, submitted_at - published_at AS gap
    FROM line WHERE published_at IS NOT NULL ORDER BY listing_id, submitted_at, number
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (published_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.6 AS score,
       CASE WHEN gap <= make_interval(mins => %(high_minutes)s)
           AND amount_idr >= %(least)s THEN 'high' ELSE 'low' END AS severity,
       amount_idr AS value_idr, jsonb_build_object('item', title, 'minutes', (extract(epoch
           FROM gap) / 60)::int) AS evidence
  FROM first_buy WHERE gap >= interval '0' AND gap <= make_interval(hours => %(hours)s) ORDER BY order_id,
      amount_idr DESC, title
"""

RULE = Rule(
    code="RF-15",
    version=1,
    weight=Decimal("0.4"),
    title=_("Produk baru langsung dibeli"),
    question=_("Bagaimana dinas menemukan produk yang baru tayang?"),
    seen=_("%(item)s dipesan %(minutes)s menit setelah pertama kali tayang."),
    why=_("Produk mungkin ditayangkan hanya untuk pesanan itu."),
    source="Pola KPK dan BPK: produk baru langsung dibeli",
    thresholds={
        "hours": "flag.rf15.hours",
        "high_minutes": "flag.rf15.high_minutes",
        "least": "flag.rf15.least_idr",
    },
    sql=SQL,
)
