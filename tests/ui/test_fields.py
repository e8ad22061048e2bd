"""Input as people type it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from marketplace.ui import formats
from marketplace.ui.forms import DateField, PercentField, PhoneField, QuantityField, RupiahField, SentNumberField


@pytest.mark.parametrize(
    "typed", ["54500", "54.500", "Rp 54.500", "Rp54.500", "rp. 54.500", " 54 500 ", "54.500,-", "54.500,00", 54500]
)
def test_rupiah_are_read_however_they_are_typed(typed):
    assert RupiahField().clean(typed) == 54_500


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("54,500", "comma"),
        ("1,250,000", "comma"),
        ("54.500,75", "fraction"),
        ("54.50", "dots"),
        ("5.4.500", "dots"),
        ("-54.500", "negative"),
        ("\u2212Rp54.500", "negative"),
        ("lima ribu", "number"),
        ("1e6", "number"),
        ("٥٤", "number"),
    ],
)
def test_rupiah_that_could_mean_something_else_are_asked_about(typed, code):
    with pytest.raises(ValidationError) as refusal:
        RupiahField().clean(typed)

    assert refusal.value.code == code


def test_the_question_about_a_comma_shows_what_was_typed_and_an_example():
    with pytest.raises(ValidationError) as refusal:
        RupiahField().clean("54,500")

    assert "54,500" in refusal.value.messages[0] and "54.500" in refusal.value.messages[0]


@given(st.integers(min_value=0, max_value=10**15))
def test_every_amount_we_print_can_be_typed_back(amount):
    assert RupiahField().clean(formats.rupiah(amount)) == amount


def test_limits_of_rupiah_are_told_in_rupiah():
    with pytest.raises(ValidationError) as refusal:
        RupiahField(min_idr=1_000).clean("500")

    assert refusal.value.messages == ["Paling sedikit Rp1.000."]


def test_an_empty_optional_amount_is_none_and_a_required_one_is_refused():
    assert RupiahField(required=False).clean("") is None
    with pytest.raises(ValidationError):
        RupiahField().clean(" Rp ")


def test_rewriting_the_same_amount_is_no_change():
    assert not RupiahField().has_changed(54_500, "54.500")
    assert RupiahField().has_changed(54_500, "54.501")


@pytest.mark.parametrize(("typed", "quantity"), [("40", 40), ("1.200", 1_200), (" 7 ", 7)])
def test_quantities_are_read(typed, quantity):
    assert QuantityField().clean(typed) == quantity


@pytest.mark.parametrize(("typed", "code"), [("0", "min"), ("2,5", "number"), ("-3", "number"), ("9999999", "max")])
def test_quantities_that_are_no_count_are_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        QuantityField().clean(typed)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "typed",
    [
        "21/11/2026",
        "21-11-2026",
        "21.11.2026",
        "2026-11-21",
        "21 November 2026",
        "21 nov 2026",
        "Sabtu, 21 November 2026",
    ],
)
def test_days_are_read_the_indonesian_way(typed):
    assert DateField().clean(typed) == date(2026, 11, 21)


@pytest.mark.parametrize(("typed", "code"), [("31/11/2026", "missing"), ("besok", "format"), ("21/11/26", "format")])
def test_days_that_do_not_exist_are_refused(typed, code):
    with pytest.raises(ValidationError) as refusal:
        DateField().clean(typed)

    assert refusal.value.code == code


def test_a_day_outside_its_limits_is_refused_with_the_limit():
    with pytest.raises(ValidationError) as refusal:
        DateField(earliest=date(2026, 11, 21)).clean("20/11/2026")

    assert refusal.value.messages == ["Paling awal 21 November 2026."]


@pytest.mark.parametrize("typed", ["0812 3456 7890", "+62 812-3456-7890", "6281234567890"])
def test_phone_numbers_become_one_form(typed):
    assert PhoneField().clean(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["12345", "+1 202 555 0100", "0812 abc"])
def test_phone_numbers_of_elsewhere_are_refused(typed):
    with pytest.raises(ValidationError):
        PhoneField().clean(typed)


def test_stored_values_are_shown_as_they_would_be_typed():
    class Form(forms.Form):
        price = RupiahField()
        day = DateField()
        phone = PhoneField()

    form = Form(initial={"price": 54_500, "day": date(2026, 11, 21), "phone": "+6281234567890"})

    shown = [form[name].value() for name in form.fields]
    assert [form.fields["price"].prepare_value(shown[0]), form.fields["day"].prepare_value(shown[1])] == [
        "54.500",
        "21/11/2026",
    ]
    assert 'value="54.500"' in str(form["price"]) and 'inputmode="numeric"' in str(form["price"])
    assert 'value="+62 812 3456 7890"' in str(form["phone"])


@pytest.mark.parametrize("typed", ["9" * 5_000, "9" * 41, "1" + ".000" * 2_000])
def test_an_amount_of_thousands_of_digits_is_refused_with_the_limit(typed):
    with pytest.raises(ValidationError, match="Paling banyak"):
        RupiahField(max_idr=1_000_000).clean(typed)


@pytest.mark.parametrize("typed", ["31/12/9999", "01/01/0001"])
def test_a_day_at_the_end_of_all_days_is_refused_with_the_limit(typed):
    with pytest.raises(ValidationError, match=r"Paling (awal|akhir)"):
        DateField().clean(typed)


# ---- numbers are written as people write them -----------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", ["1e2", "+5", "-5", "５", "٥", "5²", "5_0", "0x5", "1e400", "5.", ",5", "NaN", "Infinity", "5,125"]
)
@pytest.mark.parametrize(
    "field", [PercentField(), QuantityField(), RupiahField(), SentNumberField()], ids=lambda f: type(f).__name__
)
def test_exponents_signs_and_other_digits_are_slips(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [("40", "40"), ("40,25", "40.25"), ("40.25", "40.25"), ("100 %", "100"), ("0", "0"), (" 7,5% ", "7.5"), ("", None)],
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_percentage_is_read_with_comma_or_dot(language, typed, cleaned):
    with translation.override(language):
        assert PercentField(required=False).clean(typed) == (None if cleaned is None else Decimal(cleaned))


@pytest.mark.parametrize("typed", ["101", "100,01", "999"])
def test_a_percentage_is_at_most_a_hundred(typed):
    with pytest.raises(ValidationError, match="100"):
        PercentField().clean(typed)


def test_what_has_happened_is_not_dated_tomorrow():
    today = timezone.localdate()

    assert DateField(is_past=True).clean(today.isoformat()) == today
    with pytest.raises(ValidationError, match="belum tiba"):
        DateField(is_past=True).clean((today + timedelta(days=1)).isoformat())
