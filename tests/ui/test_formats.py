"""How money, numbers, days and times are written."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.utils import translation

from marketplace.kernel.money import Rupiah
from marketplace.ui import formats

NOON = datetime(2026, 11, 19, 3, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "Rp0"), (1_250_000, "Rp1.250.000"), (-100_000, "\u2212Rp100.000"), (Rupiah(785_000), "Rp785.000"), (None, "")],
)
def test_rupiah_have_dots_and_a_minus_before_rp(amount, text):
    assert formats.rupiah(amount) == text


@pytest.mark.parametrize("amount", [1.5, True, "lima"])
def test_money_in_another_type_is_an_error_and_not_a_guess(amount):
    with pytest.raises(TypeError):
        formats.rupiah(amount)


def test_papers_carry_two_decimals():
    assert formats.rupiah_paper(49_500_000) == "Rp49.500.000,00"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (1_840_000_000_000, "Rp1,84\u00a0triliun"),
        (31_080_000, "Rp31,1\u00a0juta"),
        (2_000_000_000, "Rp2\u00a0miliar"),
        (950_000, "Rp950.000"),
        (-1_500_000, "\u2212Rp1,5\u00a0juta"),
    ],
)
def test_dashboards_shorten_rupiah(amount, text):
    assert formats.rupiah_short(amount) == text


def test_numbers_and_percentages_use_the_comma_for_decimals():
    assert formats.number(12_418) == "12.418"
    assert formats.number("6.24", 1) == "6,2"
    assert formats.number(-1234) == "\u22121.234"
    assert formats.percent(Fraction(968, 1000)) == "96,8%"
    assert formats.percent("0.5") == "50%"
    assert formats.percent(None) == ""


def test_days_are_written_in_the_language_of_the_page():
    day = date(2026, 8, 21)

    assert formats.long_day(day) == "21 Agustus 2026"
    assert formats.weekday_and_day(date(2026, 11, 20)) == "Jumat, 20 November 2026"
    assert formats.short_day(day, today=date(2026, 1, 1)) == "21 Agt"
    with translation.override("en"):
        assert formats.long_day(day) == "21 August 2026"
        assert formats.short_day(day, today=date(2026, 1, 1)) == "21 Aug"
        assert formats.rupiah(1_250_000) == "Rp1.250.000"


def test_a_short_day_names_the_year_only_if_it_differs():
    assert formats.short_day(date(2025, 12, 3), today=date(2026, 1, 1)) == "3 Des 2025"


def test_instants_are_told_in_local_time():
    late = datetime(2026, 11, 19, 18, 5, tzinfo=UTC)

    assert formats.clock(NOON) == "10.42"
    assert formats.clock_with_zone(NOON) == "10.42 WIB"
    assert formats.day_and_clock(NOON) == "19 November 2026 10.42"
    assert formats.long_day(late) == "20 November 2026"


@pytest.mark.parametrize(
    ("size", "text"), [(184_320, "184 kB"), (2_100_000, "2,1 MB"), (512, "512 B"), (999_900, "1 MB"), (None, "")]
)
def test_file_sizes_are_decimal_and_rounded(size, text):
    assert formats.file_size(size) == text


def test_card_numbers_never_show_more_than_four_digits():
    assert formats.card_number("5412 7534 0000 4821") == "•••• 4821"
    assert formats.card_number("4821") == "•••• 4821"
    assert formats.card_number("") == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+6281234567890", "+62 812 3456 7890"),
        ("0812345678", "+62 812 345 678"),
        ("081234567", "+62 812 345 67"),
        ("", ""),
    ],
)
def test_phone_numbers_stand_in_groups(number, text):
    assert formats.phone_number(number).startswith(text[:7])
    assert formats.phone_number(number).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(("day", "text"), [(22, "tersisa 3 hari"), (19, "hari ini"), (17, "lewat 2 hari")])
def test_a_deadline_says_how_much_time_is_left(day, text):
    assert formats.remaining_days(date(2026, 11, day), today=date(2026, 11, 19)) == text
