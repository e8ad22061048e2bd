"""One commitment officer approves often on free days or outside 06:00 to 20:00, within ninety days.

Example 3 of 10 on Sundays: too few. 6 of 20: asked.
Source  GAO-04-87G (weekend and holiday use).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, approval AS (
  SELECT *, approved_at AT TIME ZONE 'Asia/Jakarta' AS at FROM purchase
   WHERE approved_at > %(until)s::timestamptz - interval '90 days' AND approved_at < %(until)s
), judged AS (
  SELECT *, at::date = ANY (%(free_days)s::date[]) OR at::time < '06:00' OR at::time >= '20:00' AS off FROM approval
), officer AS (
  SELECT approver_id, count(*) AS n, count(*) FILTER (WHERE off) AS off_n, sum(total_idr)
      FILTER (WHERE off) AS sum_idr,
         min(at::date) AS first_day, max(at::date) AS last_day,
         (array_agg(id ORDER BY total_idr DESC, number) FILTER (WHERE off))[1] AS order_id,
         array_agg(number ORDER BY at, number) FILTER (WHERE off) AS numbers
    FROM judged GROUP BY approver_id
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end, off_n::numeric / n AS score,
       'low' AS severity,
       sum_idr AS value_idr, concat_ws('/', approver_id, to_char(%(as_of)s::date, 'YYYY-Q')) AS subject,
       jsonb_build_object('off', off_n, 'approvals', n) AS evidence
  FROM officer WHERE off_n >= %(least)s AND 100 * off_n >= %(share)s * n
"""

RULE = Rule(
    code="RF-11",
    version=1,
    weight=Decimal("0.2"),
    title=_("Persetujuan di luar jam kerja"),
    question=_("Mengapa persetujuan sering diberikan di luar jam kerja?"),
    seen=_("%(off)s dari %(approvals)s persetujuan dalam 90 hari di luar hari atau jam kerja."),
    why=_("Persetujuan mungkin diberikan tanpa pengawasan. Hari libur nasional dan cuti bersama ikut dihitung."),
    source="GAO-04-87G (weekend and holiday use)",
    thresholds={
        "least": "flag.rf11.least_times",
        "share": "flag.rf11.share_percent",
    },
    about=ABOUT_SUBJECT,
    sql=SQL,
)
