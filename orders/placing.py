"""Orders written whole: a need's orders with lines, charges and first moves, and its basket shut, in one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from marketplace.kernel.calendar import local_day
from marketplace.kernel.rows import rows_of
from orders.guarantees import present
from orders.models import Need, OrderCharge, OrderHistory, OrderLine, ProcurementOrder


def place_orders(
    need: Need,
    orders: Sequence[ProcurementOrder],
    *,
    lines: Sequence[OrderLine],
    charges: Sequence[OrderCharge],
    moves: Sequence[OrderHistory],
) -> None:
    """Write what was composed; need and orders get their numbers, `DSR-2026-11-004217` and the like.

    Numbers can be guessed, so they open nothing. They come from a sequence, so that submissions do not wait for each
    other; gaps mean nothing.
    """
    at = present(need.submitted_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM order_place(%s, %s, %s, %s, %s::jsonb, %s::jsonb, %s::jsonb, %s::jsonb)",
            [
                need.id,
                need.request_note_id,
                at,
                f"{local_day(at):%Y-%m}",
                *(rows_of(rows) for rows in (orders, lines, charges, moves)),
            ],
        )
        need.number, numbers = cursor.fetchone()
    by_order = json.loads(numbers)
    for order in orders:
        order.number = by_order[str(order.id)]
