"""Gives every leaf its gapless place, its number among its kind, and the tree its root, seconds after the fact.

A counter or a hash chain inside the business transaction would make one global lock and cost about half of the
throughput; so the leaf is written there and the place is given here, by a role that can do nothing else.
"""

from __future__ import annotations

import json

from django.db import connections, transaction

from marketplace.kernel.audit_log import merkle

BATCH = 5_000
LOCK = 7_421_001


def place_batch(*, using: str = "default", limit: int = BATCH) -> int:
    """Place up to `limit` waiting leaves. Returns how many. Two sequencers take turns: the lock is the database's."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(
            """WITH taken AS (DELETE FROM kernel_logqueue
                               WHERE id IN (SELECT id FROM kernel_logqueue ORDER BY recorded_at, id LIMIT %s)
                              RETURNING *)
               SELECT kind, ref, leaf, recorded_at FROM taken ORDER BY recorded_at, id""",
            [limit],
        )
        waiting = cursor.fetchall()
        if not waiting:
            return 0
        size, frontier = _last_head(cursor)
        numbers = _last_numbers(cursor)
        rows = []
        for place, (kind, ref, leaf, recorded_at) in enumerate(waiting, start=size + 1):
            numbers[kind] = numbers.get(kind, 0) + 1
            merkle.grow(frontier, bytes(leaf))
            rows.append((place, kind, numbers[kind], ref, leaf, recorded_at))
        cursor.executemany(
            """INSERT INTO kernel_logplace (place, kind, kind_number, ref, leaf, recorded_at)
               VALUES (%s, %s, %s, %s, %s, %s)""",
            rows,
        )
        cursor.execute(
            "INSERT INTO kernel_loghead (tree_size, root, frontier) VALUES (%s, %s, %s::jsonb)",
            [size + len(rows), merkle.root_of(frontier), _dump(frontier)],
        )
        return len(rows)


def catch_up(*, using: str = "default") -> int:
    """Place everything that waits now. Returns how many leaves were placed."""
    total = 0
    while placed := place_batch(using=using):
        total += placed
    return total


def _last_head(cursor) -> tuple[int, list[bytes | None]]:
    cursor.execute("SELECT tree_size, frontier::text FROM kernel_loghead ORDER BY tree_size DESC LIMIT 1")
    row = cursor.fetchone()
    return (row[0], _load(row[1])) if row else (0, [])


def _last_numbers(cursor) -> dict[str, int]:
    cursor.execute("SELECT kind, max(kind_number) FROM kernel_logplace GROUP BY kind")
    return dict(cursor.fetchall())


def _dump(frontier: list[bytes | None]) -> str:
    return "[" + ",".join("null" if one is None else f'"{one.hex()}"' for one in frontier) + "]"


def _load(text: str) -> list[bytes | None]:
    return [None if one is None else bytes.fromhex(one) for one in json.loads(text)]
