"""The journal takes an entry whole and balanced, once, in an open period, or not at all."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from marketplace.kernel.money import Rupiah
from payments.ledger import chart, entries
from payments.ledger.balances import balance
from payments.ledger.chart import ACCOUNTS
from payments.ledger.close import close_period
from payments.ledger.draft import Draft, credit, debit
from payments.ledger.errors import (
    AccountKeptElsewhere,
    AlreadyReversed,
    EntryOutOfBalance,
    JournalKeyReused,
    PeriodClosed,
    UnknownLedgerAccount,
)
from payments.ledger.models import Balance, ChartAccount, JournalEntry, Posting
from payments.ledger.post import post, reverse
from tests.payments.budget_scene import ANI, at, broken_invariants, order_ref

pytestmark = pytest.mark.django_db
OFFICE, TREASURY, CARD, DAY = 71, 99, 5, date(2026, 3, 10)


def cash_draft(amount=2_800_000, *, key="uji:1", day=DAY, other_side=None):
    return Draft(
        "test.cash",
        key,
        day,
        OFFICE,
        [
            debit(chart.TREASURER_CASH, Rupiah(amount)),
            credit(chart.OWED_TO_TREASURY, Rupiah(amount if other_side is None else other_side)),
        ],
    )


def nothing_was_written():
    return not (JournalEntry.objects.exists() or Posting.objects.exists() or Balance.objects.exists())


def test_the_chart_in_code_is_the_chart_in_the_database():
    stored = {
        (row.book, row.account): (row.name, row.nature, row.dimension, row.kept_by, row.statutory_code)
        for row in ChartAccount.objects.all()
    }

    assert stored == {
        key: (one.name, one.nature, one.dimension, one.kept_by, one.statutory_code) for key, one in ACCOUNTS.items()
    }


def test_an_entry_is_written_with_its_postings_balances_and_leaf():
    entry = JournalEntry.objects.get(pk=post(cash_draft()))

    legs = entry.postings.order_by("position").values_list("account", "side", "amount_idr")
    assert list(legs) == [("KAS_BP", "D", 2_800_000), ("RK_PPKD", "C", 2_800_000)]
    assert balance(chart.TREASURER_CASH, entity_id=OFFICE) == Rupiah(2_800_000)
    assert balance(chart.OWED_TO_TREASURY, entity_id=OFFICE) == Rupiah(2_800_000)
    assert (entry.fiscal_year, len(entry.leaf)) == (2026, 32)
    assert broken_invariants() == []


def test_an_entry_out_of_balance_is_refused_and_changes_nothing():
    with pytest.raises(EntryOutOfBalance), transaction.atomic():
        post(cash_draft(100, other_side=99))

    assert nothing_was_written()


def test_each_entity_of_an_entry_balances_by_itself():
    legs = [
        debit(chart.TREASURER_CASH, Rupiah(100)),
        credit(chart.TREASURY_CASH, Rupiah(100), entity_id=TREASURY),
    ]

    with pytest.raises(EntryOutOfBalance), transaction.atomic():
        post(Draft("test.across", "uji:2", DAY, OFFICE, legs))

    assert nothing_was_written()


def test_each_book_of_an_entry_balances_by_itself():
    legs = [
        debit(chart.PAYABLE_TO_ISSUER, Rupiah(100), card_id=CARD),
        credit(chart.LIMIT_USED, Rupiah(100), card_id=CARD),
    ]

    with pytest.raises(EntryOutOfBalance), transaction.atomic():
        post(Draft("test.books", "uji:3", DAY, OFFICE, legs))


def test_an_entry_has_at_least_two_postings():
    with pytest.raises(EntryOutOfBalance), transaction.atomic():
        post(Draft("test.empty", "uji:4", DAY, OFFICE, []))

    assert nothing_was_written()


def test_an_account_kept_per_card_wants_the_card():
    legs = [debit(chart.LIMIT_GRANTED, Rupiah(100)), credit(chart.LIMIT_AVAILABLE, Rupiah(100))]

    with pytest.raises(UnknownLedgerAccount), transaction.atomic():
        post(Draft("test.card", "uji:5", DAY, OFFICE, legs))

    assert nothing_was_written()


def test_an_account_that_is_not_in_the_chart_is_refused():
    unknown = chart.LedgerAccount(chart.Book.FINANCIAL, "KANTONG", "", chart.Nature.ASSET, chart.Dimension.NONE)
    legs = [debit(unknown, Rupiah(100)), credit(chart.OWED_TO_TREASURY, Rupiah(100))]

    with pytest.raises(UnknownLedgerAccount), transaction.atomic():
        post(Draft("test.unknown", "uji:6", DAY, OFFICE, legs))

    assert nothing_was_written()


def test_a_budget_account_is_not_moved_apart_from_its_line():
    legs = [debit(chart.AVAILABLE, Rupiah(100), line_id=1), credit(chart.RESERVED, Rupiah(100), line_id=1)]

    with pytest.raises(AccountKeptElsewhere), transaction.atomic():
        post(Draft("test.budget", "uji:7", DAY, OFFICE, legs))

    assert nothing_was_written()


def test_the_same_fact_twice_is_one_entry():
    first = post(cash_draft())

    assert post(cash_draft()) == first
    assert JournalEntry.objects.count() == 1
    assert balance(chart.TREASURER_CASH, entity_id=OFFICE) == Rupiah(2_800_000)


@pytest.mark.parametrize("other", [{"amount": 2_800_001}, {"day": date(2026, 3, 11)}])
def test_a_key_with_other_content_is_refused(other):
    post(cash_draft())

    with pytest.raises(JournalKeyReused), transaction.atomic():
        post(cash_draft(**other))

    assert balance(chart.TREASURER_CASH, entity_id=OFFICE) == Rupiah(2_800_000)


def test_a_closed_period_takes_no_entry():
    close_period(fiscal_year=2026, through=date(2026, 3, 31), reason="tutup triwulan", actor=ANI, at=at("2026-04-02"))

    with pytest.raises(PeriodClosed) as refusal, transaction.atomic():
        post(cash_draft(day=date(2026, 3, 31)))
    post(cash_draft(day=date(2026, 4, 1)))

    assert "31 Maret 2026" in str(refusal.value)
    assert JournalEntry.objects.count() == 1


def test_a_period_closed_for_one_office_is_open_for_others():
    close_period(
        fiscal_year=2026,
        through=date(2026, 12, 31),
        entity_id=OFFICE + 1,
        reason="tutup",
        actor=ANI,
        at=at("2027-01-02"),
    )

    assert post(cash_draft())


def test_a_wrong_entry_is_answered_by_its_mirror_image():
    order = order_ref()
    entry = post(
        entries.charge_captured(
            agency_id=OFFICE,
            operator_id=1,
            card_id=CARD,
            vendor_id=8,
            amount=Rupiah(500),
            key="c:1",
            on=DAY,
            order=order,
        )
    )

    mirror = reverse(entry, reason="salah kartu", key="r:1", at=date(2026, 3, 12))

    assert JournalEntry.objects.get(pk=mirror).reverses_id == entry
    assert JournalEntry.objects.get(pk=mirror).order_number == order.number
    assert set(Balance.objects.values_list("net_debit_idr", flat=True)) == {0}
    assert broken_invariants() == []


def test_an_entry_is_reversed_once():
    entry = post(cash_draft())
    mirror = reverse(entry, reason="salah", key="r:1", at=DAY)

    with pytest.raises(AlreadyReversed), transaction.atomic():
        reverse(entry, reason="salah lagi", key="r:2", at=DAY)

    assert reverse(entry, reason="salah", key="r:1", at=DAY) == mirror
    assert balance(chart.TREASURER_CASH, entity_id=OFFICE) == Rupiah(0)


def test_posting_is_one_round_trip_to_the_database(django_assert_num_queries):
    with django_assert_num_queries(1):
        post(cash_draft(key=f"uji:{uuid4()}"))
