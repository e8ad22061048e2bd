"""A seller hands in a sheet: read, judged row by row, put right, saved whole."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.test import override_settings

from catalog.models import Listing, PriceRecord, Sheet
from catalog.services import (
    confirm_sheet,
    drop_sheet,
    fix_sheet_row,
    set_stock,
    skip_sheet_row,
    upload_sheet,
    withdraw_listing,
)
from catalog.services.details import TkdnOfForeignGoods
from catalog.services.save_sheet import NothingToSave, RowsNowWrong
from catalog.sheets.reading import NoHeading, NoRows, TooManyRows
from catalog.states import PUBLISHED, WITHDRAWN
from marketplace.accounts.models import User
from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotPermitted, WrongState
from tests.catalog.conftest import NOON, make_listing, make_vendor
from tests.catalog.sheets import HEAD, PAPER, PEN, csv_file, xlsx_file
from tests.scenes import fresh
from vendors.states import VendorState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def seller_of(vendor) -> Actor:
    user, _new = User.objects.get_or_create(email=f"s{vendor.pk}@contoh.id", defaults={"full_name": "Bu Sari"})
    return Actor(id=user.pk, name="Bu Sari", grants=frozenset({Grant("vendor_owner", vendor.pk)}))


def upload(vendor, file, *, key=None, actor=None) -> Sheet:
    return upload_sheet(
        vendor_id=vendor.pk, upload=file, attempt_key=key or uuid.uuid4(), actor=actor or seller_of(vendor), at=NOON
    )


def save(sheet: Sheet) -> Sheet:
    return confirm_sheet(sheet_id=sheet.pk, actor=seller_of(sheet.vendor), at=NOON)


def outcomes(sheet: Sheet) -> list[str]:
    return list(sheet.rows.values_list("outcome", flat=True))


def complaints(sheet: Sheet) -> dict[int, list[str]]:
    return {row.number: [f"{column}: {words}" for column, words in row.complaints] for row in sheet.rows.all()}


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_new_goods_are_shown_after_the_seller_says_yes_and_not_before(sari, make):
    sheet = upload(sari, make(PAPER, PEN))

    assert outcomes(sheet) == ["new", "new"] and not Listing.objects.exists()

    save(sheet)

    paper = Listing.objects.get(stock_record__partner_sku="HVS-A4")
    assert (paper.name, paper.category_id, paper.unit_id) == (PAPER[1], "07.03", "RM")
    assert (paper.unit_price_idr, paper.stock_available, paper.state) == (54_500, 100, PUBLISHED)
    assert fresh(sheet).state == "done" and Listing.objects.count() == 2
    assert AuditEntry.objects.filter(what__startswith="catalog.sheet.").count() == 3


def test_a_sheet_of_codes_and_prices_changes_price_and_stock_alone(sari):
    listing = make_listing(sari)
    sheet = upload(sari, csv_file((listing.code, "60.000", "5"), head=("Kode barang", "Harga per satuan", HEAD[5])))

    assert sheet.rows.get().changes == [["unit_price_idr", "54500", "60.000"], ["stock", "100", "5"]]
    save(sheet)

    changed = fresh(listing)
    assert (changed.unit_price_idr, changed.stock_available, changed.name) == (60_000, 5, listing.name)
    assert PriceRecord.objects.filter(listing=listing).count() == 2


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        (1, "ab", "name"),
        (1, "К\u0435ртас", "name: Nama produk harus"),
        (2, "kertas hvz", "category: Tidak ada “kertas hvz” dalam daftar. Maksud Anda “07.03 Kertas HVS”?"),
        (2, "07", "category"),
        (3, "", "unit"),
        (4, "54,500", "unit_price_idr: Tulis angka tanpa koma"),
        (4, "-1", "unit_price_idr: Jumlah tidak boleh kurang dari nol"),
        (4, "99999999999", "unit_price_idr: Paling banyak Rp9.999.999.999"),
        (5, "-3", "stock: Tulis jumlah dengan angka bulat"),
        (0, "=SUM(A1)", "code: Kode barang paling panjang 40"),
        (0, "P999999", "code: Kode P999999 bukan milik produk di toko ini"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column_and_its_row_is_not_saved(sari, column, text, says):
    wrong = [*PAPER]
    wrong[column] = text
    sheet = upload(sari, csv_file(PEN, wrong))

    assert outcomes(sheet) == ["new", "wrong"]
    assert complaints(sheet)[3][0].startswith(says)
    save(sheet)
    assert list(Listing.objects.values_list("name", flat=True)) == [PEN[1]]


def test_complaints_are_kept_in_both_languages(sari):
    row = upload(sari, csv_file((*PAPER[:4], "54,500", "1"))).rows.get()

    words = row.problems[0][1]
    assert words["id"].startswith("Tulis angka tanpa koma") and "comma" in words["en"]


def test_the_same_code_or_the_same_goods_twice_are_wrong_the_second_time(sari):
    known = make_listing(sari, name="Map plastik kancing")
    sheet = upload(
        sari,
        csv_file(PAPER, PAPER, ("", "Map Plastik Kancing", "07.03", "rim", "9000", "1"), ("X1", *PAPER[1:])),
    )

    assert outcomes(sheet) == ["new", "wrong", "wrong", "wrong"]
    found = complaints(sheet)
    assert found[3] == ["code: Kode ini sudah ada di baris 2.", "name: Produk yang sama sudah ada di baris 2."]
    assert known.code in found[4][0]


def test_stock_is_not_set_below_what_orders_hold(sari):
    listing = make_listing(sari)
    listing.stock_record.num_allocated = 7
    listing.stock_record.save()

    sheet = upload(sari, csv_file((listing.code, "5"), head=("Kode barang", HEAD[5])))

    assert complaints(sheet)[2] == ["stock: 7 sudah dipesan. Stok tidak dapat kurang dari itu."]


def test_goods_leave_and_enter_the_shop_window_by_the_column_that_says_so(sari):
    shown, hidden = make_listing(sari, name="Kertas satu"), make_listing(sari, name="Kertas dua")
    withdraw_listing(listing_id=hidden.id, actor=seller_of(sari), at=NOON)

    save(upload(sari, csv_file((shown.code, "tidak"), (hidden.code, "YA"), head=("Kode barang", "Tayang"))))

    assert (fresh(shown).state, fresh(hidden).state) == (WITHDRAWN, PUBLISHED)


def test_one_press_is_one_sheet_and_saving_twice_is_refused(sari):
    key = uuid.uuid4()
    first, second = upload(sari, csv_file(PAPER), key=key), upload(sari, csv_file(PAPER), key=key)
    save(first)

    assert first.pk == second.pk and Sheet.objects.count() == 1
    with pytest.raises(WrongState):
        save(second)
    assert Listing.objects.count() == 1


def test_the_same_sheet_again_changes_nothing(sari):
    save(upload(sari, csv_file(PAPER, PEN)))

    again = upload(sari, csv_file(PAPER, PEN))

    assert outcomes(again) == ["unchanged", "unchanged"]
    with pytest.raises(NothingToSave):
        save(again)


def test_goods_that_changed_meanwhile_stop_the_whole_sheet(sari):
    listing = make_listing(sari)
    sheet = upload(sari, csv_file(PEN, (listing.code, "", "", "", "", "5")))
    listing.stock_record.num_allocated = 7
    listing.stock_record.save()

    with pytest.raises(RowsNowWrong):
        save(sheet)

    assert Listing.objects.count() == 1 and fresh(sheet).state == "checked"
    assert fresh(listing).stock_record.num_in_stock == 100


def test_a_row_is_put_right_or_passed_over(sari):
    sheet = upload(sari, csv_file(PAPER, (*PEN[:4], "36,000", "1"), ("", "", "", "", "1", "1")))
    who = {"actor": seller_of(sari), "at": NOON}

    assert fix_sheet_row(sheet_id=sheet.pk, number=3, cells={"unit_price_idr": "36000"}, **who).outcome == "new"
    skip_sheet_row(sheet_id=sheet.pk, number=4, **who)
    save(sheet)

    assert outcomes(sheet) == ["new", "new", "skipped"] and Listing.objects.count() == 2
    with pytest.raises(WrongState):
        fix_sheet_row(sheet_id=sheet.pk, number=4, cells={"name": "Buku tulis"}, **who)


@override_settings(GOODS_SHEET_ROWS=2)
@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (lambda: csv_file(head=("apa", "saja")), NoHeading),
        (lambda: csv_file(), NoRows),
        (lambda: csv_file(PAPER, PEN, PAPER), TooManyRows),
    ],
)
def test_what_is_no_sheet_of_goods_is_refused_whole(sari, file, refusal):
    with pytest.raises(refusal):
        upload(sari, file())

    assert not Sheet.objects.exists()


def test_only_the_people_of_a_vendor_that_may_sell_hand_in_save_and_drop(sari):
    stranger = seller_of(make_vendor("Toko Lain"))
    closed = make_vendor("Toko Tutup", state=VendorState.SUSPENDED)
    with pytest.raises(NotPermitted):
        upload(sari, csv_file(PAPER), actor=stranger)
    with pytest.raises(NotPermitted):
        upload(closed, csv_file(PAPER))
    sheet = upload(sari, csv_file(PAPER))

    with pytest.raises(NotPermitted):
        confirm_sheet(sheet_id=sheet.pk, actor=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        drop_sheet(sheet_id=sheet.pk, actor=stranger, at=NOON)

    assert fresh(sheet).state == "checked" and not Listing.objects.exists()


def test_a_code_belongs_to_its_vendor(sari):
    other = make_vendor("Toko Lain")
    save(upload(other, csv_file(PAPER)))

    save(upload(sari, csv_file(PAPER)))

    assert Listing.objects.filter(stock_record__partner_sku="HVS-A4").count() == 2


def test_a_code_found_in_any_spelling(sari):
    listing = make_listing(sari)
    set_stock(listing_id=listing.id, stock=9, actor=seller_of(sari), at=NOON)

    assert outcomes(upload(sari, csv_file((listing.code.lower(), "9"), head=("kode BARANG", HEAD[5])))) == ["unchanged"]


def test_a_cell_that_turns_the_order_of_reading_is_told_and_hidden_signs_are_left_out(sari):
    head = (*HEAD, "Keterangan")
    sheet = upload(sari, csv_file((*PAPER, "Putih \u202emareges"), (*PEN, "Tinta\u200b gel 👩🏽\u200d⚕️"), head=head))

    assert outcomes(sheet) == ["wrong", "new"]
    (told,) = complaints(sheet)[2]
    assert told.startswith("description: ") and "U+202E" in told
    skip_sheet_row(sheet_id=sheet.pk, number=2, actor=seller_of(sari), at=NOON)
    save(sheet)
    assert Listing.objects.get().description == "Tinta gel 👩🏽\u200d⚕️"


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Pesanan terkecil", "101", "min_order: Pesanan terkecil 101 melebihi stok 100"),
        ("TKDN (persen)", "1e2", "tkdn_percent: Tulis persen"),
        ("TKDN (persen)", "+5", "tkdn_percent: Tulis persen"),
        ("Pesanan terkecil", "1e1", "min_order: Tulis jumlah dengan angka bulat"),
        ("Lama sampai tiba (hari)", "３", "lead_time_days: Tulis jumlah dengan angka bulat"),
    ],
)
def test_a_row_that_nobody_could_order_or_read_is_wrong(sari, column, cell, said):
    sheet = upload(sari, csv_file((*PAPER, cell), head=(*HEAD, column)))

    assert outcomes(sheet) == ["wrong"] and complaints(sheet)[2][0].startswith(said)


def test_a_row_of_goods_of_which_some_were_sold_is_no_mistake(sari):
    listing = make_listing(sari, min_order=10, stock=100)
    listing.stock_record.num_in_stock = 7
    listing.stock_record.save()

    same = upload(
        sari, csv_file((listing.code, "60.000", "7", "10"), head=("Kode barang", *HEAD[4:], "Pesanan terkecil"))
    )
    less = upload(
        sari, csv_file((listing.code, "60.000", "6", "10"), head=("Kode barang", *HEAD[4:], "Pesanan terkecil"))
    )

    assert (outcomes(same), outcomes(less)) == (["changed"], ["wrong"])


def test_a_row_of_foreign_goods_has_no_local_content(sari):
    head = (*HEAD, "Dibuat di dalam negeri", "TKDN (persen)")

    sheet = upload(sari, csv_file((*PAPER, "Tidak", "40"), (*PEN, "Tidak", ""), head=head))

    assert outcomes(sheet) == ["wrong", "new"]
    assert complaints(sheet)[2] == [f"tkdn_percent: {TkdnOfForeignGoods.template}"]


@pytest.mark.parametrize(
    "head", [("Kode barang", "Dibuat di dalam negeri", "TKDN (persen)"), ("Kode barang", "Dibuat di dalam negeri")]
)
def test_an_empty_cell_of_local_content_is_none_where_the_row_says_foreign_and_only_there(sari, head):
    listing = make_listing(sari, tkdn_percent=Decimal("59.09"))
    assert outcomes(upload(sari, csv_file((listing.code, "Ya", "")[: len(head)], head=head))) == ["unchanged"]

    sheet = upload(sari, csv_file((listing.code, "Tidak", "")[: len(head)], head=head))

    assert complaints(sheet) == {2: []}
    assert sheet.rows.get().changes == [["is_domestic", "Ya", "Tidak"], ["tkdn_percent", "59,09", ""]]
    save(sheet)
    assert (fresh(listing).is_domestic, fresh(listing).tkdn_percent) == (False, None)
    assert outcomes(upload(sari, csv_file((listing.code, "Tidak", "")[: len(head)], head=head))) == ["unchanged"]


@pytest.mark.parametrize("percent", ["40", "40,25", "40.25", "40,25%"])
def test_a_percentage_in_a_sheet_is_read_as_on_the_page(sari, percent):
    save(upload(sari, csv_file((*PAPER, percent), head=(*HEAD, "TKDN (persen)"))))

    assert Listing.objects.get().tkdn_percent in (40, Decimal("40.25"))
