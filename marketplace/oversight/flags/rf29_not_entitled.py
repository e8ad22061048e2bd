"""An order was approved while its vendor was suspended or blacklisted.

The basket blocks it (`orders.checks.vendor_standing`); this looks back over what was approved.
Example suspended on 31 October, approved on 1 November: asked.
Source  Perpres 16/2018 art. 78; Open Contracting R045, R046.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, at_approval AS (
  SELECT p.*, s.state FROM purchase p CROSS JOIN LATERAL
    (SELECT state FROM standing s WHERE s.vendor_id = p.vendor_id AND s.at <= p.approved_at
        ORDER BY at DESC LIMIT 1) AS s
   WHERE p.approved_at IS NOT NULL
)
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end, 1 AS score,
       'high' AS severity,
       total_idr AS value_idr, jsonb_build_object('state', state) AS evidence
  FROM at_approval WHERE state IN ('suspended', 'blacklisted', 'closed')
"""

RULE = Rule(
    code="RF-29",
    version=1,
    weight=Decimal("0.9"),
    title=_("Penjual tidak berhak"),
    question=_("Mengapa pesanan disetujui saat penjual dibekukan?"),
    seen=_("Keadaan penjual saat disetujui: %(state)s."),
    why=_("Pesanan mungkin diteruskan walau penjual tidak boleh menjual."),
    source="Perpres 16/2018 art. 78; Open Contracting R045, R046",
    sql=SQL,
)
