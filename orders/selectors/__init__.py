"""Reads of orders, one module per question. Readers start from `orders_visible_to(actor)`, never from `all()`."""

from orders.selectors.approvals import orders_awaiting_approval, orders_to_choose
from orders.selectors.baskets import BasketLine, BasketPart, basket_parts, count_in_basket, open_need
from orders.selectors.deliveries import handovers_to_accept, handovers_to_sign, orders_to_receive
from orders.selectors.orders import order_visible_to, orders_visible_to
from orders.selectors.tasks import tasks_for

__all__ = [
    "BasketLine",
    "BasketPart",
    "basket_parts",
    "count_in_basket",
    "handovers_to_accept",
    "handovers_to_sign",
    "open_need",
    "order_visible_to",
    "orders_awaiting_approval",
    "orders_to_choose",
    "orders_to_receive",
    "orders_visible_to",
    "tasks_for",
]
