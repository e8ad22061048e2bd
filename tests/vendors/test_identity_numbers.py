"""NIK, NPWP, NITKU and NIB: the published vectors. And the scale of a business, and likeness of names."""

from datetime import date

import pytest

from vendors.matching import comparable_email, name_likeness_percent
from vendors.models import Scale
from vendors.registries.nib import check_nib
from vendors.registries.nik import check_nik
from vendors.registries.npwp import check_nitku, check_npwp, to16
from vendors.scale import scale_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("number", "sex", "born"),
    [
        ("3374015512900003", "F", date(1990, 12, 15)),
        ("3171011708450001", "M", date(1945, 8, 17)),
        ("3301016902040007", "F", date(2004, 2, 29)),
        ("3374.0155.1290.0003", "F", date(1990, 12, 15)),
    ],
)
def test_a_well_formed_nik_names_a_real_day(number, sex, born):
    answer = check_nik(number, today=TODAY)

    assert answer and (answer.facts["sex"], answer.facts["born"]) == (sex, born)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("3374012902010001", "DATE"),
        ("3374013502000001", "DATE"),
        ("9974011708450001", "PROVINCE"),
        ("3300011708450001", "REGION"),
        ("3374001708450001", "REGION"),
        ("3374011708450000", "SERIAL"),
        ("337401170845001", "FORMAT"),
        ("33740117084500AB", "FORMAT"),
    ],
)
def test_a_nik_that_cannot_be_is_refused_with_the_reason(number, code):
    assert check_nik(number, today=TODAY).code == code


def test_a_child_s_nik_is_read_as_somebody_born_a_century_before():
    assert check_nik("3374010101200001", today=TODAY).facts["born"] == date(1920, 1, 1)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("01.312.166.0-091.000", "0013121660091000"),
        ("0013121660091000", "0013121660091000"),
        ("012345674503000", "0012345674503000"),
        ("029876547503000", "0029876547503000"),
        ("314159260503000", "0314159260503000"),
        ("801112228503000", "0801112228503000"),
        ("3374015512900003", "3374015512900003"),
    ],
)
def test_an_npwp_of_either_length_is_kept_in_sixteen_digits(number, value):
    answer = check_npwp(number, today=TODAY)

    assert answer and answer.value == value


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("01.312.166.1-091.000", "CHECK_DIGIT"),
        ("123456789012345", "CHECK_DIGIT"),
        ("01312166009100", "LENGTH"),
        ("9974011708450001", "PROVINCE"),
        ("01A12166009100B", "FORMAT"),
    ],
)
def test_an_npwp_that_cannot_be_is_refused_with_the_reason(number, code):
    assert check_npwp(number, today=TODAY).code == code


def test_a_leading_zero_does_not_change_the_check_digit():
    assert check_npwp(to16("013121660091000"), today=TODAY)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("0013121660091000000000", ""),
        ("3374015512900003000001", ""),
        ("001312166009100000000", "LENGTH"),
        ("0013121661091000000000", "CHECK_DIGIT"),
    ],
)
def test_a_nitku_is_an_npwp_and_a_running_number(number, code):
    assert check_nitku(number, today=TODAY).code == code


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1234567890123", ""),
        ("9120001234567", ""),
        ("912 000 1234 567", ""),
        ("0000000000000", "REPEATED"),
        ("123456789012", "LENGTH"),
        ("12345678901234", "LENGTH"),
        ("12345678901AB", "FORMAT"),
    ],
)
def test_a_nib_has_thirteen_digits_that_are_not_all_the_same(number, code):
    assert check_nib(number).code == code


@pytest.mark.parametrize(
    ("sales", "capital", "scale"),
    [
        (2_000_000_000, None, Scale.MICRO),
        (2_000_000_001, None, Scale.SMALL),
        (15_000_000_000, None, Scale.SMALL),
        (15_000_000_001, None, Scale.MEDIUM),
        (50_000_000_001, None, Scale.LARGE),
        (None, 1_000_000_000, Scale.MICRO),
        (None, 1_000_000_001, Scale.SMALL),
        (None, 10_000_000_001, Scale.LARGE),
        (0, 9_000_000_000, Scale.MICRO),
        (None, None, None),
    ],
)
def test_scale_goes_by_sales_where_they_are_known(sales, capital, scale):
    assert scale_of(yearly_sales_idr=sales, business_capital_idr=capital) == scale


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("CV Jati Luhur Mandiri", "JATI LUHUR MANDIRI CV.", 100, 100),
        ("Hj. Sari Wulandari, S.E.", "SARI WULANDARI", 100, 100),
        ("Sari Wulandari", "Sari", 60, 70),
        ("Sari Wulandari", "Budi Santoso", 0, 0),
    ],
)
def test_names_are_compared_without_titles_and_legal_forms(one, other, least, most):
    assert least <= name_likeness_percent(one, other) <= most


def test_gmail_ignores_dots_and_others_do_not():
    assert comparable_email("Sari.W+toko@Gmail.com") == "sariw@gmail.com"
    assert comparable_email("sari.w@contoh.id") == "sari.w@contoh.id"
