"""Numbers of needs and orders: `DSR-2026-11-004217`. They can be guessed, so they open nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from marketplace.kernel.calendar import local_day


def next_number(prefix: str, at: datetime) -> str:
    """The next number. From a sequence, so that submissions do not wait for each other; gaps mean nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_number_seq')")
        (sequence,) = cursor.fetchone()
    return f"{prefix}-{local_day(at):%Y-%m}-{sequence:06d}"


def order_number(at: datetime) -> str:
    return next_number("DSR", at)


def need_number(at: datetime) -> str:
    return next_number("PRM", at)
