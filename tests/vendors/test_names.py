"""Names that look like other names, and names with something hidden in them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from marketplace.accounts.models import Organisation
from marketplace.documents.invariants import INVARIANTS as PAPERS
from vendors.invariants import INVARIANTS
from vendors.names import clean_name, core, folded
from vendors.public_bodies import body_named


@pytest.mark.parametrize("name", ["Wаrung Sari", "Warung\u202eiraS", "Warung\u200bSari", "Warung Sari☺", "<b>Sari</b>"])
def test_other_scripts_and_invisible_signs_are_refused(name):
    with pytest.raises(ValidationError):
        clean_name(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  Warung   Sari ", "Warung Sari"), ("CV. Jaya & Putra (Semarang)", "CV. Jaya & Putra (Semarang)"),
     ("\uff37arung", "Warung"), ("Kopi Café 88", "Kopi Café 88"), ("", "")],
)  # fmt: skip
def test_usual_names_are_kept_in_one_spelling(typed, kept):
    assert clean_name(typed) == kept


def test_names_that_look_alike_fold_to_the_same():
    assert folded("Warung Sari") == folded("WARUNG  SARl") == folded("Wárung-Sari")
    assert folded("Toko 10") == folded("Toko lO") and folded("Warung Sari") != folded("Warung Sati")


@pytest.mark.parametrize(
    "name",
    ["Jati Luhur Mandiri", "Jati Luhur Mandiri CV", "Jatiluhur Mandiri", "Toko Jati Luhur Mandiri",
     "C. V. Jati-Luhur Mandiri", "CV Jati Luhur Mandiri Resmi", "Jati Luhur Mandiri Cabang Kudus",
     "UD. JATl LUHUR MANDIRI (OFFICIAL)"],
)  # fmt: skip
def test_legal_forms_and_words_of_every_shop_do_not_make_another_name(name):
    assert core(name) == core("CV Jati Luhur Mandiri")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jati Luhur", "Jati Luhur Mandiri"), ("Sumber Pusat Jaya", "Sumber Jaya"), ("Toko Resmi", "Toko Cabang"),
     ("Koperasi Tani Makmur", "Koperasi Tani Mulya"), ("Batik Sari", "Warung Sari")],
)  # fmt: skip
def test_ordinary_names_stay_different(one, other):
    assert core(one) != core(other)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["Pemerintah Provinsi Jawa Tengah", "Toko Pemprov Jateng", "D1nas Pendidikan Kudus", "Jawa Tengah",
     "CV Provinsi Jateng", "Diskop", "Badan Riset Daerah", "Toko Badan Riset Daerah Official"],
)  # fmt: skip
def test_names_of_public_bodies_are_known(office, name):
    Organisation.objects.create(kind="agency", name="Badan Riset Daerah", short_code="BRD")
    assert body_named(name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["Dinasti Jaya", "Badan Usaha Milik Desa Makmur", "Jawa Tengah Rasa", "Biro Perjalanan Sari", "Diskopi", "–"],
)
def test_ordinary_names_claim_no_public_body(office, name):
    assert not body_named(name)


@pytest.mark.parametrize("invariant", [*INVARIANTS, *PAPERS], ids=lambda one: one.code)
def test_the_invariants_hold_for_a_certified_company(verified_company, vito, invariant):
    from tests.vendors.conftest import NOON
    from vendors import services

    services.second_verify(vendor_id=verified_company.pk, actor=vito, at=NOON)

    with connection.cursor() as cursor:
        cursor.execute(invariant.sql)
        assert cursor.fetchall() == []
