"""What each act in the log is called on screen. An act without words here shows its code, never nothing."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role

ACTS: dict[str, str | Promise] = {
    "accounts.organisation.opened": _("Organisasi dibuka"),
    "accounts.password.changed": _("Kata sandi diganti"),
    "accounts.password.reset": _("Kata sandi disetel ulang"),
    "accounts.role.assigned": _("Peran diberikan"),
    "accounts.role.revoked": _("Peran dicabut"),
    "accounts.second_factor.enrolled": _("Faktor kedua didaftarkan"),
    "accounts.session.ended": _("Sesi diakhiri"),
    "accounts.session.others_ended": _("Sesi lain diakhiri"),
    "accounts.user.deactivated": _("Akun dinonaktifkan"),
    "accounts.user.identified": _("Identitas dicatat"),
    "accounts.user.registered": _("Akun didaftarkan"),
    "api.token.created": _("Token API dibuat"),
    "api.token.revoked": _("Token API dicabut"),
    "catalog.listing.changed": _("Produk diubah"),
    "catalog.listing.created": _("Produk dibuat"),
    "catalog.listing.loaded": _("Produk dimuat"),
    "catalog.listing.photo_added": _("Foto produk ditambah"),
    "catalog.listing.photo_removed": _("Foto produk dihapus"),
    "catalog.listing.price_set": _("Harga produk ditetapkan"),
    "catalog.listing.published": _("Produk ditayangkan"),
    "catalog.listing.sent_back": _("Produk dikembalikan"),
    "catalog.listing.sent_to_review": _("Produk diajukan untuk diperiksa"),
    "catalog.listing.stock_set": _("Stok ditetapkan"),
    "catalog.listing.withdrawn": _("Produk ditarik"),
    "documents.document.issued": _("Dokumen diterbitkan"),
    "documents.document.signed": _("Dokumen ditandatangani"),
    "documents.document.voided": _("Dokumen dibatalkan"),
    "files.file.read": _("Berkas dibuka"),
    "files.file.stored": _("Berkas disimpan"),
    "orders.comparison.opened": _("Perbandingan harga dibuka"),
    "orders.delivery.accepted": _("BAST ditandatangani"),
    "orders.delivery.arrived": _("Barang tiba"),
    "orders.delivery.inspected": _("Barang diperiksa"),
    "orders.handover.paid": _("BAST dibayar"),
    "orders.handover.signed_by_vendor": _("BAST ditandatangani penjual"),
    "orders.need.opened": _("Kebutuhan disusun"),
    "orders.offer.chosen": _("Penyedia dipilih"),
    "orders.order.approved": _("Pesanan disetujui PPK"),
    "orders.order.cancelled": _("Pesanan dibatalkan"),
    "orders.order.closed_short": _("Sisa pesanan ditutup"),
    "orders.order.completed": _("Pesanan selesai"),
    "orders.order.confirmed": _("Penjual mengonfirmasi"),
    "orders.order.declined": _("Penjual menolak"),
    "orders.order.expired": _("Batas waktu terlewati"),
    "orders.order.paid": _("Pesanan dibayar"),
    "orders.order.returned": _("Pesanan dikembalikan"),
    "orders.order.shipped": _("Barang dikirim"),
    "orders.order.short_close_asked": _("Penutupan sisa diminta"),
    "orders.order.started": _("Pekerjaan dimulai"),
    "orders.order.submitted": _("Pesanan diajukan"),
    "orders.split.suspected": _("Kemungkinan pemecahan paket"),
    "oversight.dossier.opened": _("Berkas pesanan dibuka pengawas"),
    "oversight.write.refused": _("Perubahan oleh pengawas ditolak"),
    "payments.card.activated": _("Kartu diaktifkan"),
    "payments.card.approved": _("Kartu disetujui"),
    "payments.card.delegated": _("Kuasa kartu diberikan"),
    "payments.card.delegate_revoked": _("Kuasa kartu dicabut"),
    "payments.card.issued": _("Kartu diterbitkan"),
    "payments.card.limit_changed": _("Limit kartu diubah"),
    "payments.card_programme.opened": _("Program kartu dibuka"),
    "payments.charge.captured": _("Kartu dibebani"),
    "payments.charge.declined": _("Bank menolak pembayaran"),
    "payments.charge.started": _("Pembayaran kartu dimulai"),
    "payments.charge.unknown": _("Pembebanan tanpa pesanan"),
    "payments.payable.blocked": _("Tagihan ditahan"),
    "payments.payable.opened": _("Tagihan terbit"),
    "payments.payable.unblocked": _("Penahanan tagihan dilepas"),
    "payments.payout.paid": _("Penjual menerima uang"),
    "payments.payout.refused": _("Pengiriman uang ditolak bank"),
    "payments.payout.retried": _("Pengiriman uang diulang"),
    "payments.period.closed": _("Periode ditutup"),
    "payments.statement.imported": _("Tagihan bank diimpor"),
    "payments.statement.listed": _("DPR disusun"),
    "payments.statement.note_issued": _("NPD diterbitkan"),
    "payments.statement.order_signed": _("SPM ditandatangani"),
    "payments.statement.repaid": _("Bank dilunasi"),
    "payments.statement.repayment_refused": _("Pelunasan ditolak bank"),
    "payments.statement.repayment_started": _("Pelunasan dikirim"),
    "payments.tax.remitted": _("Pajak disetor"),
    "vendors.application.saved": _("Permohonan disimpan"),
    "vendors.application.started": _("Permohonan dimulai"),
    "vendors.application.submitted": _("Permohonan diajukan"),
    "vendors.bank_account.proposed": _("Rekening diajukan"),
    "vendors.bank_account.refused": _("Rekening ditolak"),
    "vendors.bank_account.verified": _("Rekening terverifikasi"),
    "vendors.evidence.added": _("Dokumen penjual ditambah"),
    "vendors.performance.recorded": _("Kinerja penjual dinilai"),
    "vendors.review.taken": _("Pemeriksaan penjual dimulai"),
    "vendors.review.verified": _("Penjual diverifikasi"),
    "vendors.review.sent_back": _("Permohonan dikembalikan"),
    "vendors.review.rejected": _("Permohonan ditolak"),
    "vendors.vendor.activated": _("Penjual diaktifkan"),
    "vendors.vendor.reinstated": _("Penjual dipulihkan"),
    "vendors.vendor.suspended": _("Penjual ditangguhkan"),
}

#: Facts that appear in before and after, as people call them.
FACTS: dict[str, str | Promise] = {
    "state": _("keadaan"),
    "number": _("nomor"),
    "total_idr": _("nilai"),
    "accepted_idr": _("diterima"),
    "paid_idr": _("dibayar"),
    "amount_idr": _("jumlah"),
    "vendor": _("penjual"),
    "due_on": _("batas kirim"),
    "document": _("dokumen"),
    "kind": _("jenis"),
    "content_sha256": _("sidik"),
    "order": _("pesanan"),
    "method": _("cara"),
    "path": _("alamat"),
}

_ROLES = {role.value: role.label for role in Role} | {"system": _("Sistem"), "vendor": _("Penjual")}


def act(what: str) -> str:
    return str(ACTS.get(what, what))


def role(code: str) -> str:
    """The role's name, or its code, or nothing when none was held."""
    return str(_ROLES.get(code, code))
