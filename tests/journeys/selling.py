"""What the vendor and the verifiers do in a journey."""

from __future__ import annotations

from tests.journeys.walking import Visitor
from tests.journeys.world import PASSWORD, paper, picture

NIK = "3374015512900003"
BUSINESS = {
    "nib": "912 000 123 4567", "legal_form": "cv", "legal_name": "CV Kertas Mukti", "trade_name": "Kertas Mukti",
    "npwp": "0013121660091000", "kbli_codes": "47650", "yearly_sales_idr": "800.000.000", "deed_number": "12",
    "regency": "33.10", "address": "Jalan Pemuda 5, Klaten", "phone": "0812 3456 7890", "lead_time_days": "7",
}  # fmt: skip
OWNER = {"full_name": "Wati Rahayu", "role": "owner", "nik": NIK, "share_percent": "100",
         "is_beneficial_owner": True, "is_self": True}  # fmt: skip
ACCOUNT = {"bank_code": "113", "number": "1234-567-890", "holder_name": "CV Kertas Mukti"}
PAPERS = ("ktp", "deed", "nib", "npwp", "bank")
GOODS = {
    "name": "Kertas HVS A4 80 gram", "category": "07.03", "unit": "RM", "unit_price_idr": "54.000",
    "stock_kind": "counted", "stock": "5.000", "min_order": "10", "lead_time_days": "3",
    "specifications": "Ukuran: A4\nBerat: 80 gram", "photo_alt": "Satu rim kertas A4",
}  # fmt: skip


def sign_up(wati: Visitor) -> Visitor:
    """An account, made by whoever wants to sell."""
    wati.open("/daftar/").fill(
        {"full_name": "Wati Rahayu", "phone": "0812 3456 7890", "email": "wati@contoh.id", "password": PASSWORD}
    )
    return wati.press("Buat akun")


def apply(wati: Visitor) -> None:
    """Five steps, papers uploaded, handed in."""
    wati.press("Mulai mendaftar")
    wati.open("/toko/daftar/usaha/").fill(BUSINESS).press("Simpan dan lanjut")
    wati.fill(OWNER).press("Simpan dan lanjut")
    wati.fill(ACCOUNT).press("Simpan dan lanjut")
    wati.fill({kind: picture(kind) if kind == "ktp" else paper(kind) for kind in PAPERS}).press("Unggah dan simpan")
    wati.reads("CV Kertas Mukti", "•••• 7890")
    wati.fill({"accepts_terms": True, "declares_integrity": True}).press("Kirim untuk diperiksa")
    wati.open("/toko/daftar/").reads("Permohonan Anda diperiksa")


def certify(vina: Visitor, vito: Visitor) -> None:
    """One verifier decides, another looks again because it is a firm."""
    vina.open("/verifikasi/").follow("Kertas Mukti").press("Periksa permohonan ini")
    vina.reads("Pemeriksaan otomatis", "Dokumen di samping isian")
    vina.fill({"decision": "verify", "npwp_valid": True}).press("Simpan keputusan")
    vito.open("/verifikasi/").follow("Kertas Mukti")
    vito.fill({"agrees": "yes"}).press("Simpan keputusan")
    vito.open("/verifikasi/?semua=1").reads("Kertas Mukti", "Terverifikasi")


def list_paper(wati: Visitor) -> None:
    """A product with a photo, published."""
    wati.open("/toko/").open("/toko/produk/").follow("Tambah produk")
    wati.fill(GOODS | {"photo": picture("kertas", "#b7772c")}).press("Simpan dan tayangkan")
    wati.reads("Kertas HVS A4 80 gram", "Tayang")


def confirm_and_ship(wati: Visitor, number: str, *, quantity: int | None = None) -> None:
    wati.open("/toko/pesanan/").enter(number)
    wati.press("Konfirmasi dan tanda tangani")
    wati.open(f"/toko/pesanan/{number}/").fill({"carrier": "Kurir toko", "vehicle": "H 1234 AB"})
    wati.press("Kirim dan terbitkan surat jalan")


def sign_handover(wati: Visitor, number: str) -> None:
    wati.open(f"/toko/pesanan/{number}/").follow("Baca BAST")
    wati.press("Tanda tangani BAST")


def agree_to_end(wati: Visitor, number: str) -> None:
    wati.open(f"/toko/pesanan/{number}/").press("Setuju, tutup sisanya")


def see_money(wati: Visitor, number: str, *, net: str) -> None:
    wati.open("/toko/uang/").reads("Masuk rekening", net, number).enter("/toko/uang/0")
    wati.reads("Masuk rekening penjual", net)
