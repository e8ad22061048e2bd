"""What people read for each state on screen, in ONE table that covers every state.

Papers use the labels of `OrderState` itself. Tone and icon of each `key` are those of `marketplace.ui.vocabulary`;
`mover` says whose move it is, so that a badge can warn the one who must act and inform the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.states import OrderState as S


@dataclass(frozen=True)
class ScreenState:
    key: str
    label: str | Promise
    mover: str = ""


SCREEN: dict[str, ScreenState] = {
    S.DRAFT: ScreenState("draft", _("Draf"), "requester"),
    S.SUBMITTED: ScreenState("submitted", _("Menunggu pemilihan"), "chooser"),
    S.COMPARING: ScreenState("comparing", _("Perbandingan harga"), "chooser"),
    S.NEGOTIATING: ScreenState("negotiating", _("Negosiasi"), "chooser"),
    S.AWAITING_APPROVAL: ScreenState("awaiting_approval", _("Menunggu persetujuan"), "approver"),
    S.ORDERED: ScreenState("ordered", _("Dikirim ke penjual"), "vendor"),
    S.CONFIRMED: ScreenState("confirmed", _("Diproses"), "vendor"),
    S.IN_PROGRESS: ScreenState("in_progress", _("Diproses"), "vendor"),
    S.PARTIALLY_DELIVERED: ScreenState("partially_delivered", _("Menunggu BAST"), "receiver"),
    S.DELIVERED: ScreenState("delivered", _("Menunggu BAST"), "receiver"),
    S.INSPECTION: ScreenState("inspection", _("Menunggu BAST"), "signers"),
    S.PARTIALLY_ACCEPTED: ScreenState("partially_accepted", _("Diterima sebagian"), "vendor"),
    S.ACCEPTED: ScreenState("accepted", _("Menunggu bayar"), "payer"),
    S.INVOICED: ScreenState("invoiced", _("Menunggu bayar"), "payer"),
    S.PAYMENT_PENDING: ScreenState("payment_pending", _("Menunggu bayar"), "payer"),
    S.PAID: ScreenState("paid", _("Dibayar")),
    S.COMPLETED: ScreenState("completed", _("Selesai")),
    S.CANCELLED: ScreenState("cancelled", _("Dibatalkan")),
    S.REJECTED: ScreenState("rejected", _("Ditolak")),
    S.EXPIRED: ScreenState("expired", _("Kedaluwarsa")),
    S.TERMINATED: ScreenState("terminated", _("Diputus")),
    S.HALTED_PERMANENT: ScreenState("halted_permanent", _("Dihentikan")),
}
RETURNED = ScreenState("returned", _("Dikembalikan"), "chooser")
SHIPPED = ScreenState("shipped", _("Dalam perjalanan"), "receiver")
DISPUTED = ScreenState("disputed", _("Sengketa"))

#: The filter of the order lists: phrase -> the stored states behind it.
FILTERS: dict[str, tuple[str | Promise, tuple[S, ...]]] = {
    "dipilih": (_("Menunggu pemilihan"), (S.SUBMITTED, S.COMPARING, S.NEGOTIATING)),
    "persetujuan": (_("Menunggu persetujuan"), (S.AWAITING_APPROVAL,)),
    "penjual": (_("Dikirim ke penjual"), (S.ORDERED,)),
    "diproses": (_("Diproses"), (S.CONFIRMED, S.IN_PROGRESS)),
    "bast": (_("Menunggu BAST"), (S.PARTIALLY_DELIVERED, S.DELIVERED, S.INSPECTION)),
    "sebagian": (_("Diterima sebagian"), (S.PARTIALLY_ACCEPTED,)),
    "bayar": (_("Menunggu bayar"), (S.ACCEPTED, S.INVOICED, S.PAYMENT_PENDING)),
    "dibayar": (_("Dibayar"), (S.PAID,)),
    "selesai": (_("Selesai"), (S.COMPLETED,)),
    "batal": (_("Tidak dilanjutkan"), (S.CANCELLED, S.REJECTED, S.EXPIRED, S.TERMINATED, S.HALTED_PERMANENT)),
}


#: What each move is called in the trail.
ACTION_WORDS: dict[str, str | Promise] = {
    "create": _("Disusun"),
    "submit": _("Diajukan, anggaran dan stok ditahan"),
    "open_comparison": _("Perbandingan harga dibuka"),
    "choose": _("Penyedia dipilih"),
    "choose_direct": _("Penyedia dipilih tanpa perbandingan"),
    "approve": _("Surat pesanan ditandatangani PPK"),
    "return": _("Dikembalikan PPK"),
    "expire": _("Batas waktu terlewati, anggaran dan stok dilepas"),
    "cancel": _("Dibatalkan"),
    "withdraw": _("Dibatalkan PPK sebelum dijawab penjual"),
    "confirm": _("Penjual mengonfirmasi"),
    "decline": _("Penjual menolak"),
    "start": _("Pekerjaan dimulai"),
    "ship": _("Dikirim"),
    "ship_next": _("Lot berikutnya dikirim"),
    "arrive_part": _("Sebagian barang tiba"),
    "arrive_all": _("Barang tiba"),
    "inspect": _("Barang diperiksa"),
    "reject_lines": _("Barang ditolak, penjual mengirim lagi"),
    "reject_lot": _("Lot ditolak, penjual mengirim lagi"),
    "accept_part": _("BAST sebagian ditandatangani"),
    "accept_all": _("BAST ditandatangani"),
    "close_short": _("Sisa pesanan ditutup atas kesepakatan"),
    "invoice": _("Tagihan terbit"),
    "verify": _("Tagihan diverifikasi"),
    "pay": _("Dibayar"),
    "fail_payment": _("Pembayaran gagal"),
    "complete": _("Selesai"),
}


def screen_state(
    state: str, *, returned: bool = False, in_transit: bool = False, disputed: bool = False
) -> ScreenState:
    """What to show for a stored state; the overlays refine it without being states themselves."""
    if disputed:
        return DISPUTED
    if returned and state == S.SUBMITTED:
        return RETURNED
    if in_transit and state in (S.IN_PROGRESS, S.PARTIALLY_DELIVERED):
        return SHIPPED
    return SCREEN[S(state)]
