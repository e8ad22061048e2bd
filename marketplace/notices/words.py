"""Every sentence that the service sends, in one table: kind -> words, icon, tone and whether it also goes by mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.ui.formats import long_day
from payments.settlement.states import CaseStage

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Words:
    text: str | Promise
    icon: str = "bell"
    tone: str = "info"
    mail: bool = False


WORDS = {
    "vendor_submitted": Words(_("{vendor} mengajukan pendaftaran penjual. Periksa berkasnya."), "badge-check", "warn"),
    "vendor_needs_fix": Words(_("Pendaftaran {vendor} perlu diperbaiki: {reason}"), "undo-2", "warn", mail=True),
    "vendor_active": Words(_("{vendor} terverifikasi. Anda dapat menayangkan produk."), "badge-check", "ok", mail=True),
    "vendor_rejected": Words(_("Pendaftaran {vendor} ditolak: {reason}"), "octagon-x", "bad", mail=True),
    "vendor_renamed": Words(_("{before} kini bernama {vendor}. Periksa apakah pembeli dapat keliru."),
                            "badge-check", "warn"),
    "vendor_suspended": Words(_("{vendor} ditangguhkan: {reason}"), "snowflake", "bad", mail=True),
    "vendor_reinstated": Words(
        _("{vendor} tidak lagi ditangguhkan. Produk Anda tampil dan dapat dipesan."), "badge-check", "ok", mail=True),
    "bank_account_changed": Words(
        _("Rekening {vendor} diganti menjadi •••• {last4}. Bila bukan Anda, hubungi kami segera."),
        "landmark", "warn", mail=True),
    "sheet_checked": Words(
        _("Lembar “{name}” selesai diperiksa: {good} baris siap, {wrong} perlu diperbaiki."), "file-check-2", "info"),
    "sheet_applied": Words(
        _("Lembar “{name}” tersimpan: {new} produk baru, {changed} berubah, {wrong} tidak ikut."),
        "circle-check", "ok"),
    "sheet_stopped": Words(_("Lembar “{name}” belum tersimpan: {reason}"), "triangle-alert", "warn"),
    "order_submitted": Words(_("Pesanan {number} senilai {total} menunggu pemilihan."), "git-compare", "warn"),
    "order_awaiting_approval": Words(_("Pesanan {number} senilai {total} menunggu persetujuan Anda."),
                                     "hourglass", "warn"),
    "order_returned": Words(_("Pesanan {number} dikembalikan: “{reason}” Perbaiki lalu ajukan lagi."),
                            "undo-2", "warn"),
    "order_approved": Words(
        _("Pesanan baru {number} senilai {total} dari {agency}. Konfirmasi paling lambat {deadline}."),
        "send", "warn", mail=True),
    "order_confirmed": Words(_("{vendor} menyanggupi pesanan {number}. Tiba paling lambat {deadline}."),
                             "circle-check", "ok"),
    "order_declined": Words(_("{vendor} menolak pesanan {number}: “{reason}”"), "octagon-x", "bad"),
    "order_shipped": Words(_("Barang pesanan {number} dalam perjalanan."), "truck", "info"),
    "order_inspected": Words(_("Barang pesanan {number} selesai diperiksa. Tanda tangani BAST."), "signature", "warn"),
    "handover_signed": Words(_("BAST pesanan {number} sah. Bayar {total} dengan kartu."), "credit-card", "warn"),
    "handover_unpayable": Words(
        _("BAST pesanan {number} sah, tetapi belum ada kartu yang dapat membayar {total}."),
        "credit-card", "bad"),
    "handover_waits": Words(_("Penjual menandatangani BAST pesanan {number}. Tanda tangan Anda menerima barangnya."),
                            "signature", "warn"),
    "order_cancelled": Words(_("Pesanan {number} dibatalkan. Anggaran dan stok dilepas."), "ban", "idle"),
    "order_expired": Words(_("Pesanan {number} kedaluwarsa. Anggaran dan stok dilepas."), "clock", "warn"),
    "order_held": Words(
        _("Pesanan {number} ditahan untuk pemeriksaan: “{reason}” Tidak dapat disetujui, diterima atau dibayar."),
        "shield-alert", "bad", mail=True),
    "sale_held": Words(
        _("Pembayaran pesanan {number} ditunda selama pemeriksaan oleh pengawas. Anda dikabari bila selesai."),
        "shield-alert", "warn", mail=True),
    "order_hold_released": Words(
        _("Penahanan pesanan {number} dilepas. Langkah yang tertunda dapat dilanjutkan."),
        "circle-check", "ok", mail=True),
    "order_paid": Words(_("Pesanan {number} dibayar {total} dengan kartu."), "circle-check", "ok", mail=True),
    "vendor_paid_out": Words(_("{net} untuk pesanan {number} sudah dikirim ke rekening Anda."),
                             "banknote", "ok", mail=True),
    "charge_declined": Words(
        _("Bank menolak pembayaran pesanan {number}. Bayar lagi atau pakai kartu lain."), "octagon-x", "bad"),
    "payout_refused": Words(
        _("Bank menolak kiriman uang untuk pesanan {number}. Periksa rekening toko."), "octagon-x", "bad", mail=True),
    "statement_issued": Words(_("Tagihan kartu {number} senilai {total} perlu dicocokkan."), "receipt-text", "warn"),
    "step_waiting": Words(
        _("Tagihan kartu {number}: {document} sudah jadi, langkah berikutnya menunggu Anda."), "file-check-2", "warn"),
    "step_returned": Words(_("Dokumen tagihan kartu {number} dikembalikan: “{reason}”"), "undo-2", "warn"),
    "funds_released": Words(_("SPD {number} terbit: {total} tersedia untuk SPP tahun {year}."), "coins", "ok"),
    "held_line_waits": Words(_("Baris tagihan {merchant}, {amount}: {stage}. “{reason}”"), "scale", "warn"),
    "statement_repaid": Words(_("Tagihan kartu {number} lunas. Limit kartu tersedia lagi."), "check-check", "ok"),
}  # fmt: skip


def spoken(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the reader says them: days and stages are kept as codes, older notices hold them in words."""
    said = dict(facts)
    if _DAY.fullmatch(str(said.get("deadline", ""))):
        said["deadline"] = long_day(date.fromisoformat(said["deadline"]))
    if said.get("stage") in CaseStage.values:
        said["stage"] = CaseStage(said["stage"]).label
    return said
