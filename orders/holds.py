"""Money and goods held for an order, moved together: what the use cases call down for."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from catalog import stock
from marketplace.kernel import law
from marketplace.kernel.calendar import JAKARTA, add_working_days, local_day
from marketplace.kernel.money import Rupiah
from orders.models import OrderCharge, ProcurementOrder
from payments.budget import services as budget
from payments.budget.charges import Charge


def charges_of(order: ProcurementOrder) -> list[Charge]:
    """What the order puts on each line, in the order in which lines are locked."""
    rows = OrderCharge.objects.filter(order_id=order.id).order_by("budget_line_id")
    return [Charge(line_id=row.budget_line_id, amount=Rupiah(row.amount_idr)) for row in rows]


def open_charges_of(order: ProcurementOrder) -> list[Charge]:
    """What is still promised for goods that were not accepted."""
    rows = OrderCharge.objects.filter(order_id=order.id).order_by("budget_line_id")
    return [Charge(line_id=row.budget_line_id, amount=Rupiah(row.open_idr)) for row in rows if row.open_idr]


def release_reserve(order: ProcurementOrder, *, at: datetime, reason: str) -> None:
    """Before confirmation nothing is bound: goods and money go back, in the same transaction as the state."""
    stock.release(order=order.ref, at=at)
    budget.release(order=order.ref, charges=charges_of(order), at=at, reason=reason)


def end_of_day(at: datetime, *, working_days: int = 0, days: int = 0) -> datetime:
    """The last moment of a later day in the office's time."""
    day = add_working_days(local_day(at), working_days) if working_days else local_day(at) + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), tzinfo=JAKARTA)


def choose_until(at: datetime) -> datetime:
    return end_of_day(at, working_days=law.limit_on("deadline.choose_wd", local_day(at)))


def approve_until(at: datetime) -> datetime:
    return end_of_day(at, working_days=law.limit_on("deadline.approval_wd", local_day(at)))


def answer_until(at: datetime) -> datetime:
    return end_of_day(at, days=law.limit_on("deadline.vendor_silent_days", local_day(at)))
