"""Ask every rule about every purchase up to a day, and keep the questions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from marketplace.oversight.red_flags import RELATIONS, RULES, Rule
from marketplace.oversight.selectors.orders import start_of

LOCK = 7_421_003
KEEP = """
INSERT INTO oversight_flag (rule, rule_version, order_id, numbers, window_start, window_end, score, severity, value_idr,
                            evidence, rank, as_of)
SELECT %(rule)s, %(version)s, order_id, numbers, window_start, window_end, round(score, 4), severity, value_idr,
       evidence, 0, %(as_of)s
  FROM found
"""
RANK = """
UPDATE oversight_flag f SET rank = round(f.value_idr * s.combined)
  FROM (SELECT order_id, 1 - CASE WHEN bool_or(w.weight * score >= 1) THEN 0
                             ELSE exp(sum(ln(1 - LEAST(w.weight * score, 0.9999)))) END AS combined
          FROM oversight_flag
          JOIN unnest(%(rules)s::text[], %(weights)s::numeric[]) AS w(rule, weight) USING (rule)
         GROUP BY order_id) s
 WHERE s.order_id = f.order_id
"""


@transaction.atomic
def run_red_flags(*, as_of: date) -> dict[str, int]:
    """How many questions each rule raises on the rows known by the end of that day. Run again, it finds the same.

    Locks   a lock of its own until the end, so two runs never mix; no row of a purchase.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("DELETE FROM oversight_flag")
        found = {rule.code: _ask(cursor, rule, as_of) for rule in RULES}
        weights: dict[str, Any] = {"rules": [one.code for one in RULES], "weights": [one.weight for one in RULES]}
        cursor.execute(RANK, weights)
    return found


def _ask(cursor, rule: Rule, as_of: date) -> int:
    facts: dict[str, Any] = {
        "rule": rule.code,
        "version": rule.version,
        "as_of": as_of,
        "until": start_of(as_of + timedelta(days=1)),
    }
    head, _separator, select = rule.sql.rpartition("\nSELECT ")
    insert, _select = KEEP.split("\nSELECT", 1)
    cursor.execute(f"{insert}\n{RELATIONS}{head}\n, found AS (SELECT {select})\nSELECT{_select}", facts)
    return cursor.rowcount
