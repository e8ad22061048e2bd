"""Goods of some value were accepted without a single photo.

Example 3.5 million accepted without a photo: asked; 500,000: not.
Source  Open Contracting R067, R073.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (inspected_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (inspected_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.5 AS score, 'low' AS severity,
           accepted_idr AS value_idr,
       jsonb_build_object('accepted_idr', accepted_idr) AS evidence
  FROM delivery WHERE photos = 0 AND accepted_idr >= %(least)s ORDER BY order_id, accepted_idr DESC
"""

RULE = Rule(
    code="RF-20",
    version=1,
    weight=Decimal("0.5"),
    title=_("Diterima tanpa foto"),
    question=_("Apa bukti bahwa barang benar-benar ada?"),
    seen=_("%(accepted_idr)s diterima tanpa satu foto pun."),
    why=_("Barang mungkin tidak pernah ada. Diam untuk nilai kecil."),
    source="Open Contracting R067, R073",
    thresholds={
        "least": "flag.rf20.least_idr",
    },
    sql=SQL,
)
