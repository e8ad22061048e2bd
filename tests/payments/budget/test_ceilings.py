"""How a ceiling comes to be and changes (T34, T35), use elsewhere, the SPD, and the split of a float (T39)."""

from datetime import date

import pytest
from django.db import transaction

from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.errors import (
    BudgetExceeded,
    FundReleaseExceeded,
    LineExists,
    ShiftBelowUsed,
    ShiftNotBalanced,
    WrongFiscalYear,
)
from payments.budget.float_split import split_float
from payments.budget.models import BudgetLine, CeilingChange, FundRelease
from payments.budget.selectors import require_fund_release
from payments.budget.shifts import ShiftApprover, shift_approver
from payments.ledger import chart
from payments.ledger.balances import balance
from tests.payments.budget_scene import Office, broken_invariants, figures, reserve


@pytest.mark.django_db
def test_opening_a_line_enters_its_ceiling_in_both_books():
    line = Office().line(30_000_000, account="5.1.02.01.001.00052")

    assert line.account_code == "5.1.02.01.01.0052"
    for account in (chart.CEILING, chart.AVAILABLE, chart.APPROPRIATION):
        assert balance(account, entity_id=line.agency_id, line_id=line.pk) == Rupiah(30_000_000)
    assert broken_invariants() == []


@pytest.mark.django_db
def test_the_same_line_is_not_opened_twice():
    office = Office()
    office.line()

    with pytest.raises(LineExists), transaction.atomic():
        office.line()

    assert BudgetLine.objects.filter(agency=office.agency).count() == 1


@pytest.mark.django_db
def test_t34_a_shift_does_not_take_what_is_used():
    office = Office()
    giver, taker = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")
    reserve(giver, 8_500_000)
    amended = budget.open_document(
        agency_id=office.agency.pk, fiscal_year=2026, number="DPPA/1", effective_from=date(2026, 7, 1)
    )
    take = {giver.pk: Rupiah(-2_000_000), taker.pk: Rupiah(2_000_000)}

    with pytest.raises(ShiftBelowUsed) as refusal, transaction.atomic():
        budget.shift_budget(document=amended, changes=take, effective_from=date(2026, 7, 1))

    assert (refusal.value.code, refusal.value.available) == ("SHIFT_BELOW_USED", Rupiah(1_500_000))
    assert (figures(giver)[0], figures(taker)[0]) == (1_500_000, 1_000_000)


@pytest.mark.django_db
def test_a_shift_moves_ceilings_under_a_new_version_and_keeps_history():
    office = Office()
    giver, taker = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")
    amended = budget.open_document(
        agency_id=office.agency.pk, fiscal_year=2026, number="DPPA/1", effective_from=date(2026, 7, 1)
    )

    budget.shift_budget(
        document=amended,
        changes={taker.pk: Rupiah(2_000_000), giver.pk: Rupiah(-2_000_000)},
        effective_from=date(2026, 7, 1),
    )

    assert (figures(giver)[0], figures(taker)[0]) == (8_000_000, 3_000_000)
    assert BudgetLine.objects.get(pk=giver.pk).version == amended.version == 2
    history = CeilingChange.objects.filter(line=giver).values_list("before_idr", "after_idr")
    assert list(history) == [(0, 10_000_000), (10_000_000, 8_000_000)]
    assert broken_invariants() == []


@pytest.mark.django_db
def test_a_shift_gives_exactly_what_it_takes():
    office = Office()
    giver, taker = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")

    with pytest.raises(ShiftNotBalanced), transaction.atomic():
        budget.shift_budget(
            document=office.document,
            changes={giver.pk: Rupiah(-2_000_000), taker.pk: Rupiah(2_000_001)},
            effective_from=date(2026, 7, 1),
        )

    assert (figures(giver)[0], figures(taker)[0]) == (10_000_000, 1_000_000)


@pytest.mark.django_db
def test_a_ceiling_does_not_change_in_another_year():
    office = Office()
    giver, taker = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")

    with pytest.raises(WrongFiscalYear), transaction.atomic():
        budget.shift_budget(
            document=office.document,
            changes={giver.pk: Rupiah(-1), taker.pk: Rupiah(1)},
            effective_from=date(2027, 1, 1),
        )


@pytest.mark.django_db
def test_what_was_spent_elsewhere_counts():
    line = Office().line(10_000_000)
    budget.import_external_use(used={line.pk: Rupiah(7_000_000)}, as_of=date(2026, 3, 1))

    with pytest.raises(BudgetExceeded) as refusal, transaction.atomic():
        reserve(line, 3_000_001)
    reserve(line, 3_000_000)

    assert refusal.value.available == Rupiah(3_000_000)
    assert figures(line)[0] == 0
    assert broken_invariants() == []


@pytest.mark.django_db
def test_an_older_report_of_use_elsewhere_does_not_replace_a_newer_one():
    line = Office().line(10_000_000)
    budget.import_external_use(used={line.pk: Rupiah(7_000_000)}, as_of=date(2026, 3, 2))

    budget.import_external_use(used={line.pk: Rupiah(1_000_000)}, as_of=date(2026, 3, 1))

    assert figures(line)[0] == 3_000_000


@pytest.mark.django_db
def test_use_elsewhere_beyond_the_ceiling_is_refused_for_all_lines_of_the_report():
    office = Office()
    first, second = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")

    with pytest.raises(BudgetExceeded) as refusal, transaction.atomic():
        budget.import_external_use(
            used={first.pk: Rupiah(1_000_000), second.pk: Rupiah(1_000_001)}, as_of=date(2026, 3, 1)
        )

    assert refusal.value.available == Rupiah(1_000_000)
    assert (figures(first)[0], figures(second)[0]) == (10_000_000, 1_000_000)


@pytest.mark.django_db
def test_a_payment_request_stays_within_the_released_funds():
    line = Office().line(10_000_000)
    FundRelease.objects.create(line=line, number="SPD/1", released_on=date(2026, 1, 5), amount_idr=2_500_000)
    FundRelease.objects.create(line=line, number="SPD/2", released_on=date(2026, 4, 5), amount_idr=2_500_000)

    require_fund_release(line.pk, amount=Rupiah(2_500_000), day=date(2026, 3, 31))
    with pytest.raises(FundReleaseExceeded) as refusal:
        require_fund_release(line.pk, amount=Rupiah(2_500_001), day=date(2026, 3, 31))
    require_fund_release(line.pk, amount=Rupiah(5_000_000), day=date(2026, 4, 5))

    assert refusal.value.available == Rupiah(2_500_000)


@pytest.mark.parametrize(
    ("to_code", "approver"),
    [
        ("5.1.02.01.01.0024", ShiftApprover.BUDGET_USER),
        ("5.1.02.01.01.0025", ShiftApprover.FINANCE_MANAGER),
        ("5.1.02.01.02.0001", ShiftApprover.FINANCE_MANAGER),
        ("5.1.02.02.01.0047", ShiftApprover.REGIONAL_SECRETARY),
        ("5.2.02.05.02.0001", ShiftApprover.AMENDMENT),
        ("5.1.05.01.01.0001", ShiftApprover.AMENDMENT),
    ],
)
def test_t35_the_longer_the_shared_code_the_lower_the_approver(to_code, approver):
    assert shift_approver("5.1.02.01.01.0024", to_code) == approver


def test_t35_a_shift_between_sub_activities_needs_an_amendment():
    assert shift_approver("5.1.02.01.01.0024", "5.1.02.01.01.0025", same_sub_activity=False) == ShiftApprover.AMENDMENT


@pytest.mark.parametrize(
    ("total", "share", "card", "cash"),
    [(75_000_001, 4000, 30_000_000, 45_000_001), (1, 4000, 0, 1), (10, 10_000, 10, 0), (10, 0, 0, 10)],
)
def test_t39_the_card_part_of_a_float_is_rounded_down_and_cash_gets_the_rest(total, share, card, cash):
    split = split_float(Rupiah(total), card_share_bp=share)

    assert (split.card, split.cash) == (Rupiah(card), Rupiah(cash))


def test_a_share_beyond_the_whole_is_a_mistake():
    with pytest.raises(ValueError, match="10001"):
        split_float(Rupiah(1), card_share_bp=10_001)
