"""What must always hold, as SQL that returns the rows that break it. `manage.py check_invariants` runs them all."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invariant:
    """`sql` returns one row per offence; none when all is well. It takes no parameters and changes nothing."""

    code: str
    title: str
    sql: str


INVARIANTS = [
    Invariant(
        "I-20",
        "places in the log are gapless and start at 1",
        """SELECT before + 1 AS first_missing, place - 1 AS last_missing
             FROM (SELECT place, lag(place, 1, 0::bigint) OVER (ORDER BY place) AS before FROM kernel_logplace) places
            WHERE place <> before + 1 LIMIT 20""",
    ),
    Invariant(
        "I-20 numbers",
        "numbers of each kind in the log are gapless and start at 1",
        """SELECT upper(left(kind, 1)) || '-' || lpad((before + 1)::text, 6, '0') AS first_missing,
                  upper(left(kind, 1)) || '-' || lpad((kind_number - 1)::text, 6, '0') AS last_missing
             FROM (SELECT kind, kind_number, lag(kind_number, 1, 0::bigint)
                            OVER (PARTITION BY kind ORDER BY kind_number) AS before FROM kernel_logplace) numbers
            WHERE kind_number <> before + 1 LIMIT 20""",
    ),
    Invariant(
        "I-21",
        "each audit entry has its leaf, waiting or placed",
        """SELECT entry.id FROM kernel_auditentry entry
            WHERE NOT EXISTS (SELECT 1 FROM kernel_logplace WHERE kind = 'audit' AND ref = entry.id::text)
              AND NOT EXISTS (SELECT 1 FROM kernel_logqueue WHERE kind = 'audit' AND ref = entry.id::text) LIMIT 20""",
    ),
    Invariant(
        "I-21 leaf",
        "each audit entry that was placed is still there, and its leaf is the placed one",
        """SELECT 'A-' || lpad(place.kind_number::text, 6, '0') AS number, place.ref FROM kernel_logplace place
             LEFT JOIN kernel_auditentry entry ON entry.id::text = place.ref
            WHERE place.kind = 'audit' AND entry.leaf IS DISTINCT FROM place.leaf LIMIT 20""",
    ),
    Invariant(
        "I-23 size",
        "the newest head covers exactly the places that there are",
        """SELECT head.size, places.size FROM (SELECT coalesce(max(tree_size), 0) AS size FROM kernel_loghead) head,
                  (SELECT count(*) AS size FROM kernel_logplace) places WHERE head.size <> places.size""",
    ),
    Invariant(
        "I-25",
        "an attempt key has one result",
        "SELECT key FROM kernel_attempt GROUP BY key HAVING count(*) > 1",
    ),
    Invariant(
        "I-38 series",
        "no number series is negative",
        "SELECT id FROM kernel_numberseries WHERE last < 0",
    ),
]
