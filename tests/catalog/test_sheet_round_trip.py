"""What is exported and brought back unchanged changes nothing, whatever a seller wrote."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import HIGHEST_PRICE_IDR, Listing, Sheet
from catalog.services import create_listing, upload_sheet
from catalog.services.details import ListingDetails
from catalog.sheets import writing
from catalog.sheets.reading import unguarded
from tests.catalog.conftest import NOON
from tests.catalog.test_upload_sheet import seller_of

LATIN = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sm"), max_codepoint=0x17F)
READABLE = st.characters(categories=("Lu", "Ll", "Nd", "Po", "Sm"), max_codepoint=0x7E) | st.sampled_from("éüñÅ")
WORDS = st.text(READABLE, min_size=3, max_size=40).map(lambda text: f"{text} abc").map(str.strip)
#: With what a spreadsheet would run, and what CSV would split.
NASTY = st.sampled_from(["=1+1", "+62", "-", "@SUM(A1)", "'=x", "a;b,c\td", "baris\nbaru", '"kutip"', "_x0041_", "007"])
TEXT = st.one_of(st.text(LATIN, max_size=60), NASTY).map(str.strip)
FACT = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=20)
GOODS = st.builds(
    lambda code, price, stock, **facts: (
        code,
        price,
        stock if stock >= facts["min_order"] else 0,
        ListingDetails(category_code="07.03", **facts | ({} if facts["is_domestic"] else {"tkdn_percent": None})),
    ),
    code=st.one_of(st.just(""), st.from_regex(r"[A-OQ-Z0-9]([A-Z0-9._/-]| [A-Z0-9]){0,10}", fullmatch=True)),
    price=st.integers(1, HIGHEST_PRICE_IDR),
    stock=st.integers(0, 1_000_000),
    name=st.one_of(WORDS, NASTY.filter(lambda text: "\n" not in text and "\t" not in text).map("{} abc".format)),
    unit_code=st.sampled_from(["RM", "H87", "SET", "MTK"]),
    description=TEXT,
    specifications=st.lists(st.tuples(FACT, FACT).map(list), max_size=3),
    stock_kind=st.sampled_from(["counted", "capacity"]),
    min_order=st.integers(1, 1_000_000),
    lead_time_days=st.integers(0, 365),
    is_domestic=st.booleans(),
    tkdn_percent=st.one_of(st.none(), st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)),
)


@given(st.one_of(TEXT, st.text(max_size=40)))
def test_the_guard_against_formulas_is_taken_off_again(text):
    assert unguarded(writing.guarded(text)) == text
    assert writing.guarded(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.django_db
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goods=st.lists(GOODS, min_size=1, max_size=5, unique_by=lambda one: one[0] or id(one)),
    english=st.booleans(),
)
def test_export_and_import_change_nothing(sari, settings, tmp_path, goods, english):
    settings.MEDIA_ROOT = tmp_path
    actor = seller_of(sari)
    with translation.override("en" if english else "id"), transaction.atomic():
        for code, price, stock, details in goods:
            create_listing(
                vendor_id=sari.pk, details=details, unit_price_idr=price, stock=stock, code=code, actor=actor, at=NOON
            )
        rows = writing.texts_of(Listing.objects.filter(vendor=sari).select_related("stock_record").order_by("id"))
        for name, data in (("a.xlsx", writing.as_xlsx(rows)), ("a.csv", writing.as_csv(rows))):
            sheet = upload_sheet(
                vendor_id=sari.pk, upload=SimpleUploadedFile(name, data), attempt_key=uuid.uuid4(), actor=actor, at=NOON
            )
            found = [(row.outcome, row.changes, row.problems, row.cells) for row in sheet.rows.all()]
            assert [one[0] for one in found] == ["unchanged"] * len(goods), found
        transaction.set_rollback(True)
    assert not Sheet.objects.exists()
