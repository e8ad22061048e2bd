"""Goods were inspected sooner after they were sent than they can have travelled: a quarter of an hour at least.

The distance is not known, so only the part that holds anywhere is asked.
Example inspected ten minutes after shipping: asked; after twenty: not.
Source  Open Contracting R067.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (shipped_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (inspected_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.6 AS score, 'medium' AS severity,
           accepted_idr AS value_idr,
       jsonb_build_object('minutes', (extract(epoch FROM inspected_at - shipped_at) / 60)::int) AS evidence
  FROM delivery WHERE accepted_idr > 0 AND inspected_at - shipped_at < make_interval(mins => %(least)s)
 ORDER BY order_id, inspected_at - shipped_at
"""

RULE = Rule(
    code="RF-19",
    version=1,
    weight=Decimal("0.5"),
    title=_("Diterima terlalu cepat"),
    question=_("Bagaimana barang tiba secepat itu?"),
    seen=_("Diperiksa %(minutes)s menit setelah dikirim."),
    why=_("Barang mungkin tidak pernah dikirim. Barang yang diambil sendiri dijawab dengan alasan."),
    source="Open Contracting R067",
    thresholds={
        "least": "flag.rf19.least_minutes",
    },
    sql=SQL,
)
