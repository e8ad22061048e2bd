"""An order was dropped, and the same product was ordered again within days at a price a tenth higher.

Example 1,000,000 dropped, 1,150,000 the next day: asked.
Source  Open Contracting R054.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, again AS (
  SELECT l.*, d.number AS other, d.unit_price_idr AS before_idr, d.ended_at FROM line l
    JOIN dropped d ON d.agency_id = l.agency_id AND d.vendor_id = l.vendor_id AND d.listing_id = l.listing_id
     AND l.submitted_at > d.ended_at AND l.submitted_at <= d.ended_at + make_interval(days => %(days)s)
   WHERE 100 * (l.unit_price_idr - d.unit_price_idr) >= %(least)s * d.unit_price_idr
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[other, number] AS numbers,
       (ended_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.6 AS score, 'medium' AS severity,
       (unit_price_idr - before_idr) * quantity AS value_idr,
       jsonb_build_object('item', title, 'before_idr', before_idr, 'price_idr', unit_price_idr, 'other',
           other) AS evidence
  FROM again ORDER BY order_id, (unit_price_idr - before_idr) * quantity DESC, other
"""

RULE = Rule(
    code="RF-30",
    version=1,
    weight=Decimal("0.4"),
    title=_("Batal lalu pesan lagi lebih mahal"),
    question=_("Mengapa pesanan pertama dibatalkan?"),
    seen=_("%(item)s: %(before_idr)s pada %(other)s yang batal, lalu %(price_idr)s."),
    why=_("Pembatalan mungkin dipakai untuk menaikkan harga."),
    source="Open Contracting R054",
    thresholds={
        "days": "flag.rf30.within_days",
        "least": "flag.rf30.least_percent",
    },
    sql=SQL,
)
