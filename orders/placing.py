"""Orders written whole: a need's orders with lines, charges, first moves and held goods, and its basket shut."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection

from catalog import stock
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
    """Write what was composed and hold the goods, in one statement; need and orders get their numbers.

    Numbers like `DSR-2026-11-004217` can be guessed, so they open nothing. They come from a sequence, so that
    submissions do not wait for each other; gaps mean nothing.
    Raises  OutOfStock, NotOnOffer, BadQuantity.
    Locks   the stock of all orders, by listing.
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
        need.number, numbers, refused = cursor.fetchone()
    refusal = stock.refusal_of(refused)
    if refusal:
        raise refusal
    by_order = json.loads(numbers)
    for order in orders:
        order.number = by_order[str(order.id)]
