"""Created and confirmed by the vendor within ten minutes.

Alone it is asked above 50 million; smaller ones from 10 million only when they are three in ten of at least five orders
of the pair.
Example 5 of 12 orders of a pair within ten minutes: 0.42, asked. 3 of 12: not.
Source  Pola KPK dan BPK: transaksi selesai sekitar 10 menit.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, timed AS (
  SELECT *, confirmed_at - created_at <= make_interval(mins => %(minutes)s)
      AND total_idr >= %(least)s AS quick FROM purchase
), pair AS (
  SELECT *, count(*) OVER w AS n, count(*) FILTER (WHERE quick) OVER w AS quick_n
    FROM timed WINDOW w AS (PARTITION BY agency_id, vendor_id)
)
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end,
       CASE WHEN total_idr > %(single)s THEN 1 ELSE quick_n::numeric / n END AS score,
       CASE WHEN total_idr > %(single)s THEN 'high' ELSE 'medium' END AS severity, total_idr AS value_idr,
       jsonb_build_object('seconds', round(extract(epoch FROM confirmed_at - created_at))::int, 'quick', quick_n,
           'orders', n) AS evidence
  FROM pair WHERE quick AND (total_idr > %(single)s OR (n >= 5 AND quick_n >= 0.3 * n))
"""

RULE = Rule(
    code="RF-16",
    version=2,
    weight=Decimal("0.4"),
    title=_("Transaksi sangat cepat"),
    question=_("Kapan barang dan harganya dibicarakan?"),
    seen=_("Disusun sampai dikonfirmasi penjual dalam %(seconds)s detik."),
    why=_(
        "Barang dan harga mungkin sudah disepakati di luar. Diam untuk nilai kecil dan pasangan yang jarang bertemu."
    ),
    source="Pola KPK dan BPK: transaksi selesai sekitar 10 menit",
    thresholds={
        "minutes": "flag.rf16.minutes",
        "least": "flag.rf16.least_idr",
        "single": "flag.rf16.single_idr",
    },
    sql=SQL,
)
