"""The pure checks, with the figures of the regulations' own examples."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from marketplace.kernel.money import Rupiah
from orders.charging import resolve_charges, share_over
from orders.checks import (
    BudgetFacts,
    ChargedOrder,
    Level,
    PriceFacts,
    SplitRules,
    check_budget,
    check_conflict,
    check_order_value,
    check_prices,
    check_splitting,
)
from orders.checks.words import WORDS, words_of
from orders.penalties import days_late, late_penalty

RULES = SplitRules(thresholds_idr=(10_000_000, 50_000_000, 200_000_000), window_days=7, payee_limit_idr=200_000_000)
DAY = date(2026, 11, 20)


def charged(
    amount: int, *, number: str = "", day: date = DAY, account: str = "A", goods: str = "07.03"
) -> ChargedOrder:
    return ChargedOrder(number, 1, account, frozenset({goods}), amount, day)


def test_three_orders_of_one_day_that_pass_ten_million_together_need_a_reason():
    earlier = [charged(4_000_000, number="1"), charged(4_000_000, number="2")]

    finding = check_splitting([charged(4_000_000)], earlier, rules=RULES)

    assert finding.level is Level.NEEDS_REASON and finding.facts["sum_idr"] == 12_000_000


def test_a_gap_longer_than_the_window_is_no_sign():
    earlier = [charged(30_000_000, number="1", day=DAY - timedelta(days=50))]

    assert check_splitting([charged(30_000_000)], earlier, rules=RULES).level is Level.PASSED


def test_orders_that_do_not_obey_the_limit_singly_are_not_split_to_obey_it():
    earlier = [charged(60_000_000, number="1")]

    assert check_splitting([charged(60_000_000)], earlier, rules=RULES).level is Level.PASSED


def test_one_day_beyond_what_a_payee_may_get_blocks():
    earlier = [charged(49_000_000, number=str(n)) for n in range(4)]

    assert check_splitting([charged(49_000_000)], earlier, rules=RULES).level is Level.BLOCKS


def test_order_value_names_the_limit_it_breaks():
    limits = {"order_max": Rupiah(50_000_000), "direct_max": Rupiah(200_000_000)}

    assert check_order_value(Rupiah(50_000_000), **limits).level is Level.PASSED
    assert check_order_value(Rupiah(50_000_001), **limits).check == "ORDER_MAX"
    assert check_order_value(Rupiah(200_000_001), **limits).check == "DIRECT_MAX"


@pytest.mark.parametrize(
    ("verdict", "level"),
    [("fair", Level.PASSED), ("below", Level.PASSED), ("unknown", Level.NOTE), ("needs_reason", Level.NEEDS_REASON),
     ("above_standard", Level.NEEDS_REASON)],
)  # fmt: skip
def test_a_price_outside_its_range_needs_a_reason(verdict, level):
    line = PriceFacts("Tinta", verdict, 95_000, low_idr=71_000, high_idr=86_000, median_idr=78_000)

    assert check_prices([line]).level is level


def test_the_rest_of_the_basket_counts_on_the_same_line():
    charge = BudgetFacts(1, "5.1", "ATK", amount_idr=6_000_000, available_idr=10_000_000, others_idr=5_000_000)

    finding = check_budget([charge], cash_plan_is_hard=True)

    assert finding.check == "PAGU_EXCEEDED" and finding.facts["short_idr"] == 1_000_000


def test_the_cash_plan_blocks_or_notes_by_setting():
    charge = BudgetFacts(1, "5.1", "ATK", amount_idr=8_000_001, available_idr=10_000_000, cash_plan_left_idr=8_000_000)

    assert check_budget([charge], cash_plan_is_hard=True).level is Level.BLOCKS
    assert check_budget([charge], cash_plan_is_hard=False).level is Level.NOTE


def test_a_shared_person_is_a_conflict_of_interest():
    finding = check_conflict(officials_behind=["Ani"])

    assert finding.level is Level.BLOCKS and finding.facts["names"] == ["Ani"]


def test_every_finding_has_words_without_gaps():
    finding = check_splitting([charged(4_000_000)], [charged(8_000_000, number="1")], rules=RULES)

    title, detail = words_of(finding)

    assert (finding.check, finding.level) in WORDS and "{" not in title + detail and "Rp12.000.000" in detail


@pytest.mark.parametrize(
    ("value", "days", "penalty"),
    [(20_000_000, 5, 100_000), (45_045_045, 3, 135_135), (7_200_000, 3, 21_600), (1, 1, 0)],
)
def test_late_penalty_is_a_thousandth_a_day_rounded_down(value, days, penalty):
    assert late_penalty(Rupiah(value), days=days, per_mille=1) == Rupiah(penalty)


def test_days_late_count_from_the_day_after_the_due_date():
    due = date(2026, 11, 2)

    assert days_late(due_on=due, arrived_on=due) == 0
    assert days_late(due_on=due, arrived_on=date(2026, 11, 3)) == 1


def test_the_open_amount_takes_the_rest():
    assert resolve_charges(Rupiah(10), [(2, None), (1, 4)]) == [(1, Rupiah(4)), (2, Rupiah(6))]
    assert resolve_charges(Rupiah(10), [(1, 4), (2, 5)]) is None
    assert resolve_charges(Rupiah(10), [(1, 10), (2, None)]) is None
    assert resolve_charges(Rupiah(10), [(1, 5), (1, 5)]) is None


def test_shares_never_exceed_what_is_open():
    for amount in range(101):
        parts = share_over(Rupiah(amount), [33, 33, 34])
        assert sum(part.idr for part in parts) == amount
        assert all(part.idr <= weight for part, weight in zip(parts, [33, 33, 34], strict=True))
