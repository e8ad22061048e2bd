"""Whether the budget lines can carry the order: ceiling first, then the cash plan up to the month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orders.checks.findings import Finding, Level


@dataclass(frozen=True)
class BudgetFacts:
    """One charge beside its line. `others_idr` is what the same basket puts on the line for other vendors."""

    line_id: int
    account_code: str
    name: str
    amount_idr: int
    available_idr: int
    cash_plan_left_idr: int | None = None
    others_idr: int = 0


def check_budget(charges: Sequence[BudgetFacts], *, cash_plan_is_hard: bool) -> Finding:
    """A forecast for the page; the database decides at submission, in one statement per line.

    Source  UU 1/2004 art. 3 (3): no commitment without or beyond the ceiling; cash plan as local practice.
    """
    for charge in charges:
        left = charge.available_idr - charge.others_idr
        if charge.amount_idr > left:
            return Finding("PAGU_EXCEEDED", Level.BLOCKS, _facts(charge, left))
    for charge in charges:
        if charge.cash_plan_left_idr is None:
            continue
        left = charge.cash_plan_left_idr - charge.others_idr
        if charge.amount_idr > left:
            level = Level.BLOCKS if cash_plan_is_hard else Level.NOTE
            return Finding("CASHPLAN_EXCEEDED", level, _facts(charge, left))
    if not charges:
        return Finding("CHARGE_MISSING", Level.BLOCKS)
    last = charges[0]
    return Finding("PAGU_EXCEEDED", Level.PASSED, _facts(last, last.available_idr - last.others_idr))


def _facts(charge: BudgetFacts, left: int) -> dict:
    return {
        "line_id": charge.line_id,
        "account": charge.account_code,
        "name": charge.name,
        "amount_idr": charge.amount_idr,
        "left_idr": max(left, 0),
        "after_idr": left - charge.amount_idr,
        "short_idr": max(charge.amount_idr - left, 0),
    }
