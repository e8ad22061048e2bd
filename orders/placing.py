"""Orders written whole: a need's orders with lines, charges, first moves and held goods, and its basket shut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel import telling
from marketplace.kernel.asking import Question
from marketplace.kernel.calendar import local_day
from marketplace.kernel.rows import rows_of
from orders.models import Need, OrderCharge, OrderHistory, OrderLine, ProcurementOrder


def about_numbers(*, orders: int, at: datetime) -> Question:
    """A number for the need, then one for each order, `DSR-2026-11-004217` and the like.

    They can be guessed, so they open nothing. They come from a sequence, so that submissions do not wait for each
    other; gaps mean nothing.
    """
    return Question(
        "SELECT order_number(kind, %s) AS number FROM unnest(%s::text[]) AS kind",
        [f"{local_day(at):%Y-%m}", ["PRM", *["DSR"] * orders]],
        lambda rows: [row["number"] for row in rows],
    )


def place_orders(
    need: Need,
    orders: Sequence[ProcurementOrder],
    *,
    lines: Sequence[OrderLine],
    charges: Sequence[OrderCharge],
    moves: Sequence[OrderHistory],
) -> None:
    """Write what was composed and hold the goods, within `telling.gathered`.

    Raises  at its end OutOfStock, NotOnOffer, BadQuantity.
    Locks   the stock of all orders, by listing.
    """
    rows = [rows_of(kind) for kind in (orders, lines, charges, moves)]
    telling.call("order_place", [need.id, need.number, need.request_note_id, need.submitted_at, *rows])
