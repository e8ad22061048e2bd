"""A vendor's bank account changed within thirty days before a payment of ten million and more.

Example changed on 1 November, 25 million paid on 10 November: asked.
Source  GAO-04-87G; prosedur perubahan data penerima.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, moved AS (
  SELECT y.*, c.changed_at FROM payout y JOIN account_change c ON c.vendor_id = y.vendor_id
     AND c.changed_at <= y.paid_at AND c.changed_at > y.paid_at - make_interval(days => %(days)s)
   WHERE y.net_idr >= %(least)s
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (changed_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (paid_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.7 AS score, 'medium' AS severity,
           net_idr AS value_idr,
       jsonb_build_object('days', extract(day FROM paid_at - changed_at)::int, 'paid_idr', net_idr) AS evidence
  FROM moved ORDER BY order_id, net_idr DESC, changed_at DESC
"""

RULE = Rule(
    code="RF-17",
    version=1,
    weight=Decimal("0.5"),
    title=_("Rekening berganti sebelum dibayar"),
    question=_("Apakah penjual sendiri yang mengganti rekening?"),
    seen=_("Rekening berganti %(days)s hari sebelum %(paid_idr)s dibayarkan."),
    why=_("Pembayaran mungkin dialihkan ke rekening orang lain."),
    source="GAO-04-87G; prosedur perubahan data penerima",
    thresholds={
        "days": "flag.rf17.before_days",
        "least": "flag.rf17.least_idr",
    },
    sql=SQL,
)
