"""One office orders the same goods for the same sum from the same vendor twice within thirty days.

Guard: another RUP package each time is a plan, not a mistake.
Example two orders of 4 million on 1 and 9 October with equal lines: asked.
Source  Temuan pembayaran ganda; Open Contracting R073.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, whole AS (
  SELECT p.*, (SELECT string_agg(l.listing_id || 'x' || l.quantity, ',' ORDER BY l.listing_id) FROM line l
      WHERE l.order_id = p.id) AS goods
    FROM purchase p
), twin AS (
  SELECT b.*, a.number AS other, b.day - a.day AS days, a.day AS first_day
    FROM whole b JOIN whole a ON a.agency_id = b.agency_id AND a.vendor_id = b.vendor_id AND a.total_idr = b.total_idr
     AND a.goods = b.goods AND (a.day, a.number) < (b.day, b.number) AND b.day - a.day <= %(window)s
   WHERE a.rup_code = b.rup_code
)
SELECT DISTINCT ON (id) id AS order_id, ARRAY[other, number] AS numbers, first_day AS window_start,
       day AS window_end, 0.8 AS score,
       'medium' AS severity, total_idr AS value_idr, jsonb_build_object('other', other, 'days', days, 'total_idr',
           total_idr) AS evidence
  FROM twin ORDER BY id, days, other
"""

RULE = Rule(
    code="RF-21",
    version=1,
    weight=Decimal("0.5"),
    title=_("Pesanan kembar"),
    question=_("Apakah kedua pesanan ini benar-benar dua kebutuhan?"),
    seen=_("Pesanan %(other)s, %(days)s hari sebelumnya, berisi barang dan nilai yang sama: %(total_idr)s."),
    why=_("Satu pembelian mungkin dibayar dua kali. Diam bila setiap pesanan punya paket RUP sendiri."),
    source="Temuan pembayaran ganda; Open Contracting R073",
    thresholds={
        "window": "flag.rf21.window_days",
    },
    sql=SQL,
)
