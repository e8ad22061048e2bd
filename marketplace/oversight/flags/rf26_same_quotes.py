"""Two vendors name the same total in one comparison, and it is the lowest or the chosen one.

Offers of a catalogue are its public prices: two dear ones that are equal decide nothing, and shops that sell the same
goods often have them. An equal pair that a purchase could turn on is asked about. Version 1 asked about every pair.
Example 12,500,000 twice: asked. 12,400,000, chosen, and 12,500,000 twice: not asked.
Source  Open Contracting R028.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, lowest AS (
  SELECT comparison_id, min(total_idr) AS total_idr FROM offer GROUP BY comparison_id
), equal AS (
  SELECT comparison_id, order_id, number, day, offer.total_idr, count(DISTINCT vendor_id) AS n
    FROM offer JOIN lowest USING (comparison_id)
   WHERE offer.total_idr >= %(least)s
   GROUP BY comparison_id, order_id, number, day, offer.total_idr, lowest.total_idr
       HAVING count(DISTINCT vendor_id) >= 2 AND (bool_or(won) OR offer.total_idr = lowest.total_idr)
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end,
       0.6 AS score,
       'medium' AS severity, total_idr AS value_idr, jsonb_build_object('vendors', n, 'total_idr',
           total_idr) AS evidence
  FROM equal ORDER BY order_id, total_idr DESC
"""

RULE = Rule(
    code="RF-26",
    version=2,
    weight=Decimal("0.4"),
    title=_("Penawaran sama persis"),
    question=_("Mengapa dua penjual menawar jumlah yang sama?"),
    seen=_("%(vendors)s penjual menawar tepat %(total_idr)s."),
    why=_(
        "Penawaran terendah atau yang dipilih mungkin disusun bersama. Barang dengan harga yang diatur dijawab dengan "
        "alasan."
    ),
    source="Open Contracting R028",
    thresholds={
        "least": "flag.rf26.least_idr",
    },
    sql=SQL,
)
