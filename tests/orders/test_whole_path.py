"""One purchase from basket to completed order, each step by its own person."""

from __future__ import annotations

from django.db import connection

from orders.invariants import INVARIANTS
from orders.states import OrderState
from tests.scenes import fresh


def test_an_order_walks_from_basket_to_paid_and_every_book_agrees(scene):
    order = scene.paid_order()

    assert order.state == OrderState.PAID
    line = fresh(scene.line)
    assert (line.reserved_idr, line.committed_idr, line.obligated_idr) == (0, 0, 2_400_000)
    assert [step.action for step in order.history.order_by("step")] == [
        "create", "submit", "open_comparison", "choose", "approve", "confirm", "ship", "arrive_all", "inspect",
        "accept_all", "invoice", "verify", "pay",
    ]  # fmt: skip
    offences = broken_invariants()
    assert offences == {}


def broken_invariants() -> dict[str, list]:
    found = {}
    with connection.cursor() as cursor:
        for invariant in INVARIANTS:
            cursor.execute(invariant.sql)
            if rows := cursor.fetchall():
                found[invariant.code] = rows
    return found
