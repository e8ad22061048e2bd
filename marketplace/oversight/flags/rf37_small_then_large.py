"""The first order of a pair was small, and one at least twenty times larger followed within sixty days.

Example 1.5 million, then 45 million: asked.
Source  Open Contracting R052.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, first_order AS (
  SELECT DISTINCT ON (agency_id, vendor_id) agency_id, vendor_id, number, day, total_idr FROM purchase
   ORDER BY agency_id, vendor_id, day, number
), grown AS (
  SELECT p.*, f.number AS other, f.day AS first_day, f.total_idr AS first_idr FROM purchase p
    JOIN first_order f USING (agency_id, vendor_id)
   WHERE f.total_idr <= %(small)s AND p.total_idr >= %(factor)s * f.total_idr AND p.day - f.day BETWEEN 0 AND %(days)s
)
SELECT DISTINCT ON (agency_id, vendor_id) id AS order_id, ARRAY[other, number] AS numbers,
       first_day AS window_start, day AS window_end,
       0.5 AS score, 'low' AS severity, total_idr AS value_idr,
       jsonb_build_object('first_idr', first_idr, 'total_idr', total_idr, 'days', day - first_day) AS evidence
  FROM grown ORDER BY agency_id, vendor_id, total_idr DESC, number
"""

RULE = Rule(
    code="RF-37",
    version=1,
    weight=Decimal("0.3"),
    title=_("Kecil dahulu, lalu besar"),
    question=_("Mengapa pesanan kedua begitu jauh lebih besar?"),
    seen=_("Pesanan pertama %(first_idr)s, lalu %(total_idr)s dalam %(days)s hari."),
    why=_("Pesanan kecil mungkin dipakai untuk membuka jalan."),
    source="Open Contracting R052",
    thresholds={
        "small": "flag.rf37.small_idr",
        "factor": "flag.rf37.factor",
        "days": "flag.rf37.within_days",
    },
    sql=SQL,
)
