"""What the office does in a journey: ask, choose, approve, receive, sign."""

from __future__ import annotations

import re

from payments.budget.models import BudgetLine
from tests.journeys.walking import Visitor
from tests.journeys.world import picture


def find_paper(ani: Visitor) -> None:
    """By a misspelt word, then the category, then the place; until the product's own page."""
    ani.open("/").open("/cari/?q=kertass").reads("Menampilkan hasil untuk", "2 produk")
    ani.open("/kategori/").follow("Alat Tulis Kantor").follow("Kertas HVS")
    ani.reads("2 produk")
    _open_facet(ani, "Lokasi penjual")
    ani.main.get_by_label(re.compile("Klaten")).first.check()
    ani.press("Terapkan saringan")
    ani.main.get_by_text("1 produk").first.wait_for()
    ani.follow("Kertas HVS A4 80 gram")
    ani.reads("Kertas Mukti", "Rp54.000", "Klaten")


def _open_facet(ani: Visitor, name: str) -> None:
    facet = ani.main.locator("details.ds-facet", has_text=name).first
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()


def ask(ani: Visitor, line: BudgetLine, *, quantity: int) -> str:
    """From the product's page to a submitted order; its number."""
    ani.fill({"quantity": quantity}).press("Masukkan keranjang")
    ani.fill(
        {
            "purpose": "Kertas untuk rapat koordinasi triwulan keempat",
            "needed_by": "10/12/2026",
            "rup_code": "51240917",
            "delivery_place": "Gudang Diskominfo, Semarang",
        }
    )
    field = ani.main.locator("select[name^='line_']").first
    field.select_option(str(line.pk))
    ani.press("Ajukan")
    found = re.search(r"DSR-\d{4}-\d{2}-\d{6}", ani.path + ani.text)
    assert found, ani.text
    return found[0]


def choose(eko: Visitor, number: str, *, vendor: str = "Kertas Mukti") -> None:
    eko.open("/belanja/pilih/").enter(number)
    eko.press("Buka perbandingan")
    eko.main.get_by_label(vendor).first.check()
    eko.fill({"reason": "Harga terendah dan cukup cepat"}).press("Pilih dan kirim ke PPK")


def approve(budi: Visitor, number: str) -> None:
    budi.open("/persetujuan/").enter(number)
    budi.reads("Hasil pemeriksaan otomatis").press("Simpan keputusan dan tanda tangani")


def check_letter(budi: Visitor, anybody: Visitor, number: str) -> None:
    """The letter is a PDF, and whoever holds the paper can check it without an account."""
    budi.open(f"/pesanan/{number}/").follow("Surat Pesanan")
    link = budi.page.locator("a[href$='.pdf']").first.get_attribute("href")
    assert budi.fetch(link or "")[:5] == b"%PDF-"
    code = re.search(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){1,5}", budi.text)
    assert code, budi.text
    anybody.open("/periksa/").fill({"code": code[0]})
    anybody.press("Periksa").reads("Surat Pesanan", "Dokumen ini asli")


def receive(fitri: Visitor, number: str, *, good: int, bad: int = 0) -> None:
    """At the gate, on a phone: arrival with a photo, then the count."""
    fitri.open("/penerimaan/").enter(number)
    fitri.fill({"photo": picture("gerbang", "#17633f")}).press("Barang sudah tiba")
    fitri.open(f"/penerimaan/{number}/")
    for start, value in (("good_", good), ("bad_", bad)):
        fitri.main.locator(f"[name^='{start}']").first.fill(str(value))
    if bad:
        fitri.main.locator("[name^='condition_'][value='damaged']").check()
        fitri.main.locator("[name^='note_']").first.fill("Kemasan sobek dan basah")
        fitri.fill({"photo_1": picture("rusak", "#9e2b25")})
    fitri.press("Simpan pemeriksaan")


def sign_handover(budi: Visitor, number: str) -> None:
    budi.open("/persetujuan/").reads("BAST menunggu tanda tangan")
    budi.open(f"/pesanan/{number}/").follow("Baca BAST")
    budi.press("Tanda tangani BAST")


def propose_end(budi: Visitor, number: str) -> None:
    """What was refused is not needed any more."""
    budi.open(f"/pesanan/{number}/").follow("Tutup sisa pesanan")
    budi.fill({"reason": "Sepuluh rim yang basah tidak diperlukan lagi"}).press("Usulkan penutupan")


def judge(budi: Visitor, number: str) -> None:
    budi.open(f"/pesanan/{number}/").follow("Nilai")
    budi.press("Simpan")
    budi.open(f"/pesanan/{number}/").reads("Selesai")
