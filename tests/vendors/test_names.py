"""Names that look like other names, and names with something hidden in them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from marketplace.documents.invariants import INVARIANTS as PAPERS
from vendors.invariants import INVARIANTS
from vendors.names import clean_name, folded


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


@pytest.mark.parametrize("invariant", [*INVARIANTS, *PAPERS], ids=lambda one: one.code)
def test_the_invariants_hold_for_a_certified_company(verified_company, vito, invariant):
    from tests.vendors.conftest import NOON
    from vendors import services

    services.second_verify(vendor_id=verified_company.pk, actor=vito, at=NOON)

    with connection.cursor() as cursor:
        cursor.execute(invariant.sql)
        assert cursor.fetchall() == []
