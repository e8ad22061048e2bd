from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from marketplace.kernel import law
from marketplace.kernel.calendar import (
    CalendarDay,
    add_working_days,
    fiscal_year,
    is_working_day,
    local_day,
    working_days_between,
)

pytestmark = pytest.mark.django_db


def test_the_day_is_that_of_jakarta():
    assert local_day(datetime(2026, 12, 31, 17, 0, 1, tzinfo=ZoneInfo("UTC"))) == date(2027, 1, 1)
    assert fiscal_year(datetime(2026, 12, 31, 16, 59, 59, tzinfo=ZoneInfo("UTC"))) == 2026


def test_weekends_and_national_holidays_are_not_working_days():
    assert not is_working_day(date(2026, 8, 17))
    assert not is_working_day(date(2026, 11, 22))
    assert is_working_day(date(2026, 11, 23))


def test_working_days_skip_the_weekend_and_count_back():
    assert add_working_days(date(2026, 11, 20), 3) == date(2026, 11, 25)
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 25)) == 3


def test_a_site_has_the_last_word_on_a_day():
    CalendarDay.objects.create(day=date(2026, 11, 23), is_working=False, name="Hari daerah", source="SK Gubernur")
    cache.clear()  # the site's days are kept for a minute

    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 24)

    cache.clear()


def test_the_rate_is_that_of_the_day():
    assert law.rate_on("tax.ppn_rate", date(2024, 12, 31)) == Fraction(11, 100)
    assert law.rate_on("tax.ppn_rate", date(2025, 1, 1)) == Fraction(12, 100)
    assert law.limit_on("order_max_idr", date(2026, 1, 1)) == 50_000_000


def test_a_day_without_a_published_rate_is_refused():
    with pytest.raises(law.RateNotPublished):
        law.rate_on("tax.ppn_rate", date(1999, 1, 1))


def test_every_shipped_row_names_its_source():
    assert all(row["source"] and row["confidence"] for row in law.seed_rows())


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM kernel_lawrow",
        "UPDATE kernel_lawrow SET value = value * 10",
        "UPDATE kernel_lawrow SET valid_to = valid_from",
        "INSERT INTO kernel_lawrow (kind, value, unit, valid_from, source, confidence)"
        " SELECT kind, value * 10, unit, '2026-01-02', source, confidence FROM kernel_lawrow",
    ],
)
def test_the_site_writes_no_law(attack):
    before = list(law.LawRow.objects.values_list())

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)

    assert before and list(law.LawRow.objects.values_list()) == before
