"""A vendor sells within a week of its certification, and much or nearly all to one office in its first month.

Example certified on 1 November, 75 million from one office by 20 November: asked.
Source  Open Contracting R052.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, early AS (
  SELECT *, min(day) OVER (PARTITION BY vendor_id) AS first_day, sum(total_idr) OVER (PARTITION BY vendor_id,
      agency_id) AS office_idr,
         count(*) OVER (PARTITION BY vendor_id, agency_id) AS office_n
    FROM purchase WHERE day BETWEEN vendor_since AND vendor_since + 30
), newcomer AS (
  SELECT vendor_id, first_day, first_day - vendor_since AS soon, sum(total_idr) AS sum_idr, max(day) AS last_day,
         max(office_idr) AS office_idr, (array_agg(office_n ORDER BY office_idr DESC))[1] AS office_n,
         (array_agg(id ORDER BY office_idr DESC, total_idr DESC, number))[1] AS order_id, array_agg(number
             ORDER BY day, number) AS numbers
    FROM early GROUP BY vendor_id, first_day, vendor_since
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, 0.6 AS score, 'medium' AS severity,
       sum_idr AS value_idr,
       jsonb_build_object('days', soon, 'sum_idr', sum_idr, 'percent', round(100 * office_idr / sum_idr)) AS evidence
  FROM newcomer WHERE soon <= %(soon)s
   AND (sum_idr >= %(least)s OR (office_n >= 3 AND 100 * office_idr >= %(share)s * sum_idr))
"""

RULE = Rule(
    code="RF-08",
    version=1,
    weight=Decimal("0.4"),
    title=_("Penjual baru langsung dipilih"),
    question=_("Bagaimana dinas mengenal penjual yang baru terdaftar ini?"),
    seen=_(
        "Pesanan pertama %(days)s hari setelah terverifikasi, %(sum_idr)s dalam 30 hari, %(percent)s persen "
        "dari satu dinas."
    ),
    why=_(
        "Usaha mungkin dibuat untuk satu pembelian. Hanya bila nilainya besar, atau hampir semuanya dari satu dinas."
    ),
    source="Open Contracting R052",
    thresholds={
        "soon": "flag.rf08.soon_days",
        "least": "flag.rf08.least_idr",
        "share": "flag.rf08.share_percent",
    },
    sql=SQL,
)
