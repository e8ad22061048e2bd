from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import database_says_no
from marketplace.kernel.law import limit_on
from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, amounts_of, lines_of


@transaction.atomic(savepoint=False)
def move_reserve(*, order: OrderRef, old: Sequence[Charge], new: Sequence[Charge], at: datetime) -> Moved:
    """Another offer was chosen: move what the order reserved to other lines or amounts, in one step.

        debit   BUD.DICADANGKAN   where it falls        debit   BUD.TERSEDIA      where it rises
        credit  BUD.TERSEDIA      where it falls        credit  BUD.DICADANGKAN   where it rises

    Raises  NotHeld when `old` is not exactly what the order has in reserve; BudgetExceeded and its siblings for `new`.
    """
    day = local_day(at)
    cash_plan = "hard" if limit_on("cashplan_check_hard", day) else "warn"
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            """SELECT * FROM budget_move_reserve(%s, %s, %s, %s::bigint[], %s::bigint[], %s::bigint[],
                                                 %s::bigint[], %s)""",
            [
                order.id,
                order.number,
                day,
                lines_of(old),
                amounts_of(old),
                lines_of(new),
                amounts_of(new),
                cash_plan,
            ],
        )
        entry_id, over_plan = cursor.fetchone()
    return Moved(entry_id, tuple(over_plan or ()))
