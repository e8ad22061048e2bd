"""Ask every rule about every purchase up to a day, and keep the questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from marketplace.kernel.calendar import is_working_day
from marketplace.kernel.models import CalendarDay
from marketplace.oversight.flags import RELATIONS, RULES, Rule
from marketplace.oversight.selectors.orders import start_of

LOCK = 7_421_003
#: Working hours are judged over this many days.
LOOK_BACK_DAYS = 100
FACTS = ("order_id", "numbers", "window_start", "window_end", "score", "severity", "value_idr", "evidence")
KEEP = """
INSERT INTO oversight_flag (fingerprint, rule, rule_version, {facts}, rank, first_seen_on, as_of, state)
SELECT DISTINCT ON (fingerprint) * FROM (
  SELECT encode(sha256(convert_to(concat_ws('|', %(rule)s::text, %(version)s::text, severity, {about}), 'UTF8')),
                'hex') AS fingerprint,
         %(rule)s::text, %(version)s::int, order_id, numbers, window_start, window_end, round(score, 4) AS score,
         severity, round(value_idr)::bigint, evidence, 0, %(as_of)s::date, %(as_of)s::date, 'open'
    FROM found) AS one ORDER BY fingerprint, score DESC, window_start
ON CONFLICT (fingerprint) DO UPDATE SET as_of = GREATEST(oversight_flag.as_of, excluded.as_of), {update}
"""
#: What somebody has read keeps its facts; what nobody has read follows the data.
UPDATE = ", ".join(
    f"{fact} = CASE WHEN oversight_flag.looked_at IS NULL THEN excluded.{fact} ELSE oversight_flag.{fact} END"
    for fact in FACTS
)
FORGET = "DELETE FROM oversight_flag WHERE looked_at IS NULL AND state = 'open' AND as_of < %(as_of)s"
RANK = """
UPDATE oversight_flag f SET rank = ranked.rank
  FROM (SELECT f.id, CASE WHEN f.state IN ('explained', 'dismissed') THEN 0
                          ELSE round(f.value_idr * s.combined) END AS rank
          FROM oversight_flag f
          JOIN (SELECT order_id, 1 - CASE WHEN bool_or(w.weight * score >= 1) THEN 0
                                     ELSE exp(sum(ln(1 - LEAST(w.weight * score, 0.9999)))) END AS combined
                  FROM oversight_flag JOIN unnest(%(rules)s::text[], %(weights)s::numeric[]) AS w(rule,
                      weight) USING (rule)
                 GROUP BY order_id) s USING (order_id)) ranked
 WHERE ranked.id = f.id AND f.rank <> ranked.rank
"""


@transaction.atomic
def run_red_flags(*, as_of: date) -> dict[str, int]:
    """How many questions each rule raises on the rows known by the end of that day. Run again, it finds the same.

    A finding that is there already stays one row. What is no longer found and was never read goes; what somebody has
    read stays for ever, and says until when it was found.
    Locks   a lock of its own until the end, so two runs never mix; no row of a purchase.
    """
    facts: dict[str, Any] = {
        "as_of": as_of,
        "until": start_of(as_of + timedelta(days=1)),
        "free_days": _free_days(as_of),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        found = {rule.code: _ask(cursor, rule, facts) for rule in RULES}
        cursor.execute(FORGET, facts)
        cursor.execute(RANK, {"rules": [one.code for one in RULES], "weights": [one.weight for one in RULES]})
    return found


def _ask(cursor: Any, rule: Rule, facts: dict[str, Any]) -> int:
    before, answer = rule.statement(RELATIONS)
    insert, select = KEEP.format(facts=", ".join(FACTS), about=rule.about, update=UPDATE).split("\nSELECT", 1)
    statement = f"{insert}\n{before}\n, found AS ({answer})\nSELECT{select}"
    cursor.execute(statement, facts | rule.parameters_on(facts["as_of"]) | {"rule": rule.code, "version": rule.version})
    return cursor.rowcount


def _free_days(as_of: date) -> list[date]:
    """Days of the last months on which offices are closed."""
    days = [as_of - timedelta(days=back) for back in range(LOOK_BACK_DAYS)]
    own = dict(CalendarDay.objects.filter(day__range=(days[-1], as_of)).values_list("day", "is_working"))
    return [day for day in days if not is_working_day(day, overrides=own)]
