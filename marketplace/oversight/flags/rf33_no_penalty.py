"""Goods came late and no penalty was recorded, though at least a rupiah was due.

Example 5 days late on 20 million at one per mille: 100,000 due, 0 recorded, asked.
Source  Perpres 16/2018 art. 79 (4).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, late AS (
  SELECT *, amount_idr * days_late * %(per_mille)s / 1000 AS due_idr FROM delivery WHERE days_late > 0
      AND penalty_idr = 0
)
SELECT DISTINCT ON (order_id) order_id, ARRAY[number] AS numbers,
       (inspected_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (inspected_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.7 AS score, 'medium' AS severity,
           due_idr AS value_idr,
       jsonb_build_object('days', days_late, 'due_idr', due_idr) AS evidence
  FROM late WHERE due_idr > 0 ORDER BY order_id, due_idr DESC
"""

RULE = Rule(
    code="RF-33",
    version=1,
    weight=Decimal("0.5"),
    title=_("Denda tidak dikenakan"),
    question=_("Siapa yang membebaskan denda, dan dengan surat apa?"),
    seen=_("Terlambat %(days)s hari, denda sekitar %(due_idr)s, tercatat nol."),
    why=_("Denda mungkin dibebaskan tanpa dasar."),
    source="Perpres 16/2018 art. 79 (4)",
    thresholds={
        "per_mille": "late_penalty_per_mille",
    },
    sql=SQL,
)
