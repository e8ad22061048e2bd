"""From reserve to realisation, and back: each stage gives only what the order holds there, and gives it once."""

import pytest
from django.db import transaction

from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.errors import BudgetExceeded, NotHeld, WrongFiscalYear
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.ledger.errors import JournalKeyReused
from tests.payments.budget_scene import (
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


@pytest.fixture
def line():
    return Office().line(10_000_000)


def committed(line, amount, when=NOON):
    order = reserve(line, amount, when=when)
    budget.commit(order=order, charges=[charge(line, amount)], at=when)
    return order


def obligated(line, amount, when=NOON):
    order = committed(line, amount, when)
    budget.obligate(order=order, charges=[charge(line, amount)], at=when)
    return order


def realised(line, amount):
    order = obligated(line, amount)
    budget.realise(order=order, charges=[charge(line, amount)], key=f"dpt:{order.id}", at=NOON)
    return order


def test_an_order_walks_from_reserve_to_realisation(line):
    realised(line, 4_000_000)

    assert figures(line) == (6_000_000, 0, 0, 0, 4_000_000)
    spending = balance(chart.SPENDING, entity_id=line.agency_id, line_id=line.pk)
    assert spending == balance(chart.REALISED, entity_id=line.agency_id, line_id=line.pk) == Rupiah(4_000_000)
    assert broken_invariants() == []


def test_a_part_is_received_and_the_rest_released(line):
    order = committed(line, 5_000_000)

    budget.obligate(order=order, charges=[charge(line, 4_000_000)], at=NOON)
    budget.release_commitment(order=order, charges=[charge(line, 1_000_000)], at=NOON, reason="sisa dibatalkan")

    assert figures(line) == (6_000_000, 0, 0, 4_000_000, 0)
    assert broken_invariants() == []


@pytest.mark.parametrize("verb", ["commit", "release"])
def test_a_reserve_is_given_up_once(line, verb):
    order = committed(line, 4_000_000)
    before = (figures(line), entry_count())
    extra = {"reason": "dua kali"} if verb == "release" else {}

    with pytest.raises(NotHeld) as refusal, transaction.atomic():
        getattr(budget, verb)(order=order, charges=[charge(line, 4_000_000)], at=NOON, **extra)

    assert refusal.value.held == Rupiah(0)
    assert (figures(line), entry_count()) == before


@pytest.mark.parametrize("verb", ["obligate", "release_commitment"])
def test_no_more_than_was_committed_is_obligated_or_released(line, verb):
    order = committed(line, 4_000_000)
    committed(line, 4_000_000)  # another order's commitment on the line does not help
    extra = {"reason": "terlalu banyak"} if verb == "release_commitment" else {}

    with pytest.raises(NotHeld), transaction.atomic():
        getattr(budget, verb)(order=order, charges=[charge(line, 4_000_001)], at=NOON, **extra)

    assert figures(line) == (2_000_000, 0, 8_000_000, 0, 0)


def test_goods_not_committed_cannot_be_obligated(line):
    order = reserve(line, 4_000_000)

    with pytest.raises(NotHeld), transaction.atomic():
        budget.obligate(order=order, charges=[charge(line, 4_000_000)], at=NOON)

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)


def test_the_same_disbursement_twice_is_one_entry(line):
    order = obligated(line, 4_000_000)
    first = budget.realise(order=order, charges=[charge(line, 2_000_000)], key="sp2d:7", at=NOON)

    again = budget.realise(order=order, charges=[charge(line, 2_000_000)], key="sp2d:7", at=NOON)

    assert again.entry_id == first.entry_id
    assert figures(line) == (6_000_000, 0, 0, 2_000_000, 2_000_000)


def test_a_disbursement_key_with_other_content_is_refused(line):
    order = obligated(line, 4_000_000)
    budget.realise(order=order, charges=[charge(line, 2_000_000)], key="sp2d:7", at=NOON)

    with pytest.raises(JournalKeyReused), transaction.atomic():
        budget.realise(order=order, charges=[charge(line, 1_999_999)], key="sp2d:7", at=NOON)

    assert figures(line) == (6_000_000, 0, 0, 2_000_000, 2_000_000)


def test_t31_a_refund_in_the_same_year_lowers_spending_and_frees_the_budget(line):
    order = realised(line, 4_000_000)

    budget.unrealise(order=order, charges=[charge(line, 800_000)], key="sts:1", at=at("2026-12-28"), reason="cacat")

    assert figures(line) == (6_800_000, 0, 0, 0, 3_200_000)
    assert balance(chart.SPENDING, entity_id=line.agency_id, line_id=line.pk) == Rupiah(3_200_000)
    assert broken_invariants() == []


def test_t32_a_refund_in_the_next_year_does_not_revive_the_old_budget(line):
    order = realised(line, 4_000_000)

    with pytest.raises(WrongFiscalYear), transaction.atomic():
        budget.unrealise(order=order, charges=[charge(line, 800_000)], key="sts:1", at=at("2027-01-05"), reason="cacat")

    assert figures(line) == (6_000_000, 0, 0, 0, 4_000_000)


def test_a_refund_before_disbursement_frees_the_budget(line):
    order = obligated(line, 4_000_000)

    budget.release_obligation(order=order, charges=[charge(line, 800_000)], at=NOON, reason="dikembalikan")

    assert figures(line) == (6_800_000, 0, 0, 3_200_000, 0)


def test_what_is_released_after_new_year_goes_back_to_the_old_year(line):
    order = reserve(line, 4_000_000, when=at("2026-12-30"))

    budget.release(order=order, charges=[charge(line, 4_000_000)], at=at("2027-01-03"), reason="kedaluwarsa")

    assert figures(line) == (10_000_000, 0, 0, 0, 0)
    assert broken_invariants() == []


@pytest.mark.parametrize("verb", ["commit", "obligate"])
def test_an_order_of_the_old_year_is_not_carried_into_the_new_one(line, verb):
    order = reserve(line, 4_000_000, when=at("2026-12-30"))
    if verb == "obligate":
        budget.commit(order=order, charges=[charge(line, 4_000_000)], at=at("2026-12-30"))
    before = figures(line)

    with pytest.raises(WrongFiscalYear), transaction.atomic():
        getattr(budget, verb)(order=order, charges=[charge(line, 4_000_000)], at=at("2027-01-02"))

    assert figures(line) == before


def test_another_offer_moves_the_reserve_to_other_lines_and_amounts():
    office = Office()
    old, new = office.line(10_000_000), office.line(3_000_000, account="5.1.02.01.01.0025")
    order = reserve(old, 4_000_000)

    budget.move_reserve(
        order=order, old=[charge(old, 4_000_000)], new=[charge(old, 1_500_000), charge(new, 3_000_000)], at=NOON
    )

    assert figures(old) == (8_500_000, 1_500_000, 0, 0, 0)
    assert figures(new) == (0, 3_000_000, 0, 0, 0)
    assert broken_invariants() == []


def test_an_offer_beyond_the_ceiling_leaves_the_reserve_where_it_was():
    office = Office()
    old, new = office.line(10_000_000), office.line(3_000_000, account="5.1.02.01.01.0025")
    order = reserve(old, 4_000_000)

    with pytest.raises(BudgetExceeded), transaction.atomic():
        budget.move_reserve(order=order, old=[charge(old, 4_000_000)], new=[charge(new, 3_000_001)], at=NOON)

    assert figures(old) == (6_000_000, 4_000_000, 0, 0, 0)
    assert figures(new) == (3_000_000, 0, 0, 0, 0)


@pytest.mark.parametrize("said", [3_999_999, 4_000_001])
def test_a_reserve_moves_only_as_it_really_is(line, said):
    order = reserve(line, 4_000_000)

    with pytest.raises(NotHeld), transaction.atomic():
        budget.move_reserve(order=order, old=[charge(line, said)], new=[charge(line, 5_000_000)], at=NOON)

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)


def test_an_order_that_never_reserved_has_nothing_to_commit(line):
    reserve(line, 4_000_000)

    with pytest.raises(NotHeld), transaction.atomic():
        budget.commit(order=order_ref(), charges=[charge(line, 1)], at=NOON)

    assert figures(line) == (6_000_000, 4_000_000, 0, 0, 0)
