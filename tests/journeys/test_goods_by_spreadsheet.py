"""A seller with a phone brings in goods by spreadsheet, puts a row right and changes prices."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from PIL import Image
from python_calamine import CalamineWorkbook

from catalog.models import Listing
from tests.catalog.sheets import HEAD, PAPER, PEN

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book(*rows) -> dict[str, object]:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([HEAD, *rows]):
            sheet.write_row(number, 0, row)
    return {"name": "barang.xlsx", "mimeType": XLSX, "buffer": made.getvalue()}


@pytest.mark.parametrize("javascript", [True, False])
def test_goods_come_in_by_spreadsheet_on_a_phone(province, visitor, work_off, javascript):
    work_off()
    sari = visitor(width=390, javascript=javascript).sign_in(province.login_of(province.sari))
    sari.open("/toko/produk/").follow("Impor")
    with sari.page.expect_download() as given:
        sari.main.get_by_role("link", name="Templat XLSX").click()
    assert CalamineWorkbook.from_path(given.value.path()).sheet_names[0] == "Barang"

    sari.fill({"file": book(PAPER, (*PEN[:4], "36,000", "40"))}).press("Unggah dan periksa")
    sari.reads("1 baris siap disimpan, 1 perlu diperbaiki", "Tulis angka tanpa koma")
    assert sari.page.evaluate("document.documentElement.scrollWidth <= innerWidth") if javascript else True
    sari.follow(PEN[1]).reads("Baris 3, perbaikan 1 dari 1").press("Pakai Rp36.000")
    sari.reads("2 baris siap disimpan").press("Simpan 2 baris")

    sari.reads("Tersimpan: 2 produk baru", PEN[1]).follow("Lihat produk saya").reads(PAPER[1], "HVS-A4", "Rp36.000")
    sari.open("/toko/produk/impor/")
    with sari.page.expect_download() as given:
        sari.main.get_by_role("link", name="Produk saya XLSX").click()
    again = {"name": "produk.xlsx", "mimeType": XLSX, "buffer": given.value.path().read_bytes()}
    sari.fill({"file": again}).press("Unggah dan periksa").reads("Tidak ada yang berubah")


def test_a_photo_is_made_small_and_what_was_typed_outlives_the_session(province, visitor, work_off, settings):
    work_off()
    sari = visitor(width=390).sign_in(province.login_of(province.sari))
    made = BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(made, "JPEG", quality=95)
    sari.open("/toko/produk/baru/")
    sari.fill({"photo": {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}})
    sari.main.get_by_text("Foto sudah dikecilkan").wait_for()
    assert sari.page.evaluate("document.querySelector('[name=photo]').files[0].size") < len(made.getvalue()) / 2

    typed = {"name": "Tas anyaman pandan", "category": "07.03", "unit": "H87", "unit_price_idr": "75.000"}
    sari.fill(typed | {"stock": "8"})
    sari.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sari.press("Simpan sebagai draf")
    sari.complaints.clear()  # the form that came without a session is told so
    sari.sign_in_here(province.login_of(province.sari))

    assert sari.path == "/toko/produk/baru/"
    assert sari.page.input_value("[name=name]") == "Tas anyaman pandan"
    sari.reads("Isian yang belum terkirim dikembalikan")
    sari.press("Simpan sebagai draf")
    assert Listing.objects.get(name="Tas anyaman pandan").unit_price_idr == 75_000
    sari.open("/toko/produk/baru/")
    assert sari.page.input_value("[name=name]") == ""
