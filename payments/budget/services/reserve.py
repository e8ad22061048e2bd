from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.law import limit_on
from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def reserve(*, charges: Sequence[Charge], order: OrderRef, actor: Actor, at: datetime) -> Moved:
    """Hold money for a submitted order. The two ceilings tested here are the line's and, by setting, its cash plan.

        debit   BUD.TERSEDIA      each charge
        credit  BUD.DICADANGKAN   each charge

    Locks   the lines in ascending id; call it last, for the lines are what others wait for.
    Raises  BudgetExceeded, CashPlanExceeded, WrongFiscalYear, AccountProhibited, BudgetNotInForce, AlreadyReserved.
    Source  UU 1/2004 art. 3(3); Permendagri 77/2020.
    """
    hard = limit_on("cashplan_check_hard", local_day(at))
    return move("reserve", order=order, charges=charges, at=at, cash_plan="hard" if hard else "warn")
