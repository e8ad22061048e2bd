"""Whole forms: markup, error summary, attempt keys, refusals."""

import uuid

import pytest
from django import forms

from marketplace.kernel.errors import NotFound, NotPermitted, RuleViolation
from marketplace.ui.forms import AttemptKeyMixin, RupiahField, error_list, form_status, refusal_to_form
from tests.ui.gallery import OfferForm, bound_form


class PriceForm(AttemptKeyMixin, forms.Form):
    price = RupiahField(label="Harga jual", help_text="Per rim")


class TooDear(RuleViolation):
    code = "TOO_DEAR"
    template = "Terlalu mahal."
    field = "price"


def test_a_shown_form_carries_a_new_attempt_key_each_time():
    first, second = PriceForm(), PriceForm()

    assert uuid.UUID(str(first["attempt_key"].value())) != uuid.UUID(str(second["attempt_key"].value()))
    assert str(first["attempt_key"].value()) in str(first)


def test_the_attempt_key_is_kept_when_the_form_is_shown_again():
    key = uuid.uuid4()
    form = PriceForm(data={"price": "abc", "attempt_key": str(key)})

    assert not form.is_valid()
    assert str(key) in str(form)


def test_a_form_sent_without_its_key_is_refused_and_gets_a_new_one():
    form = PriceForm(data={"price": "54.500"})

    assert not form.is_valid() and "attempt_key" in form.errors
    assert uuid.UUID(str(form["attempt_key"].value()))


def test_a_valid_form_gives_key_and_amount():
    key = uuid.uuid4()
    form = PriceForm(data={"price": "54.500", "attempt_key": str(key)})

    assert form.is_valid()
    assert form.cleaned_data == {"price": 54_500, "attempt_key": key}


def test_each_widget_gets_its_class_and_its_hint():
    html = str(PriceForm()["price"].as_field_group())

    assert 'class="form-control"' in html and 'for="id_price"' in html
    assert 'aria-describedby="id_price_helptext"' in html and 'id="id_price_helptext"' in html
    assert "Harga jual (Rp)" in " ".join(html.split())


def test_a_refused_field_says_so_in_words_at_the_field_and_in_the_summary():
    html = str(bound_form())

    assert 'aria-invalid="true"' in html and "is-invalid" in html
    assert 'id="id_nib_error"' in html and "NIB harus 13 angka" in html
    assert 'href="#id_nib"' in html and "data-focus" in html


def test_groups_of_radios_stand_in_a_fieldset_with_a_legend():
    html = str(OfferForm())

    assert html.count("<fieldset") == 3
    assert 'class="ds-pick"' in html and "i-octagon-x" in html
    assert html.count('class="form-check-input" name="scale"') == 2


def test_a_link_to_a_group_names_its_first_choice():
    form = OfferForm(data={})

    targets = {error.get("label"): error["href"] for error in error_list(form)}
    assert targets["Skala usaha"] == "#id_scale_0"
    assert targets["Satuan"] == "#id_unit"


def test_optional_fields_say_that_they_may_stay_empty():
    assert str(OfferForm()["phone"].as_field_group()).count("(boleh kosong)") == 1
    assert "(boleh kosong)" not in str(OfferForm()["nib"].as_field_group())


def test_a_refusal_lands_at_its_field_and_keeps_what_was_typed():
    form = PriceForm(data={"price": "54.500", "attempt_key": str(uuid.uuid4())})
    assert form.is_valid()

    with refusal_to_form(form) as ok:
        raise TooDear

    assert not ok and ok.refusal.code == "TOO_DEAR"
    assert form.errors["price"] == ["Terlalu mahal."] and form_status(form) == 422
    assert 'value="54.500"' in str(form)


def test_a_refusal_without_field_concerns_the_whole_form_and_keeps_its_status():
    form = PriceForm(data={"price": "54.500", "attempt_key": str(uuid.uuid4())})
    form.is_valid()

    with refusal_to_form(form) as ok:
        raise NotPermitted("Hanya PPK.")

    assert not ok and form.non_field_errors() == ["Hanya PPK."]
    assert form_status(form) == 403


def test_what_may_not_be_seen_still_rises():
    form = PriceForm(data={"price": "1", "attempt_key": str(uuid.uuid4())})
    form.is_valid()

    with pytest.raises(NotFound), refusal_to_form(form):
        raise NotFound


def test_status_of_a_form_without_mistakes_is_200():
    assert form_status(PriceForm()) == 200
    with refusal_to_form(PriceForm()) as ok:
        pass
    assert ok
