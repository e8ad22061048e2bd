"""What an order charges to which line, and the one call that moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import database_says_no
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef


@dataclass(frozen=True, slots=True)
class Charge:
    line_id: int
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Moved:
    """The journal entry of a move, and the lines that went over their cash plan where that only warns."""

    entry_id: int | None
    over_plan: tuple[int, ...] = ()


def lines_of(charges: Sequence[Charge]) -> list[int]:
    return [charge.line_id for charge in charges]


def amounts_of(charges: Sequence[Charge]) -> list[int]:
    return [charge.amount.idr for charge in charges]


# A refusal of the function aborts the transaction, and the caller's use case rolls back whole: a savepoint of our own
# would cost two round trips on the busiest path and save nothing.
@transaction.atomic(savepoint=False)
def move(
    verb: str,
    *,
    order: OrderRef,
    charges: Sequence[Charge],
    at: datetime,
    key: str | None = None,
    reason: str = "",
    cash_plan: str = "off",
) -> Moved:
    """Move charged money one stage; line, hold and journal in one statement."""
    values = values_of(verb, order=order, charges=charges, at=at, key=key, reason=reason, cash_plan=cash_plan)
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM budget_move(%s, %s, %s, %s, %s, %s::bigint[], %s::bigint[], %s, %s)", values)
        entry_id, over_plan = cursor.fetchone()
    return Moved(entry_id, tuple(over_plan or ()))


def values_of(
    verb: str,
    *,
    order: OrderRef,
    charges: Sequence[Charge],
    at: datetime,
    key: str | None = None,
    reason: str = "",
    cash_plan: str = "off",
) -> list[Any]:
    """A move as the function `budget_move` takes it."""
    day = local_day(at)
    return [verb, key, order.id, order.number, day, lines_of(charges), amounts_of(charges), reason, cash_plan]
