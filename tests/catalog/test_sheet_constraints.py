"""Around the use cases: codes, saved sheets and other vendors' goods are held by the database itself."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.models import Sheet, SheetRow
from catalog.services.details import CodeTaken
from marketplace.kernel.errors import constraint_of, refusal_for_constraint
from tests.catalog.conftest import make_listing, make_vendor
from tests.catalog.sheets import PAPER, csv_file
from tests.catalog.test_upload_sheet import save, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def broken(statement: str, *values: object) -> str | None:
    """The constraint that refuses it."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return constraint_of(refusal.value)


@pytest.mark.parametrize("code", ["=1+1", "kecil", "", " A", "A ", "X" * 41])
def test_a_code_has_one_spelling(sari, code):
    record = make_listing(sari).stock_record

    assert broken("UPDATE partner_stockrecord SET partner_sku = %s WHERE id = %s", code, record.id) in (
        "stock_code_readable",
    )


def test_two_goods_of_a_vendor_never_share_a_code(sari):
    one, two = make_listing(sari, name="Kertas satu"), make_listing(sari, name="Kertas dua")

    found = broken("UPDATE partner_stockrecord SET partner_sku = %s WHERE id = %s", one.code, two.stock_record_id)

    assert refusal_for_constraint(found) is CodeTaken


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_sheet SET name = 'lain' WHERE id = %s",
        "UPDATE catalog_sheet SET state = 'checked', applied_at = NULL WHERE id = %s",
        "DELETE FROM catalog_sheet WHERE id = %s",
        "UPDATE catalog_sheetrow SET outcome = 'skipped' WHERE sheet_id = %s",
        "DELETE FROM catalog_sheetrow WHERE sheet_id = %s",
        "INSERT INTO catalog_sheetrow (sheet_id, number, cells, outcome, changes, problems)"
        " VALUES (%s, 99, '{}', 'new', '[]', '[]')",
    ],
)
def test_a_saved_sheet_stays_as_it_was_saved(sari, statement):
    sheet = save(upload(sari, csv_file(PAPER)))

    assert broken(statement, sheet.pk) == "sheet_is_final"
    assert SheetRow.objects.filter(sheet=sheet).count() == 1


def test_a_row_never_names_goods_of_another_vendor(sari):
    theirs = make_listing(make_vendor("Toko Lain"))
    sheet = upload(sari, csv_file(PAPER))

    found = broken("UPDATE catalog_sheetrow SET listing_id = %s WHERE sheet_id = %s", theirs.id, sheet.pk)

    assert found == "sheet_row_of_own_goods"


def test_a_sheet_is_saved_by_somebody_at_some_time_and_a_good_row_has_no_complaint(sari):
    sheet = upload(sari, csv_file(PAPER))

    done = broken("UPDATE catalog_sheet SET state = 'done' WHERE id = %s", sheet.pk)
    good = broken("UPDATE catalog_sheetrow SET problems = '[1]' WHERE sheet_id = %s", sheet.pk)

    assert (done, good) == ("sheet_done_has_a_time_and_a_person", "sheet_row_wrong_says_why")
    assert Sheet.objects.get(pk=sheet.pk).state == "checked"
