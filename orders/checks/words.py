"""The words of findings, for check lists on pages. One table: (check, level) -> title and detail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Rupiah
from marketplace.ui.formats import long_day, number
from orders.checks.findings import Finding, Level

TONES = {Level.BLOCKS: "bad", Level.NEEDS_REASON: "warn", Level.NOTE: "info", Level.PASSED: "ok"}

B, R, N, P = Level.BLOCKS, Level.NEEDS_REASON, Level.NOTE, Level.PASSED
WORDS: dict[tuple[str, Level], tuple[str | Promise, str | Promise]] = {
    ("ORDER_MAX", B): (_("Nilai pesanan melebihi batas satu pesanan"), _("Pesanan {total}, batasnya {limit}.")),
    ("ORDER_MAX", P): (_("Nilai pesanan dalam batas"), _("Paling banyak {limit} per pesanan.")),
    ("DIRECT_MAX", B): (_("Nilai pesanan melebihi pengadaan langsung"), _("Pesanan {total}, batasnya {limit}.")),
    ("SPLIT_SUSPECT", B): (
        _("Pemecahan paket pada hari yang sama"),
        _("{count} pesanan ke penjual dan rekening yang sama berjumlah {sum}, melewati {limit}."),
    ),
    ("SPLIT_SUSPECT", R): (
        _("Mungkin pemecahan paket"),
        _("{count} pesanan ke penjual dan rekening yang sama dalam {window_days} hari: {sum}, melewati {limit}."),
    ),
    ("SPLIT_SUSPECT", P): (
        _("Bukan pemecahan paket"),
        _("Tidak ada pesanan serupa yang melewati batas dalam {window_days} hari."),
    ),
    ("SPLIT_CATEGORY", N): (
        _("Barang sejenis dari penjual yang sama"),
        _("{count} pesanan pada rekening berbeda dalam {window_days} hari, jumlah {sum}."),
    ),
    ("VENDOR_ACTIVE", P): (_("Penjual UMKM terverifikasi"), ""),
    ("VENDOR_ACTIVE", B): (_("Penjual sedang tidak boleh menjual"), "{reason}"),
    ("PRICE_NEEDS_REASON", R): (
        _("{count} harga perlu alasan"),
        _("{title}: {percent_above}% di atas median {median}, kisaran wajar {low} sampai {high}."),
    ),
    ("PRICE_NEEDS_REASON", P): (_("Harga wajar"), ""),
    ("PRICE_UNKNOWN", N): (_("Belum ada pembanding harga"), _("Bandingkan sendiri sebelum memutuskan.")),
    ("PRICE_ABOVE_STANDARD", R): (
        _("Harga di atas standar harga"),
        _("{title}: {unit_price}, standar harga {standard}. Tulis dasar pengecualiannya."),
    ),
    ("PAGU_EXCEEDED", B): (_("Pagu tidak cukup"), _("{account} {name} kurang {short}; sisa {left}.")),
    ("PAGU_EXCEEDED", P): (_("Pagu cukup"), _("{account} {name}, sisa sesudahnya {after}.")),
    ("CASHPLAN_EXCEEDED", B): (
        _("Anggaran kas bulan ini tidak cukup"),
        _("{account} {name} kurang {short}; sisa {left}."),
    ),
    ("CASHPLAN_EXCEEDED", N): (_("Melewati anggaran kas bulan ini"), _("{account} {name} kurang {short}.")),
    ("STOCK_SHORT", B): (_("Stok tidak cukup"), _("{title}: diminta {requested}, tersedia {available}.")),
    ("STOCK_SHORT", P): (_("Stok cukup"), _("Ditahan saat diajukan.")),
    ("CHARGE_MISSING", B): (_("Mata anggaran belum dipilih"), _("Pilih mata anggaran yang membayar pesanan ini.")),
    ("CONFLICT_OF_INTEREST", B): (_("Benturan kepentingan"), _("Tercatat sebagai pengurus penjual: {names}.")),
    ("CONFLICT_OF_INTEREST", P): (
        _("Tidak ada benturan kepentingan tercatat"),
        _("Pengurus penjual dicocokkan dengan pejabat perangkat daerah ini."),
    ),
    ("CARD_CANNOT_WITHHOLD", B): (
        _("Kartu tidak dapat membayar pesanan ini"),
        _("PPh {tax} wajib dipotong bendahara, sedangkan kartu membayar penuh langsung ke penjual."),
    ),
    ("CARD_CANNOT_WITHHOLD", P): (
        _("Dapat dibayar dengan kartu"),
        _("Tidak ada pajak yang harus dipotong bendahara."),
    ),
    ("YEAR_END_FREEZE", B): (_("Pemesanan tahun ini sudah ditutup"), "{reason}"),
    ("YEAR_END_FREEZE", P): (_("Masih dalam masa pemesanan tahun ini"), _("Paling lambat {last_day}.")),
    ("PRICE_MOVED", N): (_("Harga tayang berubah setelah diajukan"), _("{title}: sekarang {now}, pesanan ini {then}.")),
}


def words_of(finding: Finding) -> tuple[str, str]:
    """Title and detail in the reader's language."""
    title, detail = WORDS.get((finding.check, finding.level), (finding.check, ""))
    facts = {key.removesuffix("_idr"): _shown(key, value) for key, value in finding.facts.items()}
    return str(title).format_map(_Facts(facts)), str(detail).format_map(_Facts(facts))


def as_check(finding: Finding, **more: Any) -> dict[str, Any]:
    """One row of `components/check_list.html`."""
    title, detail = words_of(finding)
    return {"tone": TONES[finding.level], "title": title, "detail": detail, "check": finding.check, **more}


class _Facts(dict):
    def __missing__(self, key: str) -> str:
        return "-"


def _shown(key: str, value: Any) -> Any:
    if key.endswith("_idr"):
        return "-" if value is None else Rupiah(value)
    if key in ("requested", "available"):
        return number(value)
    if key == "last_day":
        return _day(value)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return value


def _day(value: str) -> str:
    """In the reader's language; orders of before keep the day as it was written out then."""
    try:
        return long_day(date.fromisoformat(value))
    except ValueError:
        return value
