from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel import telling
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.law import limit_on
from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move, values_of


def reserve(*, charges: Sequence[Charge], order: OrderRef, actor: Actor, at: datetime) -> Moved:
    """Hold money for a submitted order. The two ceilings tested here are the line's and, by setting, its cash plan.

        debit   BUD.TERSEDIA      each charge
        credit  BUD.DICADANGKAN   each charge

    Locks   the lines in ascending id; call it last, for the lines are what others wait for.
    Raises  BudgetExceeded, CashPlanExceeded, WrongFiscalYear, AccountProhibited, BudgetNotInForce, AlreadyReserved.
    Source  UU 1/2004 art. 3(3); Permendagri 77/2020.
    """
    return move("reserve", order=order, charges=charges, at=at, cash_plan=_cash_plan(at))


def reserve_with_the_act(orders: Sequence[tuple[OrderRef, Sequence[Charge]]], *, at: datetime) -> None:
    """The same for all orders of one act, within `telling.gathered`: the lines are locked by the act's last statement.

    Locks   the lines of all orders in ascending id, before the first is charged.
    Raises  at the end of `gathered`, what `reserve` raises.
    """
    line_ids = sorted({charge.line_id for _order, charges in orders for charge in charges})
    if len(line_ids) > 1:
        telling.call("budget_lock_lines", [line_ids])
    for order, charges in orders:
        telling.call("budget_move", values_of("reserve", order=order, charges=charges, at=at, cash_plan=_cash_plan(at)))


def _cash_plan(at: datetime) -> str:
    return "hard" if limit_on("cashplan_check_hard", local_day(at)) else "warn"
