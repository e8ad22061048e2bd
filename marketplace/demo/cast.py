"""Who can be played in the demo: two offices, two vendors, the treasury, verifiers, auditors and the site's keeper.

All demo people share one password and one TOTP secret per person, written on the sign-in page and in the README. They
exist in demo mode only.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.demo_cards import DemoCard, DemoGroup
from marketplace.accounts.roles import Role

PASSWORD = "pasar-terbuka-2026"  # noqa: S105  a demo password is public by intent
OFFICES = ("DISDIKBUD", "DISKOMINFO")


@dataclass(frozen=True)
class Part:
    """One part to play: the name before the office's code in the e-mail address, roles, and what to try."""

    key: str
    roles: tuple[Role, ...]
    label: str | Promise
    try_this: str | Promise


OFFICE_CAST = (
    Part("pptk", (Role.ACTIVITY_OFFICER,), _("PPTK"), _("Cari barang, isi keranjang, pilih mata anggaran, ajukan.")),
    Part("pptk2", (Role.ACTIVITY_OFFICER,), _("PPTK kedua"), _("Bidang lain pada dinas yang sama.")),
    Part("pp", (Role.PURCHASING_OFFICER,), _("Pejabat Pengadaan"), _("Bandingkan penawaran dan pilih penjual.")),
    Part("ppk", (Role.COMMITMENT_OFFICER,), _("PPK"), _("Setujui pesanan dan tanda tangani surat pesanan serta BAST.")),
    Part("penerima", (Role.RECEIVER,), _("Penerima barang"), _("Periksa barang yang datang, seluruh atau sebagian.")),
    Part(
        "pemegang",
        (Role.CARD_HOLDER,),
        _("Pemegang KKPD"),
        _("Bayar penjual setelah BAST dengan kartu, jawab bukti yang ditolak."),
    ),
    Part(
        "admin-kartu",
        (Role.CARD_ADMIN,),
        _("Administrator KKPD"),
        _("Ambil tagihan bank, usulkan penyelesaian selisih, ajukan klaim."),
    ),
    Part("pa", (Role.BUDGET_USER,), _("Pengguna Anggaran"), _("Uji bukti, sahkan DPT, terbitkan NPD dan SPM.")),
    Part(
        "kpa",
        (Role.BUDGET_PROXY,),
        _("Kuasa Pengguna Anggaran"),
        _("Uji bukti, setujui usul atas baris yang berselisih."),
    ),
    Part(
        "bendahara",
        (Role.TREASURER,),
        _("Bendahara pengeluaran"),
        _("Ajukan SPP, lunasi bank, terima dan setor pengembalian."),
    ),
    Part(
        "bpp",
        (Role.ASSISTANT_TREASURER,),
        _("Bendahara pengeluaran pembantu"),
        _("Baca kartu, tagihan, dan anggaran bersama bendahara."),
    ),
    Part(
        "pelaksana",
        (Role.CARD_DELEGATE,),
        _("Pelaksana kuasa KKPD"),
        _("Bayar atas nama pemegang, setelah ia mencatat surat kuasa pada kartunya."),
    ),
    Part("ppk-skpd", (Role.FINANCE_VERIFIER,), _("PPK-SKPD"), _("Periksa kelengkapan SPP.")),
)

VENDOR_CAST = (
    ("tini", _("Penjual, Dapur Bu Tini"), _("Konfirmasi pesanan, kirim, lihat kapan dibayar.")),
    ("slamet", _("Penjual, Jati Luhur Mandiri"), _("Penjual lain: tidak melihat pesanan Bu Tini.")),
)

#: Key, the owner's key, label, what to try.
STAFF_CAST = (
    ("tini.staf", "tini", _("Staf, Dapur Bu Tini"), _("Kirim barang dan kelola produk; rekening dan nama toko tidak.")),
    ("slamet.staf", "slamet", _("Staf, Jati Luhur Mandiri"), _("Staf penjual lain.")),
)

SERVICE_CAST = (
    ("bud", Role.TREASURY, "BPKAD", _("BUD"), _("Tetapkan kalender akhir tahun dan tutup tahun anggaran.")),
    ("kuasabud", Role.TREASURY_PROXY, "BPKAD", _("Kuasa BUD"), _("Sediakan dana dengan SPD, terbitkan SP2D.")),
    ("kuasabud2", Role.TREASURY_PROXY, "BPKAD", _("Kuasa BUD kedua"), _("Rekan pada kas daerah.")),
    ("verifikator", Role.VERIFIER, "BIRO-APBJ", _("Verifikator penjual"), _("Periksa pendaftaran penjual baru.")),
    ("verifikator2", Role.VERIFIER, "BIRO-APBJ", _("Verifikator kedua"), _("Pemeriksa kedua untuk badan usaha.")),
    ("ukpbj", Role.PROCUREMENT_UNIT, "BIRO-APBJ", _("UKPBJ"), _("Pantau pasar dan penjual.")),
    (
        "apip",
        Role.INTERNAL_AUDITOR,
        "INSPEKTORAT",
        _("Auditor Inspektorat"),
        _("Buka satu pesanan dan telusuri semuanya."),
    ),
    (
        "bpk",
        Role.EXTERNAL_AUDITOR,
        "OPERATOR",
        _("Auditor BPK"),
        _("Membaca semua dan menjawab pertanyaan; tidak mengubah transaksi."),
    ),
    ("pengelola", Role.SITE_ADMIN, "OPERATOR", _("Pengelola situs"), _("Orang, peran, dan kesehatan sistem.")),
)


def address(key: str, office: str = "") -> str:
    """The e-mail address under which a part signs in."""
    return f"{key}.{office.lower()}@dasaran.test" if office else f"{key}@dasaran.test"


def totp_secret(email: str) -> str:
    """Each person's own secret, the same on every machine."""
    return base64.b32encode(hashlib.sha256(f"dasaran demo {email}".encode()).digest()[:20]).decode()


def _card(label: str | Promise, email: str, try_this: str | Promise) -> DemoCard:
    return DemoCard(label=label, login=email, password=PASSWORD, totp_secret=totp_secret(email), try_this=try_this)


def sign_in_cards() -> list[DemoGroup]:
    names = {"DISDIKBUD": _("Dinas Pendidikan dan Kebudayaan"), "DISKOMINFO": _("Dinas Komunikasi dan Informatika")}
    groups = [
        DemoGroup(names[office], [_card(part.label, address(part.key, office), part.try_this) for part in OFFICE_CAST])
        for office in OFFICES
    ]
    sellers = [*VENDOR_CAST, *((key, label, text) for key, _owner, label, text in STAFF_CAST)]
    groups.append(DemoGroup(_("Penjual"), [_card(label, address(key), text) for key, label, text in sellers]))
    groups.append(
        DemoGroup(
            _("Kas daerah, verifikasi, pengawasan, pengelola"),
            [_card(label, address(key), text) for key, _role, _office, label, text in SERVICE_CAST],
        )
    )
    return groups
