"""Every kind of paper: what it is called, its series, its classification.

A new kind is a line here; what it looks like is a presenter, or the plain sheet.
Source  Permendagri 83/2022 (classification 000.3.2: pengadaan langsung; 900.1: keuangan daerah).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROCUREMENT = "000.3.2"
FINANCE = "900.1"


@dataclass(frozen=True)
class Kind:
    title: str | Promise
    series: str
    classification: str = PROCUREMENT

    @property
    def paper_title(self) -> str:
        """Papers are in Indonesian whatever the reader's language."""
        with translation.override("id"):
            return str(self.title)


KINDS = {
    "request_note": Kind(_("Nota Dinas Permintaan"), "ND"),
    "price_estimate": Kind(_("Harga Perkiraan Sendiri"), "HPS"),
    "comparison_sheet": Kind(_("Lembar Perbandingan Harga"), "PH"),
    "negotiation_minutes": Kind(_("Berita Acara Negosiasi"), "BAN"),
    "purchase_letter": Kind(_("Surat Pesanan"), "SP"),
    "delivery_note": Kind(_("Surat Jalan"), "SJ"),
    "inspection_report": Kind(_("Berita Acara Pemeriksaan"), "BAP"),
    "handover_report": Kind(_("Berita Acara Serah Terima"), "BAST"),
    "nonconformity_report": Kind(_("Berita Acara Ketidaksesuaian"), "BAK"),
    "cancellation_report": Kind(_("Berita Acara Pembatalan"), "BAPB"),
    "invoice": Kind(_("Faktur Penjualan"), "INV"),
    "receipt": Kind(_("Kuitansi"), "KW"),
    "real_expense_list": Kind(_("Daftar Pengeluaran Riil (DPR)"), "DPR", FINANCE),
    "bill_payment_list": Kind(_("Daftar Pembayaran Tagihan (DPT)"), "DPT", FINANCE),
    "bill_rejection": Kind(_("Surat Pemberitahuan Penolakan"), "SPPn", FINANCE),
    "disbursement_note": Kind(_("Nota Pencairan Dana (NPD)"), "NPD", FINANCE),
    "payment_request": Kind(_("Surat Permintaan Pembayaran (SPP)"), "SPP", FINANCE),
    "payment_order": Kind(_("Surat Perintah Membayar (SPM)"), "SPM", FINANCE),
    "deposit_slip": Kind(_("Surat Tanda Setoran (STS)"), "STS", FINANCE),
    "disbursement_order": Kind(_("Surat Perintah Pencairan Dana (SP2D)"), "SP2D", FINANCE),
}


def kind_of(code: str) -> Kind:
    """The kind, or a plain one named after its code so that an old paper is always readable."""
    return KINDS.get(code) or Kind(code.replace("_", " ").capitalize(), code[:8].upper())
