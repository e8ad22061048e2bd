"""Approved less than a minute after it was chosen: hardly time to read it. Orders of a million and more.

Example 41 seconds for 4 million: asked; a minute: not.
Source  Perpres 16/2018 art. 11; GAO-04-87G.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
SELECT id AS order_id, ARRAY[number] AS numbers, day AS window_start, day AS window_end, 0.5 AS score,
       'medium' AS severity,
       total_idr AS value_idr, jsonb_build_object('seconds', round(extract(epoch
           FROM approved_at - chosen_at))::int) AS evidence
  FROM purchase WHERE approved_at - chosen_at < make_interval(secs => %(seconds)s) AND total_idr >= %(least)s
"""

RULE = Rule(
    code="DS-01",
    version=2,
    weight=Decimal("0.3"),
    title=_("Disetujui kurang dari semenit"),
    question=_("Apakah pesanan dibaca sebelum disetujui?"),
    seen=_("Disetujui %(seconds)s detik setelah dipilih."),
    why=_("Persetujuan mungkin diberikan tanpa membaca. Diam untuk nilai kecil."),
    source="Perpres 16/2018 art. 11; GAO-04-87G",
    thresholds={
        "seconds": "flag.ds01.seconds",
        "least": "flag.ds01.least_idr",
    },
    sql=SQL,
)
