"""One vendor sells one product in one month to two offices at prices that lie a quarter apart, in similar quantities.

Example 20,000 for 50 and 26,000 for 40: ratio 1.30, asked. 500 at 20,000 and 10 at 26,000: not comparable.
Source  Open Contracting R016; daftar bendera merah KPK.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, pair AS (
  SELECT dear.*, cheap.number AS other, cheap.unit_price_idr AS other_idr,
      dear.unit_price_idr::numeric / cheap.unit_price_idr AS ratio
    FROM line dear JOIN line cheap ON cheap.vendor_id = dear.vendor_id AND cheap.listing_id = dear.listing_id
     AND cheap.agency_id <> dear.agency_id AND date_trunc('month', cheap.submitted_at AT TIME ZONE 'Asia/Jakarta')
         = date_trunc('month', dear.submitted_at AT TIME ZONE 'Asia/Jakarta')
   WHERE 100 * dear.unit_price_idr >= %(least)s * cheap.unit_price_idr
     AND GREATEST(dear.quantity, cheap.quantity) <= %(factor)s * LEAST(dear.quantity, cheap.quantity)
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number, other] AS numbers,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, LEAST(1, ratio - 1) AS score,
           'medium' AS severity,
       (unit_price_idr - other_idr) * quantity AS value_idr,
       jsonb_build_object('item', title, 'price_idr', unit_price_idr, 'other_idr', other_idr, 'other', other,
                          'ratio', round(ratio, 2)::text) AS evidence
  FROM pair ORDER BY order_id, ratio DESC, other
"""

RULE = Rule(
    code="RF-06",
    version=1,
    weight=Decimal("0.3"),
    title=_("Harga berbeda antar pembeli"),
    question=_("Mengapa dinas ini membayar lebih daripada dinas lain pada bulan yang sama?"),
    seen=_("%(item)s: %(price_idr)s di sini, %(other_idr)s di dinas lain (%(other)s), %(ratio)s kali."),
    why=_(
        "Penjual mungkin menaikkan harga untuk satu pembeli. Diam bila jumlahnya jauh berbeda, karena harga bertingkat."
    ),
    source="Open Contracting R016; daftar bendera merah KPK",
    thresholds={
        "least": "flag.rf06.least_percent",
        "factor": "flag.rf06.quantity_factor",
    },
    sql=SQL,
)
