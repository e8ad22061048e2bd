"""The disbursement order came later than two days after the payment order. Its question stands at its largest order.

The deadline is judged when the SP2D is issued.
Example SPM on the 2nd, SP2D on the 9th: asked.
Source  PP 12/2019 art. 149.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
SELECT order_id, numbers, (ordered_at AT TIME ZONE 'Asia/Jakarta')::date AS window_start,
       (paid_at AT TIME ZONE 'Asia/Jakarta')::date AS window_end, 0.5 AS score, 'low' AS severity,
           total_idr AS value_idr,
       jsonb_build_object('sp2d', sp2d, 'days', (paid_at AT TIME ZONE 'Asia/Jakarta')::date
                          - (ordered_at AT TIME ZONE 'Asia/Jakarta')::date) AS evidence
  FROM bill WHERE is_late
"""

RULE = Rule(
    code="DS-02",
    version=1,
    weight=Decimal("0.2"),
    title=_("SP2D terlambat"),
    question=_("Apa yang menahan SP2D setelah SPM?"),
    seen=_("%(sp2d)s terbit %(days)s hari setelah SPM."),
    why=_("Bank menunggu karena dinas atau BUD terlambat."),
    source="PP 12/2019 art. 149",
    sql=SQL,
)
