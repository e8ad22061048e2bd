"""Many at once on one ceiling, with real threads and connections: never one rupiah too much, and nobody in a circle."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from payments.budget import services as budget
from payments.budget.errors import BudgetExceeded, NotHeld
from tests.payments.budget_scene import (
    ANI,
    NOON,
    Office,
    broken_invariants,
    charge,
    figures,
    order_ref,
    reserve,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, jobs, *, threads):
    """Run `work(job)` for all jobs from many threads; the tally of what each came to."""

    def one(job):
        try:
            with transaction.atomic():
                work(job)
            return "done"
        except (BudgetExceeded, NotHeld) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return Counter(pool.map(one, jobs))


def test_t03_of_two_orders_that_do_not_fit_together_exactly_one_wins():
    line = Office().line(10_000_000)

    tally = at_once(lambda _: reserve(line, 6_000_000), range(2), threads=2)

    assert tally == {"done": 1, "PAGU_EXCEEDED": 1}
    assert figures(line) == (4_000_000, 6_000_000, 0, 0, 0)


def test_three_hundred_orders_against_a_ceiling_that_fits_forty_one():
    line = Office().line(6_000_000)  # 41 times 146,341 is 5,999,981

    tally = at_once(lambda _: reserve(line, 146_341), range(300), threads=50)

    assert tally == {"done": 41, "PAGU_EXCEEDED": 259}
    assert figures(line) == (19, 5_999_981, 0, 0, 0)
    assert broken_invariants() == []


def test_orders_that_name_their_lines_in_opposite_order_do_not_wait_in_a_circle():
    office = Office()
    one, other = office.line(100_000_000), office.line(100_000_000, account="5.1.02.01.01.0025")
    pairs = [(one, other), (other, one)]

    def submit(number):
        lines = pairs[number % 2]
        budget.reserve(charges=[charge(line, 100_000) for line in lines], order=order_ref(), actor=ANI, at=NOON)

    tally = at_once(submit, range(100), threads=16)

    assert tally == {"done": 100}
    assert figures(one) == figures(other) == (90_000_000, 10_000_000, 0, 0, 0)


def test_one_reserve_is_committed_or_released_but_not_both():
    line = Office().line(10_000_000)
    order = reserve(line, 6_000_000)

    def decide(number):
        charges = [charge(line, 6_000_000)]
        if number % 2:
            budget.commit(order=order, charges=charges, at=NOON)
        else:
            budget.release(order=order, charges=charges, at=NOON, reason="kedaluwarsa")

    tally = at_once(decide, range(8), threads=8)

    assert tally == {"done": 1, "NOT_HELD": 7}
    assert figures(line) in [(4_000_000, 0, 6_000_000, 0, 0), (10_000_000, 0, 0, 0, 0)]
    assert broken_invariants() == []


def test_the_same_disbursement_from_many_workers_is_one_entry():
    line = Office().line(10_000_000)
    order = reserve(line, 6_000_000)
    budget.commit(order=order, charges=[charge(line, 6_000_000)], at=NOON)
    budget.obligate(order=order, charges=[charge(line, 6_000_000)], at=NOON)

    tally = at_once(
        lambda _: budget.realise(order=order, charges=[charge(line, 2_000_000)], key="sp2d:1", at=NOON),
        range(8),
        threads=8,
    )

    assert tally == {"done": 8}
    assert figures(line) == (4_000_000, 0, 0, 4_000_000, 2_000_000)
    assert broken_invariants() == []


def test_a_shift_and_orders_at_once_keep_every_ceiling():
    office = Office()
    giver, taker = office.line(10_000_000), office.line(1_000_000, account="5.1.02.01.01.0025")

    def act(number):
        if number == 20:
            amended = budget.open_document(
                agency_id=office.agency.pk, fiscal_year=2026, number="DPPA/1", effective_from=NOON.date()
            )
            budget.shift_budget(
                document=amended,
                changes={giver.pk: charge(giver, -2_000_000).amount, taker.pk: charge(taker, 2_000_000).amount},
                effective_from=NOON.date(),
            )
        else:
            reserve(giver if number % 2 else taker, 200_000)

    at_once(act, range(60), threads=12)

    assert figures(giver)[0] >= 0
    assert figures(taker)[0] >= 0
    assert broken_invariants() == []
