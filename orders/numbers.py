"""Numbers of needs and orders: `DSR-2026-11-004217`. They can be guessed, so they open nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from marketplace.kernel.calendar import local_day


def next_numbers(at: datetime, *, orders: int) -> tuple[str, list[str]]:
    """Numbers of a need and of its orders. From a sequence, so that submissions do not wait for each other; gaps mean
    nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_number_seq') FROM generate_series(0, %s)", [orders])
        need, *rest = [sequence for (sequence,) in cursor.fetchall()]
    month = f"{local_day(at):%Y-%m}"
    return f"PRM-{month}-{need:06d}", [f"DSR-{month}-{sequence:06d}" for sequence in rest]
