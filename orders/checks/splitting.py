"""Signs that one package was broken into several orders to stay under a limit.

Source  Perpres 16/2018 art. 20 (2) d forbids it. A sign is no proof: it asks for a reason and is kept for the auditor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from orders.checks.findings import Finding, Level


@dataclass(frozen=True)
class ChargedOrder:
    """What one order of one office put on one account, at one vendor, on one day."""

    number: str
    vendor_id: int
    account_code: str
    category_codes: frozenset[str]
    amount_idr: int
    day: date


@dataclass(frozen=True)
class SplitRules:
    thresholds_idr: tuple[int, ...]
    window_days: int
    payee_limit_idr: int


def check_splitting(new: Sequence[ChargedOrder], earlier: Sequence[ChargedOrder], *, rules: SplitRules) -> Finding:
    """Look at the new order (one row per account) beside the office's earlier orders from the same vendor.

    Same account: a reason is asked, or it blocks when all are of one day and pass what one payee may get.
    Only the same category, on different accounts: worth knowing, nothing more.
    """
    worst = Finding("SPLIT_SUSPECT", Level.PASSED, {"window_days": rules.window_days})
    for charge in new:
        near = [
            other
            for other in earlier
            if other.vendor_id == charge.vendor_id and charge.day - other.day <= timedelta(days=rules.window_days)
        ]
        same_account = [other for other in near if other.account_code == charge.account_code]
        found = _judge("SPLIT_SUSPECT", charge, same_account, rules)
        if found.level is Level.PASSED:
            same_goods = [other for other in near if other.category_codes & charge.category_codes]
            found = _judge("SPLIT_CATEGORY", charge, same_goods, rules)
        if _weight(found) > _weight(worst):
            worst = found
    return worst


def _judge(check: str, charge: ChargedOrder, others: Sequence[ChargedOrder], rules: SplitRules) -> Finding:
    together = [charge, *others]
    total = sum(one.amount_idr for one in together)
    passed_limits = [
        limit for limit in rules.thresholds_idr if total > limit and all(one.amount_idr <= limit for one in together)
    ]
    if not others or not passed_limits:
        return Finding(check, Level.PASSED, {"window_days": rules.window_days})
    facts = {
        "count": len({one.number for one in together}),
        "sum_idr": total,
        "limit_idr": max(passed_limits),
        "window_days": rules.window_days,
        "account": charge.account_code,
        "numbers": sorted({one.number for one in others if one.number}),
    }
    if check == "SPLIT_CATEGORY":
        return Finding(check, Level.NOTE, facts)
    same_day = sum(one.amount_idr for one in together if one.day == charge.day)
    level = Level.BLOCKS if same_day > rules.payee_limit_idr else Level.NEEDS_REASON
    return Finding(check, level, facts)


def _weight(finding: Finding) -> int:
    return [Level.PASSED, Level.NOTE, Level.NEEDS_REASON, Level.BLOCKS].index(finding.level)
