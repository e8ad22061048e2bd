"""A listed price rose by a tenth within a week before an order; worse when it came back within two weeks.

Example 5 million, 10 million on the day of the order, 5 million after: high. 100,000 to 105,000: not asked.
Source  Pola KPK dan BPK: harga 5 juta, 10 juta, 5 juta; Open Contracting R016.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, moved AS (
  SELECT l.*, now.unit_price_idr AS now_idr, now.valid_from, old.unit_price_idr AS before_idr,
         EXISTS (SELECT 1 FROM price later WHERE later.listing_id = l.listing_id AND later.valid_from > l.submitted_at
                    AND later.valid_from <= l.submitted_at + make_interval(days => %(after)s)
                    AND abs(later.unit_price_idr - old.unit_price_idr) * 50 <= old.unit_price_idr) AS back
    FROM line l
    CROSS JOIN LATERAL (SELECT unit_price_idr, valid_from FROM price p WHERE p.listing_id = l.listing_id
                           AND p.valid_from <= l.submitted_at ORDER BY valid_from DESC LIMIT 1) AS now
    CROSS JOIN LATERAL (SELECT unit_price_idr FROM price p WHERE p.listing_id = l.listing_id
                           AND p.valid_from < now.valid_from ORDER BY valid_from DESC LIMIT 1) AS old
   WHERE now.valid_from > l.submitted_at - make_interval(days => %(before)s)
     AND 100 * (now.unit_price_idr - old.unit_price_idr) >= %(least)s * old.unit_price_idr
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (valid_from AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, CASE WHEN back THEN 1 ELSE 0.5 END AS score,
       CASE WHEN back THEN 'high' ELSE 'medium' END AS severity, (now_idr - before_idr) * quantity AS value_idr,
       jsonb_build_object('item', title, 'before_idr', before_idr, 'price_idr', now_idr, 'back', back,
                          'days', extract(day FROM submitted_at - valid_from)::int) AS evidence
  FROM moved ORDER BY order_id, back DESC, (now_idr - before_idr) * quantity DESC, title
"""

RULE = Rule(
    code="RF-14",
    version=1,
    weight=Decimal("0.6"),
    title=_("Harga bergerak di sekitar pesanan"),
    question=_("Mengapa harga naik tepat sebelum dipesan?"),
    seen=_("%(item)s naik dari %(before_idr)s menjadi %(price_idr)s %(days)s hari sebelum dipesan."),
    why=_("Harga mungkin dinaikkan untuk satu pesanan. Lebih berat bila kembali turun sesudahnya."),
    source="Pola KPK dan BPK: harga 5 juta, 10 juta, 5 juta; Open Contracting R016",
    thresholds={
        "least": "flag.rf14.least_percent",
        "before": "flag.rf14.before_days",
        "after": "flag.rf14.after_days",
    },
    sql=SQL,
)
