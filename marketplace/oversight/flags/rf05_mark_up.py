"""A fifth above the reference of the day of choice, and at least a million rupiah more.

The basket asks the same by the band of the price (`orders.checks.price`).
Example reference 45,000, price 60,000, 100 pieces: 1.5 million, medium. Five pieces at 90,000: too little to ask.
Source  Perpres 16/2018 art. 26; Open Contracting R016, R017.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, dear AS (
  SELECT *, (unit_price_idr - reference_idr) * quantity AS impact_idr,
      unit_price_idr::numeric / reference_idr - 1 AS m
    FROM line WHERE reference_idr > 0
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, LEAST(1, m) AS score,
       CASE WHEN 100 * m >= %(high)s THEN 'high' ELSE 'medium' END AS severity, impact_idr AS value_idr,
       jsonb_build_object('item', title, 'price_idr', unit_price_idr, 'reference_idr', reference_idr, 'quantity',
           quantity,
                          'above', round(m, 3)::text, 'impact_idr', impact_idr) AS evidence
  FROM dear WHERE 100 * m >= %(least)s AND impact_idr >= %(impact)s ORDER BY order_id, impact_idr DESC, title
"""

RULE = Rule(
    code="RF-05",
    version=2,
    weight=Decimal("0.5"),
    title=_("Di atas harga pembanding"),
    question=_("Apa yang membuat harganya lebih tinggi?"),
    seen=_("%(item)s: %(price_idr)s, pembanding %(reference_idr)s, selisih %(impact_idr)s."),
    why=_("Harga mungkin dinaikkan. Diam bila tidak ada pembanding atau selisihnya kecil."),
    source="Perpres 16/2018 art. 26; Open Contracting R016, R017",
    thresholds={
        "least": "flag.rf05.least_percent",
        "high": "flag.rf05.high_percent",
        "impact": "flag.rf05.impact_idr",
    },
    sql=SQL,
)
