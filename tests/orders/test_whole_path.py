"""One purchase from basket to completed order, each step by its own person."""

from __future__ import annotations

from orders.states import OrderState
from tests.orders.looking import broken_invariants
from tests.scenes import fresh


def test_an_order_walks_from_basket_to_paid_and_every_book_agrees(scene):
    order = scene.paid_order()

    assert order.state == OrderState.PAID
    line = fresh(scene.line)
    assert (line.reserved_idr, line.committed_idr, line.obligated_idr) == (0, 0, 2_400_000)
    assert [step.action for step in order.history.order_by("step")] == [
        "create",
        "submit",
        "open_comparison",
        "choose",
        "approve",
        "confirm",
        "ship",
        "arrive_all",
        "inspect",
        "accept_all",
        "invoice",
        "verify",
        "pay",
    ]
    assert broken_invariants() == {}
