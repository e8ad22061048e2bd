"""Several orders, each within a limit, whose sum passes it: same office, same vendor, same account, within days.

The basket asks the same (`orders.checks.splitting`) with its own window; a test holds both to the same example.
Example 49.5, 48 and 20 million within five days under 50 million: 117.5 million, ratio 2.35, high.
Source  Perpres 16/2018 art. 20 (2) d; Open Contracting R011, R055; GAO-04-87G.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import Rule

SQL = """
, fits AS (
  SELECT p.*, limit_idr FROM purchase p CROSS JOIN unnest(%(limits)s::bigint[]) AS limit_idr
   WHERE p.total_idr <= limit_idr
), together AS (
  SELECT id, number, day, agency_id, vendor_id, account, limit_idr, count(*) OVER w AS n,
      sum(total_idr) OVER w AS sum_idr,
         last_value(day) OVER w AS last_day, array_agg(number) OVER w AS numbers, array_agg(day) OVER w AS days,
         array_agg(rup_code) OVER w AS rups, array_agg(delivery_place) OVER w AS places
    FROM fits WINDOW w AS (PARTITION BY agency_id, vendor_id, account, limit_idr ORDER BY day
                           RANGE BETWEEN CURRENT ROW AND make_interval(days => %(window)s) FOLLOWING)
), widest AS (
  SELECT *, lag(last_day) OVER (PARTITION BY agency_id, vendor_id, account, limit_idr ORDER BY day, number) AS before
    FROM together
), best AS (
  SELECT DISTINCT ON (id) *, sum_idr / limit_idr AS ratio FROM widest
   WHERE n >= 2 AND sum_idr > limit_idr AND before IS DISTINCT FROM last_day
     AND NOT (n = (SELECT count(DISTINCT x) FROM unnest(rups) x WHERE x > '')
              AND n = (SELECT count(DISTINCT x) FROM unnest(places) x WHERE x > ''))
     AND NOT (n >= 4 AND COALESCE((SELECT stddev_pop(gap) / NULLIF(avg(gap), 0) FROM
              (SELECT x - lag(x) OVER (ORDER BY x) AS gap FROM unnest(days) x) g), 1) < 0.2)
   ORDER BY id, sum_idr / limit_idr DESC
)
SELECT id AS order_id, numbers, day AS window_start, last_day AS window_end,
       LEAST(1, ratio - 1 + CASE WHEN day = last_day THEN 0.25 ELSE 0 END) AS score,
       CASE WHEN ratio >= 2 THEN 'high' WHEN ratio >= 1.5 THEN 'medium' ELSE 'low' END AS severity,
           sum_idr AS value_idr,
       jsonb_build_object('orders', n, 'sum_idr', sum_idr, 'limit_idr', limit_idr, 'ratio', round(ratio,
           2)::text) AS evidence
  FROM best
"""

RULE = Rule(
    code="RF-01",
    version=2,
    weight=Decimal("0.6"),
    title=_("Mungkin dipecah"),
    question=_("Mengapa kebutuhan ini dibeli dengan beberapa pesanan?"),
    seen=_("%(orders)s pesanan bernilai %(sum_idr)s bersama, %(ratio)s kali batas %(limit_idr)s."),
    why=_(
        "Satu paket mungkin dipecah agar setiap pesanan tetap di bawah batas. Diam bila setiap pesanan punya "
        "paket RUP dan tempat sendiri, atau iramanya tetap."
    ),
    source="Perpres 16/2018 art. 20 (2) d; Open Contracting R011, R055; GAO-04-87G",
    thresholds={
        "limits": ("split_threshold.10m", "split_threshold.50m", "split_threshold.200m"),
        "window": "flag.rf01.window_days",
    },
    sql=SQL,
)
