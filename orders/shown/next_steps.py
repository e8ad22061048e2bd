"""The banner on top of an order: what happens next, and the reader's own button when it is theirs to press."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import add_working_days, local_day, working_days_between
from marketplace.kernel.law import limit_on
from marketplace.ui.formats import long_day
from orders import policies
from orders.guarantees import present
from orders.models import Handover, ProcurementOrder
from orders.shown.held import what_waits
from orders.states import OrderState as S
from payments.cards import payers
from payments.payables.selectors import waits_for_the_bank


def next_step(
    order: ProcurementOrder,
    handovers: Sequence[Handover],
    *,
    actor: Actor,
    at: datetime,
    hold: dict[str, str] | None = None,
) -> dict[str, Any] | None:
    """None for orders at their end. What an auditor's hold stops is nobody's step until the hold is lifted."""
    if hold and (waits := what_waits(order, handovers)):
        text = f"{hold['text']} {waits}"
        return {"title": hold["title"], "text": text, "url": "", "action": "", "icon": "shield-alert", "tone": "bad"}
    maker = _STEPS.get(S(order.state))
    return maker(order, handovers, actor, at) if maker else None


def _mine(title: str, text: str, url: str, action: str, icon: str) -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon, "tone": "warn"}


def _theirs(title: str, text: str = "", icon: str = "hourglass") -> dict[str, Any]:
    return {"title": title, "text": text, "url": "", "action": "", "icon": icon, "tone": "info"}


def _until(order: ProcurementOrder, at: datetime) -> str:
    if order.hold_expires_at is None:
        return ""
    return _deadline(local_day(order.hold_expires_at), at)


def _deadline(day: date, at: datetime) -> str:
    left = working_days_between(local_day(at), day)
    words = ngettext(
        "Batas waktu %(day)s, tersisa %(left)d hari kerja.", "Batas waktu %(day)s, tersisa %(left)d hari kerja.", left
    )
    return words % {"day": long_day(day), "left": left}


def _choose(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    if policies.may_choose(actor, order):
        title = _("Langkah Anda: bandingkan dan pilih penyedia")
        return _mine(
            title, _until(order, at), reverse("orders:choose", args=[order.number]), _("Bandingkan"), "git-compare"
        )
    return _theirs(_("Menunggu Pejabat Pengadaan memilih penyedia"), _until(order, at))


def _approve(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    if policies.may_approve(actor, order):
        title = _("Langkah Anda: setujui dan tanda tangani surat pesanan")
        return _mine(
            title, _until(order, at), reverse("orders:approval", args=[order.number]), _("Periksa"), "signature"
        )
    return _theirs(_("Menunggu persetujuan PPK"), _until(order, at))


def _answer(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    if policies.may_answer(actor, order):
        title = _("Langkah Anda: konfirmasi atau tolak surat pesanan")
        return _mine(
            title, _until(order, at), reverse("orders:sale", args=[order.number]) + "#jawab", _("Jawab"), "send"
        )
    return _theirs(_("Menunggu jawaban penjual"), _until(order, at), "send")


def _ship(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    due = _("Paling lambat %(day)s.") % {"day": long_day(order.due_on)} if order.due_on else ""
    if order.in_transit:
        return _gate(order, actor, due)
    if policies.may_ship(actor, order):
        url = reverse("orders:sale", args=[order.number]) + "#kirim"
        return _mine(_("Langkah Anda: kirim barang"), due, url, _("Kirim"), "truck")
    return _theirs(_("Penjual menyiapkan barang"), due, "loader")


def _gate(order: ProcurementOrder, actor: Actor, text: str) -> dict[str, Any]:
    if policies.may_receive(actor, order):
        url = reverse("orders:delivery", args=[order.number])
        return _mine(_("Langkah Anda: catat kedatangan barang"), text, url, _("Catat kedatangan"), "truck")
    return _theirs(_("Barang dalam perjalanan"), text, "truck")


def _inspect(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    arrived = order.shipments.filter(state="arrived").order_by("arrived_at").first()
    if arrived is None:
        return _ship(order, handovers, actor, at)
    day = add_working_days(local_day(present(arrived.arrived_at)), limit_on("deadline.inspect_wd", local_day(at)))
    text = _deadline(day, at)
    if policies.may_receive(actor, order):
        url = reverse("orders:delivery", args=[order.number])
        return _mine(_("Langkah Anda: periksa barang"), text, url, _("Periksa barang"), "clipboard-check")
    return _theirs(_("Menunggu pemeriksaan penerima barang"), text, "package-check")


def _sign(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any] | None:
    waiting = next((one for one in handovers if one.accepted_at is None), None)
    if waiting is None:
        return None
    if waiting.vendor_signed_at is None:
        if policies.may_sign_handover(actor, order):
            url = reverse("orders:sale-handover", args=[order.number, waiting.sequence])
            return _mine(_("Langkah Anda: tanda tangani BAST"), "", url, _("Baca BAST"), "signature")
        return _theirs(_("Menunggu tanda tangan BAST penjual"), "", "file-pen")
    if policies.may_accept(actor, order, waiting):
        url = reverse("orders:handover", args=[order.number, waiting.sequence])
        return _mine(_("Langkah Anda: tanda tangani BAST"), "", url, _("Baca BAST"), "signature")
    return _theirs(_("Menunggu tanda tangan BAST PPK"), "", "file-pen")


def _partly(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    if order.short_close_asked_at is None:
        return _ship(order, handovers, actor, at)
    if policies.may_close_short(actor, order):
        url = reverse("orders:sale", args=[order.number]) + "#sisa"
        return _mine(
            _("PPK mengusulkan penutupan sisa pesanan"), order.short_close_reason, url, _("Tanggapi"), "package-x"
        )
    return _theirs(_("Menunggu persetujuan penjual atas penutupan sisa"), order.short_close_reason)


def _pay(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime) -> dict[str, Any]:
    open_one = next((one for one in handovers if one.payable_id and one.paid_at is None), None)
    if open_one and open_one.payable_id and waits_for_the_bank(open_one.payable_id):
        return _theirs(
            _("Menunggu jawaban bank"), _("Tidak ada yang dibayar dua kali; bank ditanya lagi setiap menit.")
        )
    if open_one and payers.can_pay_for(actor, order.agency_id, local_day(at)):
        url = reverse("cards:payable", args=[open_one.payable_id])
        text = _("BAST sudah ditandatangani kedua pihak.")
        return _mine(_("Langkah Anda: bayar dengan kartu"), text, url, _("Bayar"), "credit-card")
    missing = payers.missing_for(actor, order.agency_id, local_day(at)) if open_one else ""
    text = missing or _("BAST sudah ditandatangani kedua pihak.")
    return _theirs(_("Menunggu pembayaran dengan kartu"), text, "credit-card")


def _review(
    order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor, at: datetime
) -> dict[str, Any] | None:
    if policies.may_review(actor, order):
        url = reverse("orders:review", args=[order.number])
        return _mine(_("Langkah Anda: nilai kinerja penjual"), "", url, _("Nilai"), "star")
    return _theirs(_("Menunggu penilaian kinerja"), _("Selesai sendiri 14 hari setelah dibayar."), "star")


_STEPS = {
    S.SUBMITTED: _choose,
    S.COMPARING: _choose,
    S.AWAITING_APPROVAL: _approve,
    S.ORDERED: _answer,
    S.CONFIRMED: _ship,
    S.IN_PROGRESS: _ship,
    S.PARTIALLY_DELIVERED: _inspect,
    S.DELIVERED: _inspect,
    S.INSPECTION: _sign,
    S.PARTIALLY_ACCEPTED: _partly,
    S.ACCEPTED: _pay,
    S.INVOICED: _pay,
    S.PAYMENT_PENDING: _pay,
    S.PAID: _review,
}
