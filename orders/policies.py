"""Who may make which step of an order, as questions with reasoned answers.

The page explains a missing button with the reason, the use case enforces it, and the order row's constraints and the
trigger on its history repeat it in the database.
Source  Perpres 16/2018 art. 11-12 (PPK, Pejabat Pengadaan), Permendagri 79/2022; segregation rules S3 and S6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from orders.refusals import AuditHold, OfficeActsForVendor, VendorActsForOffice

if TYPE_CHECKING:
    from orders.models import Handover, Need, ProcurementOrder

REQUESTER_CHOOSES = "SOD_REQUESTER_CHOOSES"
REQUESTER_APPROVES = "SOD_REQUESTER_APPROVES"
CHOOSER_APPROVES = "SOD_CHOOSER_APPROVES"
CHOOSER_RECEIVES = "SOD_CHOOSER_RECEIVES"
RECEIVER_ACCEPTS = "SOD_RECEIVER_ACCEPTS"
VENDOR_ACTS = VendorActsForOffice.code


def may_hold_for_audit(actor: Actor) -> Verdict:
    """The internal auditor; the external one reads only. Source  PP 60/2008; segregation rule S8."""
    if not actor.holds_any(Role.INTERNAL_AUDITOR):
        return refuse(_("Hanya pengawas internal (APIP) yang dapat menahan pesanan untuk pemeriksaan atau melepasnya."))
    return allow()


def not_held(order: ProcurementOrder) -> Verdict:
    """Nothing is approved, accepted or paid while an auditor holds the order."""
    if order.audit_hold:
        return refuse(AuditHold.template, code=AuditHold.code)
    return allow()


def not_of_vendor(actor: Actor, order: ProcurementOrder) -> Verdict:
    """Nobody acts for the office on an order of the shop that is theirs or that they work for, whatever else they hold.

    The triggers of `sql/one_side_v1.sql` also know its owners without a role and who acted for it before.
    Source  segregation rule S6.
    """
    if actor.holds_any(Role.VENDOR_OWNER, Role.VENDOR_STAFF, organisation_id=order.vendor_id):
        return refuse(VendorActsForOffice.template, code=VENDOR_ACTS)
    return allow()


def not_of_office(actor: Actor, order: ProcurementOrder) -> Verdict:
    """Nor does anybody answer for the vendor who asked, chose, approved or received for the office on the same order.

    Source  segregation rule S6.
    """
    if actor.id in (order.requester_id, order.chooser_id, order.approver_id, order.receiver_id):
        return refuse(OfficeActsForVendor.template, code=OfficeActsForVendor.code)
    return allow()


def may_shop(actor: Actor, agency_id: int) -> Verdict:
    """The activity officer of an office puts goods in its basket."""
    if not actor.holds(Role.ACTIVITY_OFFICER, agency_id=agency_id):
        return refuse(_("Hanya PPTK perangkat daerah ini yang dapat menyusun kebutuhan."))
    return allow()


def may_submit(actor: Actor, need: Need) -> Verdict:
    if actor.id != need.requester_id:
        return refuse(_("Keranjang ini milik orang lain."))
    return may_shop(actor, need.agency_id)


def may_choose(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The purchasing officer of the office, and never the one who asked."""
    if not actor.holds(Role.PURCHASING_OFFICER, agency_id=order.agency_id):
        return refuse(_("Hanya Pejabat Pengadaan perangkat daerah ini yang dapat membandingkan dan memilih."))
    if actor.id == order.requester_id:
        return refuse(_("Pemohon tidak dapat memilih penyedia untuk permintaannya sendiri."), code=REQUESTER_CHOOSES)
    return not_of_vendor(actor, order)


may_open_comparison = may_choose


def may_approve(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The commitment officer of the office, never the one who asked nor the one who chose."""
    if not actor.holds(Role.COMMITMENT_OFFICER, agency_id=order.agency_id):
        return refuse(_("Hanya PPK perangkat daerah ini yang dapat menyetujui."))
    if actor.id == order.requester_id:
        return refuse(_("Pemohon tidak dapat menyetujui pesanannya sendiri."), code=REQUESTER_APPROVES)
    if actor.id == order.chooser_id:
        return refuse(_("Yang memilih penyedia tidak dapat menyetujui pilihannya sendiri."), code=CHOOSER_APPROVES)
    return not_of_vendor(actor, order)


may_return = may_approve


def may_cancel(actor: Actor, order: ProcurementOrder) -> Verdict:
    """Before the purchase letter: who asked, or a purchasing officer of the office."""
    if actor.id == order.requester_id and actor.holds(Role.ACTIVITY_OFFICER, agency_id=order.agency_id):
        return not_of_vendor(actor, order)
    if actor.holds(Role.PURCHASING_OFFICER, agency_id=order.agency_id):
        return not_of_vendor(actor, order)
    return refuse(_("Hanya pemohon atau Pejabat Pengadaan yang dapat membatalkan sebelum surat pesanan terbit."))


def may_withdraw(actor: Actor, order: ProcurementOrder) -> Verdict:
    """After the purchase letter and before the vendor's answer: the commitment officer."""
    if not actor.holds(Role.COMMITMENT_OFFICER, agency_id=order.agency_id):
        return refuse(_("Setelah surat pesanan terbit, hanya PPK yang dapat membatalkan."))
    return not_of_vendor(actor, order)


def may_answer(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The owner signs for the vendor: confirms or declines."""
    if not actor.holds(Role.VENDOR_OWNER, vendor_id=order.vendor_id):
        return refuse(_("Hanya pemilik usaha yang dapat menjawab surat pesanan."))
    return not_of_office(actor, order)


may_confirm = may_answer
may_decline = may_answer


def may_ship(actor: Actor, order: ProcurementOrder) -> Verdict:
    if not actor.holds_any(Role.VENDOR_OWNER, Role.VENDOR_STAFF, organisation_id=order.vendor_id):
        return refuse(_("Hanya penjual pesanan ini yang dapat mengirim barang."))
    return not_of_office(actor, order)


def may_receive(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The receiver of the office, never the one who chose, never the vendor's own people (S6)."""
    if not actor.holds(Role.RECEIVER, agency_id=order.agency_id):
        return refuse(_("Hanya penerima barang perangkat daerah ini yang dapat memeriksa kiriman."))
    if actor.id == order.chooser_id:
        return refuse(_("Yang memilih penyedia tidak dapat menjadi penerima barangnya."), code=CHOOSER_RECEIVES)
    if actor.id == order.confirmed_by_id:
        return refuse(_("Penjual tidak dapat menerima barangnya sendiri."))
    return not_of_vendor(actor, order)


def may_sign_handover(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The vendor's owner signs the handover report first."""
    if not actor.holds(Role.VENDOR_OWNER, vendor_id=order.vendor_id):
        return refuse(_("Hanya pemilik usaha yang dapat menandatangani BAST untuk penjual."))
    return not_of_office(actor, order)


def may_accept(actor: Actor, order: ProcurementOrder, handover: Handover | None = None) -> Verdict:
    """The commitment officer accepts, and is not the one who counted the goods nor the one who asked for them."""
    if not actor.holds(Role.COMMITMENT_OFFICER, agency_id=order.agency_id):
        return refuse(_("Hanya PPK perangkat daerah ini yang dapat menandatangani BAST."))
    if actor.id == order.requester_id:
        return refuse(_("Pemohon tidak dapat menyetujui pesanannya sendiri."), code=REQUESTER_APPROVES)
    receiver_id = handover.receiver_id if handover else order.receiver_id
    if actor.id == receiver_id:
        return refuse(_("Yang memeriksa barang tidak dapat menandatangani BAST sebagai PPK."), code=RECEIVER_ACCEPTS)
    return not_of_vendor(actor, order)


def may_ask_close_short(actor: Actor, order: ProcurementOrder) -> Verdict:
    if not actor.holds(Role.COMMITMENT_OFFICER, agency_id=order.agency_id):
        return refuse(_("Hanya PPK yang dapat mengusulkan penutupan sisa pesanan."))
    return not_of_vendor(actor, order)


def may_close_short(actor: Actor, order: ProcurementOrder) -> Verdict:
    """The vendor's owner agrees to what the commitment officer proposed: both parties, as for an addendum."""
    if not actor.holds(Role.VENDOR_OWNER, vendor_id=order.vendor_id):
        return refuse(_("Penutupan sisa pesanan memerlukan persetujuan pemilik usaha."))
    return not_of_office(actor, order)


def may_review(actor: Actor, order: ProcurementOrder) -> Verdict:
    if not actor.holds(Role.COMMITMENT_OFFICER, agency_id=order.agency_id):
        return refuse(_("Hanya PPK yang dapat menilai kinerja penjual."))
    return not_of_vendor(actor, order)
