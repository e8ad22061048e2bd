"""Pages made of every component, with invented figures: for tests of markup, looks and accessibility.

Run `python -m tests.ui.gallery FOLDER` to take screenshots of them at 1280 and 390, light and dark.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from marketplace.ui.forms import AttemptKeyMixin, DateField, PhoneField, QuantityField, RupiahField, TileSelect
from marketplace.ui.pagination import NumberedPage

HERE = Path(__file__).parent / "pages"
AT = datetime(2026, 11, 19, 3, 42, tzinfo=UTC)

OPERATOR = {
    "name": "Pemerintah Provinsi Jawa Tengah",
    "is_official": False,
    "fiscal_year": 2026,
    "service_hours": "hari kerja 08.00–16.00 WIB",
}
LINKS = {
    key: f"/{key}/"
    for key in ("search", "sign_in", "sign_out", "register", "notices", "basket", "help", "account", "theme")
} | {"home": "/"}
FOOTER = [
    {
        "title": "Belanja",
        "links": [{"url": "/kategori/", "label": "Semua kategori"}, {"url": "/harga/", "label": "Cara harga dinilai"}],
    },
    {"title": "Berjualan", "links": [{"url": "/daftar/", "label": "Daftar sebagai penjual"}]},
    {"title": "Mengawasi", "links": [{"url": "/transparansi/", "label": "Portal transparansi"}]},
]


def _nav(*items, current=0):
    keys = ("url", "label", "icon", "count", "group")
    read = [dict(zip(keys, (*item, "", "")[:5] if len(item) < 5 else item, strict=False)) for item in items]
    read[current]["current"] = True
    return read


PUBLIC = {
    "code": "public",
    "label": "Utama",
    "home_url": "/",
    "nav": _nav(
        ("/kategori/", "Kategori", "layout-grid"),
        ("/wilayah/", "Wilayah", "map-pin"),
        ("/harga/", "Kewajaran harga", "scale"),
        ("/transparansi/", "Transparansi", "chart-column"),
        ("/bantuan/", "Bantuan", "circle-help"),
    ),
}
BUYER = {
    "code": "buyer",
    "label": "Ruang pembeli",
    "home_url": "/belanja/",
    "icon": "building-2",
    "nav": _nav(
        ("/belanja/", "Belanja", "store"),
        ("/pesanan/", "Pesanan", "package"),
        ("/persetujuan/", "Persetujuan", "list-checks", 6),
        ("/penerimaan/", "Penerimaan", "clipboard-check"),
        ("/pembayaran/", "Pembayaran", "credit-card"),
        ("/anggaran/", "Anggaran", "wallet"),
        current=1,
    ),
}
TREASURER = {
    "code": "treasurer",
    "label": "Ruang Bendahara",
    "home_url": "/bendahara/",
    "icon": "landmark",
    "nav": _nav(
        ("/a/", "Ikhtisar", "layout-dashboard"),
        ("/b/", "Tagihan KKPD", "credit-card", 2),
        ("/c/", "Buku pembantu", "book-text"),
        ("/d/", "Pelunasan", "banknote", 1),
        ("/e/", "Kartu dan limit", "wallet-cards", "", "Rujukan"),
        ("/f/", "Laporan", "file-chart-column", "", "Rujukan"),
        current=1,
    ),
}
SELLER = {
    "code": "seller",
    "label": "Ruang Penjual",
    "home_url": "/toko/",
    "icon": "store",
    "tabbar": True,
    "nav": _nav(
        ("/toko/", "Beranda", "house"),
        ("/toko/pesanan/", "Pesanan", "package", 3),
        ("/toko/produk/", "Produk", "tag"),
        ("/toko/uang/", "Uang", "wallet"),
        ("/toko/profil/", "Toko dan dokumen", "store", 1),
        ("/toko/panduan/", "Panduan singkat", "book-open", "", "Bantuan"),
    ),
}
ROOMS = [
    {
        "code": "buyer",
        "label": "Ruang pembeli",
        "home_url": "/belanja/",
        "icon": "building-2",
        "organisation": "Dinas Pendidikan",
        "current": True,
    },
    {
        "code": "audit",
        "label": "Ruang pengawasan",
        "home_url": "/pengawasan/",
        "icon": "flag",
        "organisation": "Inspektorat",
    },
]


class OfferForm(AttemptKeyMixin, forms.Form):
    """Every kind of field once."""

    nib = forms.RegexField(
        r"^\d{13}$",
        label="Nomor Induk Berusaha (NIB)",
        help_text="13 angka, tertulis di kanan atas surat NIB",
        error_messages={"invalid": "NIB harus 13 angka. Anda baru menulis 9."},
    )
    price = RupiahField(label="Harga jual")
    quantity = QuantityField(label="Jumlah", unit="rim")
    needed_on = DateField(label="Diperlukan tanggal", help_text="Misalnya 21/11/2026")
    phone = PhoneField(label="Nomor ponsel", required=False)
    unit = forms.ChoiceField(label="Satuan", choices=[("rim", "Rim"), ("set", "Set")])
    scale = forms.ChoiceField(
        label="Skala usaha", choices=[("mikro", "Usaha mikro"), ("kecil", "Usaha kecil")], widget=forms.RadioSelect
    )
    decision = forms.ChoiceField(
        label="Keputusan Anda",
        choices=[("approve", "Setujui"), ("return", "Kembalikan"), ("reject", "Tolak")],
        widget=TileSelect(icons={"approve": "circle-check", "return": "undo-2", "reject": "octagon-x"}),
    )
    labels = forms.MultipleChoiceField(
        label="Label produk",
        choices=[("tkdn", "TKDN bersertifikat"), ("svlk", "Kayu legal (SVLK)")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    letter = forms.FileField(label="Surat NIB", help_text="PDF, paling besar 5 MB", required=False)
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    agreed = forms.BooleanField(label="Saya sudah memeriksa jumlah dan keadaan barang.")


FILLED = {
    "nib": "912030045",
    "price": "54,500",
    "quantity": "40",
    "needed_on": "31/11/2026",
    "unit": "rim",
    "scale": "mikro",
    "decision": "approve",
}
PRODUCTS = [
    {
        "name": "Kotak kue rapat isi 4, jajan pasar",
        "url": "/p/1/",
        "image": "/static/illustrations/kotak-kue.svg",
        "amount": 18500,
        "unit": "kotak",
        "verdict": "fair",
        "seller": "Pawon Bu Tini",
        "verified": True,
        "origin": "Kota Semarang",
        "arrival": "besok pagi",
        "tags": ["Usaha mikro"],
    },
    {
        "name": "Set meja–kursi siswa SMA, kayu mahoni, rangka besi",
        "url": "/p/2/",
        "image": "/static/illustrations/meja-siswa-mahoni.svg",
        "amount": 785000,
        "unit": "set",
        "verdict": "fair",
        "verdict_label": "Wajar, dekat median",
        "seller": "CV Jati Luhur Mandiri",
        "verified": True,
        "origin": "Kab. Jepara",
        "arrival": "9 hari",
        "tags": ["Usaha kecil", "TKDN 71%"],
        "compare_value": "2",
        "compare_checked": True,
    },
    {
        "name": "Tinta printer isi ulang, 4 warna",
        "url": "/p/3/",
        "image": "/static/illustrations/tinta.svg",
        "amount": 95000,
        "unit": "botol",
        "verdict": "needs_reason",
        "verdict_label": "22% di atas median",
        "seller": "Koperasi Tulis Bersama",
        "verified": True,
        "origin": "Kota Salatiga",
        "arrival": "2 hari",
        "compare_value": "3",
    },
    {
        "name": "Kopi arabika Sindoro bubuk 200 gram",
        "url": "/p/4/",
        "image": "/static/illustrations/kopi.svg",
        "amount": 62000,
        "unit": "kemasan",
        "verdict": "below",
        "seller": "Kopi Lereng Sindoro",
        "verified": True,
        "origin": "Kab. Temanggung",
        "arrival": "3 hari",
        "compare_value": "4",
    },
]
VENDOR = {
    "name": "CV Jati Luhur Mandiri",
    "url": "/penjual/3/",
    "verified": True,
    "origin": "Kab. Jepara",
    "note": "tiba 20–22 November 2026",
}
LINES = [
    {
        "name": "Set meja–kursi siswa SMA, kayu mahoni",
        "url": "/p/2/",
        "image": "/static/illustrations/meja-siswa-mahoni.svg",
        "amount": 785000,
        "unit": "set",
        "quantity": 40,
        "total": 31_400_000,
        "quantity_name": "line-1",
        "remove_name": "remove-1",
        "verdict": "fair",
    }
]
STEPS = [
    {"label": "Diajukan", "detail": "9 Nov, Bagus P.", "state": "done"},
    {"label": "Disetujui PPK", "detail": "10 Nov, Rina W.", "state": "done"},
    {"label": "Dikonfirmasi penjual", "detail": "11 Nov, 08.15", "state": "done"},
    {"label": "Dikirim", "detail": "18 Nov, truk", "state": "done"},
    {"label": "Penerimaan", "detail": "Tiba 19 Nov, 10.42", "state": "now", "icon": "package-check"},
    {"label": "Pembayaran", "detail": "KKPD, maks. 5 hari kerja", "state": "next", "icon": "credit-card"},
    {"label": "Selesai", "state": "next", "icon": "flag"},
]
DOCUMENTS = [
    {
        "name": "Surat Pesanan 027/SP/1142/2026",
        "url": "/d/1.pdf",
        "meta": "PDF, 184 kB",
        "icon": "file-check-2",
        "state_label": "Sah, 2 dari 2 tanda tangan",
        "tone": "ok",
        "state_icon": "signature",
        "signatures": [
            {"label": "PPK Rina Wulandari, 10 Nov", "done": True},
            {"label": "CV Jati Luhur Mandiri, 11 Nov", "done": True},
        ],
    },
    {
        "name": "Berita Acara Serah Terima",
        "meta": "Dibuat otomatis setelah pemeriksaan",
        "icon": "file-pen",
        "state_label": "Belum ditandatangani",
        "tone": "warn",
        "state_icon": "hourglass",
        "signatures": [{"label": "Penerima Dwi Kurniawan", "done": False}],
    },
    {
        "name": "Kuitansi dan bukti pajak",
        "meta": "Tersedia setelah pembayaran",
        "icon": "receipt-text",
        "state_label": "Belum waktunya",
        "tone": "idle",
    },
]
CHECKS = [
    {
        "tone": "bad",
        "title": "Pagu tidak cukup di 1 pesanan",
        "detail": "Kurang Rp840.000.",
        "url": "#x",
        "action": "Perbaiki",
    },
    {
        "tone": "warn",
        "title": "Harga 12% di atas median",
        "detail": "Median Rp2.010.000.",
        "url": "/b/",
        "action": "Lihat 9 pembanding",
        "quote": "Rak menahan 60 kg per tingkat.",
        "quote_by": "Bagus Prasetyo",
    },
    {
        "tone": "ok",
        "title": "Pagu cukup setelah pesanan ini",
        "detail": "Sisa sesudahnya Rp15.740.000",
        "bar": {"ceiling": 180_000_000, "used": 72_450_000, "held": 63_850_000, "this": 27_960_000},
    },
]
QUEUE = [
    {
        "url": "/q/1/",
        "title": "Rak buku perpustakaan, 12 unit",
        "party": "Koperasi Pengrajin Serenan",
        "amount": 27_960_000,
        "state_label": "1 perlu perhatian",
        "tone": "warn",
        "icon": "triangle-alert",
        "deadline": "Menunggu 1 hari",
        "current": True,
    },
    {
        "url": "/q/2/",
        "title": "Seragam batik pegawai, 85 potong",
        "party": "Batik Canting Sekar",
        "amount": 23_800_000,
        "state_label": "Lolos periksa",
        "tone": "ok",
        "icon": "circle-check",
        "deadline": "Batas 4 jam lagi",
        "urgent": True,
    },
]
TASKS = [
    {
        "url": "/t/1/",
        "label": "Konfirmasi 2 pesanan",
        "detail": "Batas hari ini 17.00",
        "urgent": "tersisa 5 jam",
        "icon": "timer",
        "tone": "warn",
    },
    {
        "url": "/t/2/",
        "label": "Siapkan 120 kotak kue",
        "detail": "Diantar besok 07.30 ke Bappeda",
        "icon": "cooking-pot",
    },
    {
        "url": "/t/3/",
        "label": "Perbarui sertifikat halal",
        "detail": "Habis 12 Desember 2026, 22 hari lagi",
        "icon": "file-clock",
        "tone": "idle",
    },
]
SUMMARY = [
    {"label": "Penjual", "value": "CV Jati Luhur Mandiri", "url": "/penjual/3/"},
    {"label": "Dinas", "value": "Dinas Pendidikan dan Kebudayaan"},
    {"label": "Nilai", "amount": 32_650_000},
    {"label": "Kode RUP", "value": "51240917", "mono": True},
    {"label": "Status", "value": "", "state_label": "Belum ditagih"},
]
TOTALS = [
    {"label": "Pesanan 1, Jati Luhur", "amount": 32_650_000},
    {"label": "Pesanan 2, Bu Tini", "amount": 4_140_000},
    {"label": "Jumlah", "amount": 36_790_000, "total": True},
]
KPI = [
    {"label": "Penjual terverifikasi", "value": "12.418", "note": "dari 13.020 pendaftar"},
    {"label": "Belanja ke UMKM", "value": "Rp1,84 triliun", "note": "Jan–Okt 2026"},
    {"label": "Pesanan berharga wajar", "value": "96,8%", "note": "dari 41.203 pesanan"},
]
TABLE = {
    "columns": [
        {"label": "Barang"},
        {"label": "Jumlah", "align": "r"},
        {"label": "Harga", "align": "r"},
        {"label": "Nilai", "align": "r"},
    ],
    "rows": [
        {
            "cells": [
                {
                    "text": "Set meja–kursi siswa SMA, mahoni",
                    "url": "/p/2/",
                    "image": "/static/illustrations/meja-siswa-mahoni.svg",
                    "state_label": "Wajar",
                    "tone": "ok",
                    "icon": "circle-check",
                    "head": True,
                },
                {"text": "40 set"},
                {"amount": 785000, "class": "c-hide"},
                {"amount": 31_400_000, "class": "c-right"},
            ]
        },
        {
            "cells": [
                {"text": "Ongkos kirim Jepara–Semarang", "head": True, "class": "fw-normal"},
                {"text": "", "class": "c-hide"},
                {"text": "", "class": "c-hide"},
                {"amount": 1_250_000, "class": "c-right"},
            ],
            "state": "flag",
            "note": "Belum tercatat di kuitansi.",
            "actions": [{"url": "/x/", "label": "Lihat bukti"}],
        },
    ],
    "total": [{"text": "Jumlah dibayar", "span": 3}, {"amount": 32_650_000}],
}
LEDGER = [
    {
        "date": date(2026, 10, 28),
        "text": "Batik Canting Sekar",
        "reference": "DSR-2026-10-003988",
        "debit": 17_360_000,
        "balance": 87_995_000,
    },
    {
        "date": date(2026, 10, 30),
        "text": "Pelunasan tagihan Oktober",
        "reference": "SP2D 04417/LS/2026",
        "credit": 51_240_000,
        "balance": 36_755_000,
    },
    {
        "date": date(2026, 11, 9),
        "text": "Toko Mulia",
        "debit": 760_000,
        "balance": 37_515_000,
        "state": "bad",
        "note": "Tanpa pesanan. Tidak dapat masuk DPT sebelum ada bukti.",
    },
]
BUDGET = {"ceiling": 180_000_000, "used": 72_450_000, "held": 31_200_000, "this": 32_650_000}
SHORT = {"ceiling": 48_000_000, "used": 39_600_000, "held": 5_100_000, "this": 4_140_000}
MONTHS = [
    {"label": name, "value": value * 100_000, "text": f"{value // 10},{value % 10}"}
    for name, value in (("Jun", 124), ("Jul", 151), ("Agt", 138), ("Sep", 189), ("Okt", 247), ("Nov", 216))
]
REGIONS = [
    {"label": name[:3], "name": f"Kab. {name}", "value": value, "column": index % 4, "line": index // 4}
    for index, (name, value) in enumerate(
        (
            ("Jepara", 83),
            ("Klaten", 34),
            ("Sukoharjo", 27),
            ("Blora", 19),
            ("Demak", 5),
            ("Kudus", 0),
            ("Pati", 61),
            ("Rembang", 44),
        )
    )
]
FACETS = [
    {
        "name": "wajar",
        "label": "Kewajaran harga",
        "open": True,
        "options": [
            {"value": "1", "label": "Wajar atau lebih rendah", "count": 172, "checked": True},
            {"value": "2", "label": "Perlu alasan", "count": 31},
        ],
    },
    {
        "name": "kab",
        "label": "Lokasi penjual",
        "open": True,
        "options": [{"value": "3320", "label": "Kab. Jepara", "count": 1083}],
    },
]


def bound_form() -> OfferForm:
    """A form sent with mistakes."""
    form = OfferForm(data=FILLED)
    form.is_valid()
    return form


def common(room: dict, **more) -> dict:
    """What context processors give to every page."""
    signed_in = (
        {}
        if room["code"] == "public"
        else {"user_display": "Bagus Prasetyo", "role_display": "Pejabat Pengadaan", "rooms": ROOMS}
    )
    strip = {
        "office": "Dinas Pendidikan dan Kebudayaan",
        "line": "Belanja Modal Mebel",
        "fiscal_year": 2026,
        "ceiling": 180_000_000,
        "used": 72_450_000,
        "held": 31_200_000,
        "remaining": 76_350_000,
        "change_url": "/anggaran/",
    }
    return {
        "room": room,
        "links": LINKS,
        "footer": FOOTER,
        "operator": OPERATOR,
        "unread_notices": 4,
        "basket_count": 3,
        "demo_note": True,
        "budget_strip": strip if room["code"] == "buyer" else None,
        "theme": "light",
        **signed_in,
        **more,
    }


def everything() -> dict:
    """Names used by the pages of this folder."""
    return {name.lower(): value for name, value in globals().items() if name.isupper()} | {
        "form": OfferForm(initial={"price": 54500}),
        "sent": bound_form(),
        "blank": OfferForm(initial={"price": 54500}, auto_id="blank_%s"),
        "crumbs": [{"label": "Pesanan", "url": "/pesanan/"}, {"label": "DSR-2026-11-004217"}],
        "actions": [
            {"url": "/c/", "label": "Cetak berkas", "icon": "printer"},
            {"url": "/l/", "label": "Pesan lagi", "icon": "rotate-ccw"},
        ],
        "trail": [
            {
                "label": "Barang tiba di Gudang Disdikbud",
                "detail": "19 November 2026 10.42, dicatat kurir, 3 foto",
                "state": "",
            },
            {"label": "Dikirim, truk K 8412 LC", "detail": "18 November 2026 06.20", "state": ""},
        ],
        "money_steps": [
            {
                "label": "Cair Selasa, 24 November",
                "detail": "Bank sudah memproses",
                "state": "done",
                "icon": "banknote",
                "amount": 2_100_000,
            },
            {
                "label": "Menunggu BAST",
                "detail": "Barang diterima kemarin",
                "state": "now",
                "icon": "file-pen",
                "amount": 3_180_000,
            },
        ],
        "card": {
            "product": "KKPD Barang dan Jasa",
            "last4": "4821",
            "expires": "08/28",
            "holder": "Rina Wulandari",
            "available": 103_580_000,
        },
        "tabs": [
            {"url": "?", "label": "Semua", "count": 9, "current": True},
            {"url": "?h=cocok", "label": "Cocok", "count": 7},
        ],
        "opening": {"date": date(2026, 10, 28), "balance": 70_635_000},
        "closing": {"debit": 77_025_000, "credit": 51_240_000, "balance": 96_420_000},
        "chips": [{"url": "/cari/?q=1", "label": "kotak kue rapat"}, {"url": "/cari/?q=2", "label": "kertas HVS A4"}],
        "groups": ["01", "06", "04", "07", "08", "13"],
        "comparables": [
            650_000,
            674_000,
            702_000,
            715_000,
            730_000,
            745_000,
            750_000,
            760_000,
            772_000,
            781_000,
            795_000,
            803_000,
            830_000,
            885_000,
        ],
        "photos": [
            {
                "url": "/static/illustrations/kursi-siswa.svg",
                "alt": "Foto 1: kursi dengan las kaki retak",
                "caption": "Las kaki retak",
            }
        ],
        "panel": {
            "id": "1",
            "number": 1,
            "vendor": VENDOR,
            "lines": LINES,
            "shipping": 1_250_000,
            "shipping_label": "Ongkos kirim truk, 260 km",
            "total": 32_650_000,
            "budget": BUDGET,
            "budget_field": OfferForm(auto_id="p1_%s")["unit"],
        },
        "panel_over": {
            "id": 2,
            "number": 2,
            "vendor": {"name": "Pawon Bu Tini", "origin": "Kota Semarang"},
            "lines": [],
            "shipping": 0,
            "total": 4_140_000,
            "budget": SHORT,
            "problem": "Melebihi sisa pagu Rp840.000. Kurangi jumlah, pilih anggaran lain, atau ajukan pergeseran.",
        },
        "numbered_page": NumberedPage([1] * 24, number=4, per_page=24, total=1170),
        "keyset_page": SimpleNamespace(is_keyset=True, previous_cursor="a", next_cursor="b"),
        "messages": [
            Message(constants.SUCCESS, "BAST ditandatangani. Penjual dan bendahara sudah diberi tahu."),
            Message(constants.ERROR, "Layanan TTE sedang tidak menjawab. Dokumen Anda aman dan belum terkirim."),
        ],
    }


PAGES = {
    "home": PUBLIC,
    "components": BUYER,
    "order": BUYER,
    "basket": BUYER,
    "results": BUYER,
    "form": SELLER,
    "seller": SELLER,
    "treasurer": TREASURER,
}
PLAIN = {"404": "404.html", "500": "500.html"}


def render(name: str, *, theme: str = "light", **more) -> str:
    """The HTML of one gallery page."""
    request = RequestFactory().get("/contoh/?q=meja")
    if name in PLAIN:
        return render_to_string(
            PLAIN[name], common(PUBLIC, theme=theme) if name != "500" else {}, request if name != "500" else None
        )
    source = (HERE / f"{name}.html").read_text(encoding="utf-8")
    context = everything() | common(PAGES.get(name, PUBLIC), theme=theme) | more
    return engines["django"].from_string(source).render(context, request)


def screenshots(folder: Path) -> None:
    """PNG of each page at 1280 and 390, light and dark."""
    from tests.ui.browser import opened_page

    folder.mkdir(parents=True, exist_ok=True)
    with opened_page(
        lambda path: render(path.strip("/").split("/")[0] or "home", theme="dark" if "dark" in path else "light")
    ) as page:
        for name in [*PAGES, *PLAIN]:
            for width in (1280, 390):
                for theme in ("light", "dark"):
                    page.set_viewport_size({"width": width, "height": 900})
                    page.goto(f"http://gallery.test/{name}/{theme}/")
                    page.screenshot(path=folder / f"{name}-{width}-{theme}.png", full_page=True)


if __name__ == "__main__":
    import os
    import sys

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    screenshots(Path(sys.argv[1]))
