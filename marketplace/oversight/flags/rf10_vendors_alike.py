"""Two vendors of one office share bank account, NIK of an owner, phone or e-mail, within twelve months.

Example two firms, same bank account, both sold to one office: high.
Source  Open Contracting R032, R033, R044.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from marketplace.oversight.flags.base import ABOUT_SUBJECT, Rule

SQL = """
, alike AS (
  SELECT a.vendor_id AS one_id, b.vendor_id AS other_id, string_agg(DISTINCT a.kind, ', ' ORDER BY a.kind) AS kinds,
         bool_or(a.kind IN ('bank', 'nik')) AS hard
    FROM identity a JOIN identity b ON b.kind = a.kind AND b.key = a.key AND b.vendor_id > a.vendor_id
   GROUP BY a.vendor_id, b.vendor_id
), both_sold AS (
  SELECT one_id, other_id, kinds, hard, agency_id, sum(total_idr) AS sum_idr, min(day) AS first_day,
      max(day) AS last_day,
         (array_agg(id ORDER BY total_idr DESC, number))[1] AS order_id, array_agg(number ORDER BY day,
             number) AS numbers
    FROM alike JOIN purchase ON vendor_id IN (one_id, other_id) AND day > %(as_of)s::date - 365
   GROUP BY one_id, other_id, kinds, hard, agency_id HAVING count(DISTINCT vendor_id) = 2
)
SELECT order_id, numbers, first_day AS window_start, last_day AS window_end,
       CASE WHEN hard THEN 1 ELSE 0.8 END AS score,
       CASE WHEN hard THEN 'high' ELSE 'medium' END AS severity, sum_idr AS value_idr,
       concat_ws('/', one_id, other_id, agency_id, extract(year FROM %(as_of)s::date)) AS subject,
       jsonb_build_object('what', kinds, 'sum_idr', sum_idr) AS evidence
  FROM both_sold
"""

RULE = Rule(
    code="RF-10",
    version=1,
    weight=Decimal("0.6"),
    title=_("Dua penjual berbagi identitas"),
    question=_("Apakah kedua penjual ini sebenarnya satu?"),
    seen=_("%(what)s kedua penjual sama; keduanya menjual ke dinas ini, bersama %(sum_idr)s."),
    why=_("Dua usaha mungkin milik satu orang dan dipakai untuk memecah atau berpura-pura bersaing."),
    source="Open Contracting R032, R033, R044",
    about=ABOUT_SUBJECT,
    sql=SQL,
)
