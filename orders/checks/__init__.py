"""Checks before an order leaves: pure functions from facts to findings, so that oversight can ask the same questions.

A finding blocks, needs a reason, is worth knowing, or has passed. Passed ones are shown too: they protect the officer.
"""

from orders.checks.budget import BudgetFacts, check_budget
from orders.checks.conflict import check_conflict
from orders.checks.findings import Finding, Level, blocking, needing_reason
from orders.checks.order_value import check_order_value
from orders.checks.price import PriceFacts, check_prices
from orders.checks.splitting import ChargedOrder, SplitRules, check_splitting
from orders.checks.stock import check_stock
from orders.checks.tax import check_card_tax
from orders.checks.vendor_standing import check_vendor
from orders.checks.year_end import check_year_end

__all__ = [
    "BudgetFacts",
    "ChargedOrder",
    "Finding",
    "Level",
    "PriceFacts",
    "SplitRules",
    "blocking",
    "check_budget",
    "check_card_tax",
    "check_conflict",
    "check_order_value",
    "check_prices",
    "check_splitting",
    "check_stock",
    "check_vendor",
    "check_year_end",
    "needing_reason",
]
