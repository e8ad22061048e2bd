"""The books of a year are closed: T37, the list of what stayed open, and the period behind it (I-27)."""

from __future__ import annotations

from datetime import date

import hypothesis.strategies as st
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings

from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.budget import services as budget
from payments.budget.errors import ReservationsOpen, WrongFiscalYear, YearAlreadyClosed, YearNotOver
from payments.budget.models import YearClose, YearCloseRow
from payments.budget.services import Lapsed
from payments.ledger import entries
from payments.ledger.errors import PeriodClosed
from payments.ledger.models import Balance, ClosedPeriod, JournalEntry
from payments.ledger.post import post
from tests.payments.budget_scene import ANI, Office, at, broken_invariants, charge, figures, reserve, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def close(office: Office, *, when="2027-01-06", lapsed=()) -> YearClose:
    return budget.close_year(
        agency_id=office.agency.pk,
        fiscal_year=2026,
        decision_number="903/1/2027",
        reason="Penutupan TA 2026",
        lapsed=lapsed,
        actor=ANI,
        at=at(when),
    )


def lapse(line, order, amount: int) -> Lapsed:
    budget.release(order=order, charges=[charge(line, amount)], at=at("2027-01-05"), reason="tahun berakhir")
    return Lapsed(line.pk, order.id, order.number, amount)


def balances(office: Office, *books: str) -> set[int]:
    return set(
        Balance.objects.filter(entity_id=office.agency.pk, book__in=books).values_list("net_debit_idr", flat=True)
    )


def advance(line, amount: int, *verbs: str):
    """An order on the line, moved on by these verbs."""
    order = reserve(line, amount)
    for verb in verbs:
        more = {"key": f"sp2d:{order.id}"} if verb == "realise" else {}
        getattr(budget, verb)(order=order, charges=[charge(line, amount)], at=at("2026-11-20"), **more)
    return order


def test_t37_an_open_reservation_lapses_back_to_the_ceiling_and_is_reported(office):
    line = office.line(10_000_000)
    order = reserve(line, 4_000_000)
    last = JournalEntry.objects.latest("id").pk

    year = close(office, lapsed=[lapse(line, order, 4_000_000)])

    assert rows_of(JournalEntry.objects.filter(id__gt=last).order_by("id")) == [
        ("2026-12-31", "BUD", "DICADANGKAN", "TERSEDIA", 4_000_000),
        ("2026-12-31", "BUD", "TERSEDIA", "PAGU", 10_000_000),
        ("2026-12-31", "ANG", "APROPRIASI", "EST_SAL", 10_000_000),
    ]
    row = year.rows.get()
    assert (row.stage, row.amount_idr, row.order_number, row.line_id) == ("reserved", 4_000_000, order.number, line.pk)
    assert balances(office, "BUD", "ANG") == {0} and broken_invariants() == []


def test_the_worked_example_closes_as_an_accountant_writes_it(office):
    """E3-18 to E3-22, on one line: ceiling 18 million, 9.2 million realised, expense 8.4 million."""
    line = office.line(18_000_000)
    advance(line, 9_200_000, "commit", "obligate", "realise")
    post(
        entries.goods_received(
            agency_id=office.agency.pk,
            vendor_id=7,
            charges=[(line.pk, entries.chart.EXPENSE, Rupiah(8_400_000))],
            key="goods:1",
            on=date(2026, 12, 8),
            order=None,
        )
    )
    last = JournalEntry.objects.latest("id").pk

    close(office)

    assert rows_of(JournalEntry.objects.filter(id__gt=last).order_by("id")) == [
        ("2026-12-31", "BUD", "TERSEDIA", "PAGU", 8_800_000),
        ("2026-12-31", "BUD", "REALISASI", "PAGU", 9_200_000),
        ("2026-12-31", "ANG", "APROPRIASI", "BELANJA", 9_200_000),
        ("2026-12-31", "ANG", "APROPRIASI", "EST_SAL", 8_800_000),
        ("2026-12-31", "LO", "EKUITAS", "BEBAN", 8_400_000),
    ]
    assert broken_invariants() == [] and figures(line)[4] == 9_200_000


def test_what_was_committed_or_owed_is_listed_and_no_longer_spendable(office):
    line = office.line(10_000_000)
    committed = advance(line, 3_000_000, "commit")
    owed = advance(line, 2_000_000, "commit", "obligate")

    year = close(office)

    assert {(row.order_number, row.stage, row.amount_idr) for row in year.rows.all()} == {
        (committed.number, "committed", 3_000_000),
        (owed.number, "obligated", 2_000_000),
    }
    before = figures(line)
    with pytest.raises(WrongFiscalYear), transaction.atomic():
        budget.obligate(order=committed, charges=[charge(line, 3_000_000)], at=at("2027-01-07"))
    with pytest.raises(PeriodClosed), transaction.atomic():
        budget.release_commitment(
            order=committed, charges=[charge(line, 3_000_000)], at=at("2027-01-07"), reason="sisa"
        )
    assert figures(line) == before and balances(office, "BUD", "ANG") == {0} and broken_invariants() == []


def test_a_posting_into_the_closed_year_is_refused_and_the_new_year_goes_on(office):
    office.line(10_000_000)
    close(office)
    count = JournalEntry.objects.count()

    with pytest.raises(PeriodClosed), transaction.atomic():
        office.line(1_000_000, account="5.1.02.01.01.0025")

    assert JournalEntry.objects.count() == count
    assert Office(name="Dinas Lain").line(1_000_000), "another office's year is still open"
    period = ClosedPeriod.objects.get(entity_id=office.agency.pk)
    assert (period.fiscal_year, period.closed_through) == (2026, date(2026, 12, 31))


def test_the_old_year_does_not_revive_when_money_comes_back_in_january(office):
    """§4.5 (5): 800,000 of last year's spending comes back on 5 January."""
    line = office.line(10_000_000)
    advance(line, 3_200_000, "commit", "obligate", "realise")
    close(office)
    before = figures(line)

    with pytest.raises(WrongFiscalYear), transaction.atomic():
        budget.unrealise(
            order=holds_order(line),
            charges=[charge(line, 800_000)],
            key="kembali:1",
            reason="retur",
            at=at("2027-01-05"),
        )

    assert figures(line) == before and broken_invariants() == []


def holds_order(line):
    hold = line.holds.get()
    return OrderRef(hold.order_id, hold.order_number)


@pytest.mark.parametrize("when", ["2026-12-31", "2026-11-20"])
def test_a_running_year_is_not_closed(office, when):
    office.line(10_000_000)
    count = JournalEntry.objects.count()

    with pytest.raises(YearNotOver):
        close(office, when=when)

    assert JournalEntry.objects.count() == count and not YearClose.objects.exists()


def test_a_year_is_closed_once(office):
    office.line(10_000_000)
    close(office)
    count = JournalEntry.objects.count()

    with pytest.raises(YearAlreadyClosed), transaction.atomic():
        close(office)

    assert JournalEntry.objects.count() == count


def test_reservations_must_have_lapsed_before(office):
    reserve(office.line(10_000_000), 1_000_000)

    with pytest.raises(ReservationsOpen), transaction.atomic():
        close(office)

    assert not YearClose.objects.exists() and not ClosedPeriod.objects.exists()


@pytest.mark.parametrize("table", ["budget_yearclose", "budget_yearcloserow"])
def test_the_app_cannot_write_a_close_by_hand(office, table):
    line = office.line(10_000_000)
    advance(line, 1_000_000, "commit")
    close(office)

    for verb in (f"UPDATE {table} SET id = id + 1", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)
    with pytest.raises((IntegrityError, Exception), match="permission denied"), transaction.atomic():
        YearCloseRow.objects.create(
            close=YearClose.objects.get(), line=line, order_id=line.holds.get().order_id, stage="reserved", amount_idr=1
        )


VERBS = ((), ("commit",), ("commit", "obligate"), ("commit", "obligate", "realise"))
PURCHASE = st.tuples(st.integers(0, 1), st.integers(1, 900_000), st.integers(0, 3))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(purchases=st.lists(PURCHASE, max_size=6))
def test_whatever_was_bought_a_closed_year_is_empty_and_its_list_is_complete(db, purchases):
    with transaction.atomic():
        office = Office()
        lines = [office.line(10_000_000), office.line(6_000_000, account="5.1.02.01.01.0025")]
        expected, lapsed = {"reserved": 0, "committed": 0, "obligated": 0}, []
        for number, amount, far in purchases:
            order = advance(lines[number], amount, *VERBS[far])
            stage = ("reserved", "committed", "obligated", "realised")[far]
            if stage in expected:
                expected[stage] += amount
            if stage == "reserved":
                lapsed.append(lapse(lines[number], order, amount))

        year = close(office, lapsed=lapsed)

        listed = dict.fromkeys(expected, 0)
        for row in year.rows.all():
            listed[row.stage] += row.amount_idr
        assert listed == expected and balances(office, "BUD", "ANG") <= {0} and broken_invariants() == []
        assert all(hold.reserved_idr == 0 for line in lines for hold in line.holds.all())
        transaction.set_rollback(True)
