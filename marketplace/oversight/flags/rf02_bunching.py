"""Too many orders of one office just under a threshold, within twelve months.

Example 9 within the last twentieth and 4 within the tenth before: ratio 4.5, chance 0.0088, asked; 5 and 7 are not.
Source  Open Contracting R002, R049; GAO-04-87G.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, near AS (
  SELECT *, total_idr > 0.95 * limit_idr AS just_under FROM purchase CROSS
      JOIN unnest(%(limits)s::bigint[]) AS limit_idr
   WHERE total_idr > 0.85 * limit_idr AND total_idr <= limit_idr AND day > %(as_of)s::date - 365
), band AS (
  SELECT agency_id, limit_idr, count(*) FILTER (WHERE just_under) AS a, count(*) AS n,
         (array_agg(id ORDER BY total_idr DESC, number) FILTER (WHERE just_under))[1] AS order_id,
         array_agg(number ORDER BY day, number) FILTER (WHERE just_under) AS numbers,
         min(day) AS first_day, max(day) AS last_day, sum(total_idr) FILTER (WHERE just_under) AS sum_idr
    FROM near GROUP BY agency_id, limit_idr
), rare AS (
  SELECT *, (SELECT sum(factorial(n) / (factorial(k) * factorial(n - k)) * power(1 / 3.0, k) * power(2 / 3.0, n - k))
               FROM generate_series(a, n) AS k) AS chance
    FROM band WHERE a >= %(least)s AND 2 * a >= %(ratio)s * (n - a) AND n <= 2000
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, 0.7 AS score, 'medium' AS severity,
       sum_idr AS value_idr, concat_ws('/', agency_id, limit_idr, extract(year FROM %(as_of)s::date)) AS subject,
       jsonb_build_object('just_under', a, 'below', n - a, 'limit_idr', limit_idr, 'chance', round(chance,
           4)::text) AS evidence
  FROM rare WHERE chance < %(chance_bp)s / 10000.0
"""

RULE = Rule(
    code="RF-02",
    version=1,
    weight=Decimal("0.3"),
    title=_("Menumpuk di bawah batas"),
    question=_("Mengapa begitu banyak pesanan bernilai tepat di bawah batas?"),
    seen=_(
        "%(just_under)s pesanan tepat di bawah %(limit_idr)s, hanya %(below)s sedikit lebih rendah; peluang "
        "kebetulan %(chance)s."
    ),
    why=_("Nilai mungkin diatur agar tidak melewati batas. Hanya bila jumlahnya sulit dijelaskan oleh kebetulan."),
    source="Open Contracting R002, R049; GAO-04-87G",
    thresholds={
        "limits": ("split_threshold.10m", "split_threshold.50m", "split_threshold.200m"),
        "least": "flag.rf02.least_orders",
        "ratio": "flag.rf02.ratio",
        "chance_bp": "flag.chance_bp",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
