"""Packages below orders know none: their tests hold money and goods for orders that were never placed.

The guard of `orders/sql/hold_of_an_order_v1.sql` is switched off for them, in their own transaction;
`tests/orders/test_database_refuses.py` attacks it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db import connection, transaction

T = TypeVar("T")


def invent_orders() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()  # a table with something left to judge is not altered
        cursor.execute("SET LOCAL ROLE dasaran_owner")
        for table in ("budget_budgethold", "catalog_stockhold"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER hold_is_of_an_order")
        cursor.execute("RESET ROLE")


def with_invented_orders(make: Callable[[], T]) -> Callable[[], T]:
    """What a file begins with (`tests/beginnings.py`), made where orders are invented."""

    def made() -> T:
        invent_orders()
        return make()

    return made


@pytest.fixture(autouse=True)
def orders_are_invented(request: pytest.FixtureRequest, _django_db_marker: None) -> None:
    """Import it into the `conftest.py` of a package below orders."""
    names = set(request.fixturenames)
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & names:
        request.getfixturevalue("transactional_db" if "transactional_db" in names else "db")
        invent_orders()
