"""More was captured, refunds taken off, than was accepted at handover.

Example accepted 10 million, captured 11 million: asked, always high.
Source  Open Contracting R068.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end, 1 AS score,
       'high' AS severity,
       captured_idr - accepted_idr AS value_idr,
       jsonb_build_object('accepted_idr', accepted_idr, 'captured_idr', captured_idr) AS evidence
  FROM purchase WHERE captured_idr > accepted_idr
"""

RULE = Rule(
    code="RF-32",
    version=1,
    weight=Decimal("0.9"),
    title=_("Dibayar melebihi yang diterima"),
    question=_("Untuk apa selisihnya?"),
    seen=_("Diterima %(accepted_idr)s, dibayar %(captured_idr)s."),
    why=_("Uang mungkin keluar tanpa barang. Selalu ditanyakan."),
    source="Open Contracting R068",
    sql=SQL,
)
