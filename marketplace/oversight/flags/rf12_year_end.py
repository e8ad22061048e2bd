"""An office spends on one account in December at least three times a month's share of its year.

Example 420 million of 1,200 million in December: 4.2, asked; 200 million: 2.0, not.
Source  GAO-04-87G (year-end spending).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, spent AS (
  SELECT agency_id, account, extract(year FROM day)::int AS year, sum(total_idr) AS year_idr,
         count(DISTINCT extract(month FROM day)) AS months,
         sum(total_idr) FILTER (WHERE extract(month FROM day) = 12) AS december_idr,
         min(day) FILTER (WHERE extract(month FROM day) = 12) AS first_day, max(day) AS last_day,
         (array_agg(id ORDER BY total_idr DESC, number) FILTER (WHERE extract(month FROM day) = 12))[1] AS order_id,
         array_agg(number ORDER BY day, number) FILTER (WHERE extract(month FROM day) = 12) AS numbers
    FROM purchase GROUP BY agency_id, account, extract(year FROM day)
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, LEAST(1,
       december_idr / year_idr) AS score,
       'low' AS severity, december_idr AS value_idr, concat_ws('/', agency_id, account, year) AS subject,
       jsonb_build_object('december_idr', december_idr, 'year_idr', year_idr, 'ratio',
           round(12 * december_idr / year_idr, 2)::text) AS evidence
  FROM spent WHERE months >= 6 AND year_idr >= %(least)s AND 12 * december_idr >= %(ratio)s * year_idr
"""

RULE = Rule(
    code="RF-12",
    version=1,
    weight=Decimal("0.3"),
    title=_("Ramai di akhir tahun"),
    question=_("Mengapa belanja ditumpuk pada bulan Desember?"),
    seen=_("Desember %(december_idr)s dari %(year_idr)s setahun, %(ratio)s kali bulan rata-rata."),
    why=_(
        "Anggaran mungkin dihabiskan, bukan dibutuhkan. Diam bila akun itu dipakai kurang dari enam bulan "
        "dalam setahun."
    ),
    source="GAO-04-87G (year-end spending)",
    thresholds={
        "ratio": "flag.rf12.ratio",
        "least": "flag.rf12.least_idr",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
