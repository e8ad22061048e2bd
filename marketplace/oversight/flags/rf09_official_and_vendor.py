"""Somebody who acted in an order shares NIK, phone or e-mail with the vendor. NIKs are compared as keyed hashes only.

The basket blocks a shared NIK (`orders.checks.conflict`); this asks again about what was ordered before it was known.
Example 0812-3456-7890 and +62 812 3456 7890 are equal.
Source  Perpres 16/2018 art. 7 (1) e; Open Contracting R043.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, shared AS (
  SELECT DISTINCT p.id, p.number, p.day, p.total_idr, v.kind
    FROM purchase p JOIN identity v ON v.vendor_id = p.vendor_id
    JOIN identity o ON o.kind = v.kind AND o.key = v.key
     AND o.person_id IN (p.requester_id, p.chooser_id, p.approver_id, p.receiver_id)
)
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end,
       max(CASE kind WHEN 'nik' THEN 1 ELSE 0.8 END) AS score, 'high' AS severity, total_idr AS value_idr,
       jsonb_build_object('what', string_agg(kind, ', ' ORDER BY kind)) AS evidence
  FROM shared GROUP BY id, number, day, total_idr
"""

RULE = Rule(
    code="RF-09",
    version=1,
    weight=Decimal("0.9"),
    title=_("Pejabat dan penjual berbagi identitas"),
    question=_("Apa hubungan pejabat ini dengan penjual?"),
    seen=_("%(what)s seorang pejabat pesanan sama dengan milik penjual."),
    why=_("Pejabat mungkin berada di dua sisi. Nomor kantor yang sama dijawab dengan alasan, bukan disembunyikan."),
    source="Perpres 16/2018 art. 7 (1) e; Open Contracting R043",
    sql=SQL,
)
