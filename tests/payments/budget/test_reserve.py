"""Vectors T01-T04, T11 and T36: an order may hold what the ceiling, the cash plan, the year and the account allow."""

import pytest
from django.core.cache import cache
from django.db import transaction

from marketplace.kernel.law import LawRow
from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.errors import (
    AccountProhibited,
    AlreadyReserved,
    AmountNotPositive,
    BudgetExceeded,
    BudgetNotInForce,
    CashPlanExceeded,
    UnknownBudgetLine,
    WrongFiscalYear,
)
from payments.budget.models import BudgetHold
from payments.budget.selectors import figures_of
from payments.budget.services import Charge
from tests.payments.budget_scene import (
    ANI,
    NOON,
    Office,
    at,
    broken_invariants,
    charge,
    entry_count,
    figures,
    order_ref,
    reserve,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law_is_read_anew():
    cache.clear()
    yield
    cache.clear()


MONTHLY = {month: Rupiah(2_666_667 if month < 3 else 2_666_666) for month in range(1, 13)}


def test_reserving_holds_the_money_for_the_order():
    line = Office().line(10_000_000)

    order = reserve(line, 4_000_000)

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)
    hold = BudgetHold.objects.get(order_id=order.id)
    assert (hold.line_id, hold.reserved_idr) == (line.pk, 4_000_000)
    assert broken_invariants() == []


def test_the_whole_ceiling_can_be_reserved():
    line = Office().line(10_000_000)

    reserve(line, 10_000_000)

    assert figures(line) == (0, 10_000_000, 0, 0, 0)


def test_t01_one_rupiah_beyond_the_ceiling_is_refused_and_changes_nothing():
    line = Office().line(10_000_000)
    before = entry_count()

    with pytest.raises(BudgetExceeded) as refusal, transaction.atomic():
        reserve(line, 10_000_001)

    assert refusal.value.code == "PAGU_EXCEEDED"
    assert refusal.value.available == Rupiah(10_000_000)
    assert refusal.value.requested == Rupiah(10_000_001)
    assert str(refusal.value) == "Sisa pagu Rp10.000.000 tidak cukup untuk Rp10.000.001."
    assert figures(line) == (10_000_000, 0, 0, 0, 0)
    assert (entry_count(), BudgetHold.objects.count()) == (before, 0)


def test_t02_beyond_the_cash_plan_is_refused_where_the_plan_is_hard():
    line = Office().line(10_000_000, cash_plan=MONTHLY)

    with pytest.raises(CashPlanExceeded) as refusal, transaction.atomic():
        reserve(line, 8_000_001)

    assert refusal.value.code == "CASHPLAN_EXCEEDED"
    assert figures(line) == (10_000_000, 0, 0, 0, 0)
    reserve(line, 8_000_000)
    assert figures(line) == (2_000_000, 8_000_000, 0, 0, 0)


def test_t02_beyond_the_cash_plan_is_accepted_and_flagged_where_the_plan_only_warns(as_owner):
    with as_owner():
        LawRow.objects.create(
            kind="cashplan_check_hard", value=0, unit="yes_no", valid_from=NOON.date(), source="uji", confidence="sure"
        )
    line = Office().line(10_000_000, cash_plan=MONTHLY)

    moved = budget.reserve(charges=[charge(line, 8_000_001)], order=order_ref(), actor=ANI, at=at("2026-03-07"))

    assert moved.over_plan == (line.pk,)
    assert figures(line) == (1_999_999, 8_000_001, 0, 0, 0)


def test_the_cash_plan_grows_with_the_months():
    line = Office().line(10_000_000, cash_plan={1: Rupiah(1_000_000), 6: Rupiah(9_000_000)})

    with pytest.raises(CashPlanExceeded), transaction.atomic():
        reserve(line, 1_000_001, when=at("2026-05-31"))
    reserve(line, 1_000_001, when=at("2026-06-01"))

    assert figures(line)[1] == 1_000_001


def test_t04_what_is_released_can_be_reserved_again_and_history_keeps_all_entries():
    line = Office().line(10_000_000)
    order = reserve(line, 4_000_000)
    before = entry_count()

    budget.release(order=order, charges=[charge(line, 4_000_000)], at=NOON, reason="dibatalkan")
    reserve(line, 10_000_000)

    assert figures(line) == (0, 10_000_000, 0, 0, 0)
    assert entry_count() == before + 2


@pytest.mark.parametrize("account", ["5.1.01.01.01.0001", "5.1.02.02.01.0003", "5.1.02.04.01.0001"])
def test_t11_salaries_honoraria_and_travel_are_refused(account):
    line = Office().line(10_000_000, account=account)

    with pytest.raises(AccountProhibited) as refusal, transaction.atomic():
        reserve(line, 1)

    assert refusal.value.code == "ACCOUNT_PROHIBITED"
    assert account in str(refusal.value)
    assert figures(line) == (10_000_000, 0, 0, 0, 0)


@pytest.mark.parametrize("day", ["2026-12-31", "2028-01-01"])
def test_t36_a_line_of_another_year_is_refused(day):
    line = Office(year=2027).line(10_000_000)

    with pytest.raises(WrongFiscalYear) as refusal, transaction.atomic():
        reserve(line, 1, when=at(day))

    assert refusal.value.code == "FISCAL_YEAR"
    assert "Mata anggaran tahun 2027" in str(refusal.value)
    assert figures(line) == (10_000_000, 0, 0, 0, 0)


def test_the_year_is_that_of_jakarta_not_of_greenwich():
    line = Office(year=2026).line(10_000_000)
    new_year = at("2027-01-01").replace(hour=0, minute=0)

    with pytest.raises(WrongFiscalYear), transaction.atomic():
        reserve(line, 1, when=new_year)


def test_a_line_is_not_used_before_it_is_in_force():
    office = Office()
    line = office.line(10_000_000, effective_from=at("2026-06-01").date())

    with pytest.raises(BudgetNotInForce), transaction.atomic():
        reserve(line, 1, when=at("2026-05-31"))


def test_an_order_reserves_a_line_once():
    line = Office().line(10_000_000)
    order = reserve(line, 4_000_000)

    with pytest.raises(AlreadyReserved), transaction.atomic():
        reserve(line, 4_000_000, order=order)

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)


def test_an_order_whose_reserve_was_released_may_reserve_again():
    line = Office().line(10_000_000)
    order = reserve(line, 4_000_000)
    budget.release(order=order, charges=[charge(line, 4_000_000)], at=NOON, reason="kedaluwarsa")

    reserve(line, 5_000_000, order=order)

    assert figures(line) == (5_000_000, 5_000_000, 0, 0, 0)
    assert broken_invariants() == []


def test_an_unknown_line_is_refused():
    with pytest.raises(UnknownBudgetLine), transaction.atomic():
        budget.reserve(charges=[Charge(999_999_999, Rupiah(1))], order=order_ref(), actor=ANI, at=NOON)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_or_less_is_refused(amount):
    line = Office().line(10_000_000)

    with pytest.raises(AmountNotPositive), transaction.atomic():
        reserve(line, amount)

    assert figures(line) == (10_000_000, 0, 0, 0, 0)


def test_an_order_on_two_lines_gets_both_or_none():
    office = Office()
    rich, poor = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")
    before = entry_count()

    with pytest.raises(BudgetExceeded), transaction.atomic():
        budget.reserve(
            charges=[charge(rich, 5_000_000), charge(poor, 1_000_001)], order=order_ref(), actor=ANI, at=NOON
        )

    assert figures(rich) == (10_000_000, 0, 0, 0, 0)
    assert figures(poor) == (1_000_000, 0, 0, 0, 0)
    assert entry_count() == before


def test_two_charges_on_one_line_count_together():
    line = Office().line(10_000_000)

    with pytest.raises(BudgetExceeded), transaction.atomic():
        budget.reserve(
            charges=[charge(line, 6_000_000), charge(line, 4_000_001)], order=order_ref(), actor=ANI, at=NOON
        )

    assert figures(line) == (10_000_000, 0, 0, 0, 0)


def test_reserving_is_one_round_trip_to_the_database(django_assert_num_queries):
    office = Office()
    lines = [office.line(10_000_000), office.line(10_000_000, account="5.1.02.01.01.0025")]
    order = order_ref()
    reserve(lines[0], 1)  # the law row is read once and kept

    with django_assert_num_queries(1):
        budget.reserve(charges=[charge(line, 1_000_000) for line in lines], order=order, actor=ANI, at=NOON)


def test_the_figures_of_a_line_are_given_as_one_record():
    line = Office().line(10_000_000)
    reserve(line, 4_000_000)
    line.refresh_from_db()

    (of,) = figures_of([line])

    assert of.ceiling == of.available + of.reserved + of.committed + of.obligated + of.realised + of.external
    assert (of.available, of.reserved, of.orders) == (Rupiah(6_000_000), Rupiah(4_000_000), 1)
