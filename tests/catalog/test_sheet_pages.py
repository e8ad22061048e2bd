"""Goods by spreadsheet as sellers meet them: pages, files, another seller's sheets, the worker."""

from __future__ import annotations

import csv
import uuid
from io import BytesIO, StringIO

import pytest
from django.test import override_settings
from python_calamine import CalamineWorkbook

from catalog import services
from catalog.models import Listing, Sheet
from marketplace.accounts.roles import Role
from marketplace.kernel.outbox.worker import deliver_due
from marketplace.notices.models import Notice
from tests.catalog.conftest import make_listing, make_vendor
from tests.catalog.sheets import PAPER, PEN, csv_file
from tests.catalog.test_pages import person, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(params=[Role.VENDOR_OWNER, Role.VENDOR_STAFF])
def seller(sari, request):
    return person(sari.pk, request.param, "sari@contoh.id")


def hand_in(client, file, key=None):
    return client.post("/toko/produk/impor/", {"file": file, "attempt_key": key or uuid.uuid4()}, follow=True)


def xlsx_rows(response) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_a_sheet_goes_from_upload_to_saved_goods(seller):
    page = text_of(hand_in(seller, csv_file(PAPER, (*PEN[:4], "36,000", "1"))))
    assert "1 baris siap disimpan, 1 perlu diperbaiki" in page
    assert "Harga per satuan: Tulis angka tanpa koma" in page and "Baris 3" in page

    sheet = Sheet.objects.get()
    page = text_of(seller.post(f"/toko/produk/impor/{sheet.pk}/simpan/", {"attempt_key": uuid.uuid4()}, follow=True))

    assert "Tersimpan: 1 produk baru, 0 berubah" in page and "1 baris tidak ikut" in page
    assert Listing.objects.get().name == PAPER[1]
    again = seller.post(f"/toko/produk/impor/{sheet.pk}/simpan/", {"attempt_key": uuid.uuid4()}, follow=True)
    assert again.status_code == 200 and Listing.objects.count() == 1


def test_a_wrong_row_is_put_right_in_the_browser(seller):
    hand_in(seller, csv_file((*PAPER[:4], "54,500", "100"), ("X", "Buku tulis", "kertas hvz", "rim", "1", "")))
    sheet = Sheet.objects.get()
    address = f"/toko/produk/impor/{sheet.pk}/baris/2/"

    page = seller.get(address)
    assert page.status_code == 200 and "Pakai Rp54.500" in text_of(page) and 'value="54,500"' in page.content.decode()
    typed = {"name": PAPER[1], "unit_price_idr": "54,500", "stock": "100", "category": "07.03", "unit": "RM",
             "code": "HVS-A4", "stock_kind": "counted", "min_order": "1", "lead_time_days": "3",
             "show": "on"}  # fmt: skip
    refused = seller.post(address, typed)
    assert refused.status_code == 422 and "Tulis angka tanpa koma" in text_of(refused)

    done = seller.post(address, typed | {"use_price": "54500"})
    assert done["Location"] == f"/toko/produk/impor/{sheet.pk}/baris/3/"
    page = seller.get(done["Location"]).content.decode()
    assert '<option value="07.03" selected>' in page  # the nearest category is chosen beforehand
    assert seller.post(done["Location"], {"skip": "1"})["Location"] == sheet.get_absolute_url()

    assert dict(fresh_counts(sheet)) == {"new": 1, "skipped": 1}


def fresh_counts(sheet: Sheet):
    return Sheet.objects.get(pk=sheet.pk).counts


def test_what_is_no_sheet_is_refused_at_the_field(seller):
    answer = hand_in(seller, csv_file(head=("apa", "saja")))

    assert answer.status_code == 422 and "Baris judul kolom tidak ditemukan" in text_of(answer)
    assert not Sheet.objects.exists()


@override_settings(GOODS_SHEET_ROWS_AT_ONCE=1)
def test_a_long_sheet_goes_to_a_worker_and_its_seller_is_told(seller, django_capture_on_commit_callbacks):
    page = hand_in(seller, csv_file(PAPER, PEN))
    sheet = Sheet.objects.get()
    assert "Memeriksa 2 baris" in text_of(page) and 'http-equiv="refresh"' in page.content.decode()
    assert seller.get(sheet.get_absolute_url(), headers={"HX-Request": "true"}).status_code == 204

    deliver_due()
    seller.post(f"/toko/produk/impor/{sheet.pk}/simpan/", {"attempt_key": uuid.uuid4()})
    assert "Menyimpan 2 baris" in text_of(seller.get(sheet.get_absolute_url())) and not Listing.objects.exists()
    deliver_due()
    deliver_due()

    assert Listing.objects.count() == 2
    assert [notice.text for notice in Notice.objects.order_by("id")] == [
        "Lembar “produk.csv” selesai diperiksa: 2 baris siap, 0 perlu diperbaiki.",
        "Lembar “produk.csv” tersimpan: 2 produk baru, 0 berubah, 0 tidak ikut.",
    ]


@override_settings(GOODS_SHEET_ROWS_AT_ONCE=0)
def test_goods_that_changed_before_the_worker_came_stop_it_and_the_seller_is_told(sari, seller):
    listing = make_listing(sari)
    hand_in(seller, csv_file((listing.code, "", "", "", "", "5"), PEN))
    sheet = Sheet.objects.get()
    deliver_due()
    seller.post(f"/toko/produk/impor/{sheet.pk}/simpan/", {"attempt_key": uuid.uuid4()})
    listing.stock_record.num_allocated = 7
    listing.stock_record.save()

    deliver_due()
    deliver_due()

    assert Listing.objects.count() == 1 and fresh_counts(sheet)["wrong"] == 1
    assert "belum tersimpan: 1 baris tidak lagi dapat disimpan" in Notice.objects.order_by("id").last().text


def test_the_empty_sheet_offers_the_lists_and_is_taken_back_when_filled(seller):
    response = seller.get("/toko/produk/impor/templat/xlsx/")

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["Barang", "Daftar", "Petunjuk"]
    assert "attachment" in response["Content-Disposition"]
    head = [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]]
    assert head[:3] == ["Kode barang", "Nama produk *", "Kategori *"]
    assert "1 baris siap" in text_of(hand_in(seller, csv_file(PAPER, head=head[:6])))
    plain = seller.get("/toko/produk/impor/templat/csv/").content
    assert plain.startswith("\ufeffKode barang;".encode())


def test_wrong_rows_come_back_with_the_complaint_beside_them(seller):
    hand_in(seller, csv_file(PAPER, ("=HYPERLINK(1)", *PEN[1:4], "36,000", "1")))
    sheet = Sheet.objects.get()

    head, row = xlsx_rows(seller.get(f"/toko/produk/impor/{sheet.pk}/salah/"))

    assert head[-1] == "Yang perlu diperbaiki" and "Tulis angka tanpa koma" in str(row[-1])
    assert row[0] == "'=HYPERLINK(1)"
    assert len(xlsx_rows(seller.get(f"/toko/produk/impor/{sheet.pk}/salah/?semua=1"))) == 3


def test_own_goods_are_exported_and_no_others_and_nothing_becomes_a_formula(sari, seller):
    make_listing(sari, name="+62 kartu nama", description="=1+1")
    make_listing(make_vendor("Toko Lain"), name="Bukan milik saya")

    text = seller.get("/toko/produk/impor/barang/csv/").content.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert len(rows) == 2 and rows[1][1] == "'+62 kartu nama" and rows[1][9] == "'=1+1"
    assert seller.get("/toko/produk/impor/barang/pdf/").status_code == 404
    assert seller.get("/toko/produk/impor/barang/xlsx/?bagian=x").status_code == 200


def test_a_sheet_of_another_seller_is_not_found(seller):
    hand_in(seller, csv_file(PAPER))
    sheet = Sheet.objects.get()
    other = person(make_vendor("Toko Lain").pk, Role.VENDOR_OWNER, "lain@contoh.id")

    for path in ("", "salah/", "baris/2/"):
        assert other.get(f"{sheet.get_absolute_url()}{path}").status_code == 404
    for path in ("simpan/", "buang/", "baris/2/"):
        assert other.post(f"{sheet.get_absolute_url()}{path}", {"skip": "1"}).status_code == 404
    assert Sheet.objects.get().state == "checked" and fresh_counts(sheet)["new"] == 1


def test_a_dropped_sheet_stays_dropped(seller):
    hand_in(seller, csv_file(PAPER))
    sheet = Sheet.objects.get()

    page = seller.post(f"{sheet.get_absolute_url()}buang/", follow=True)

    assert "dibuang" in text_of(page)
    seller.post(f"{sheet.get_absolute_url()}simpan/", {"attempt_key": uuid.uuid4()})
    assert not Listing.objects.exists() and Sheet.objects.get().state == "dropped"


def test_the_single_form_takes_a_code_too_and_says_when_it_is_taken(sari, seller):
    listing = make_listing(sari, name="Kertas satu")
    other = make_listing(sari, name="Kertas dua")
    typed = {"attempt_key": uuid.uuid4(), "name": other.name, "category": "07.03", "unit": "RM", "stock": "100",
             "unit_price_idr": "54500", "stock_kind": "counted", "min_order": "1", "lead_time_days": "3",
             "is_domestic": "on"}  # fmt: skip
    address = f"/toko/produk/{other.id}/"

    taken = seller.post(address, typed | {"code": listing.code.lower()})
    assert taken.status_code == 422 and Listing.objects.get(pk=other.pk).code == other.code
    assert seller.post(address, typed | {"code": "kertas-2"}).status_code == 302
    assert Listing.objects.get(pk=other.pk).code == "KERTAS-2"
    assert "KERTAS-2" in text_of(seller.get("/toko/produk/?q=kertas-2"))


def test_two_presses_at_once_save_a_sheet_once_and_both_lead_to_what_was_saved(seller, monkeypatch):
    hand_in(seller, csv_file(PAPER))
    sheet = Sheet.objects.get()
    save = services.confirm_sheet

    def after_the_other(**facts):
        save(**facts)
        save(**facts)

    monkeypatch.setattr(services, "confirm_sheet", after_the_other)
    answer = seller.post(f"/toko/produk/impor/{sheet.pk}/simpan/", {"attempt_key": uuid.uuid4()}, follow=True)

    assert answer.redirect_chain == [(sheet.get_absolute_url(), 302)]
    assert "Tersimpan: 1 produk baru, 0 berubah" in text_of(answer) and Listing.objects.count() == 1


def test_prices_in_the_preview_are_money_however_they_were_typed(seller):
    hand_in(seller, csv_file(PAPER, PEN))
    first = Sheet.objects.get()
    page = text_of(seller.get(first.get_absolute_url()))
    assert "Rp54.500 / rim" in page and "Rp36.000 / kotak" in page

    seller.post(f"/toko/produk/impor/{first.pk}/simpan/", {"attempt_key": uuid.uuid4()})
    hand_in(seller, csv_file((*PAPER[:4], "55000", "100"), (*PEN[:4], "37.000", "40")))
    page = " ".join(text_of(seller.get(Sheet.objects.exclude(pk=first.pk).get().get_absolute_url())).split())

    assert "Harga per satuan: Rp54.500 → Rp55.000" in page and "Harga per satuan: Rp36.000 → Rp37.000" in page
