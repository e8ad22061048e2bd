from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def lock_lines(line_ids: Iterable[int]) -> None:
    """Take lines for several moves in one transaction, in the one order that everyone uses.

    Locks   the lines in ascending id until commit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT budget_lock_lines(%s::bigint[])", [sorted(set(line_ids))])
