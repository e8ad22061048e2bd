"""Who may do what with a vendor, with the reason when not."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import Verdict, allow, refuse
from vendors.matching import comparable_email
from vendors.models import BankAccount, Principal, Review, Vendor
from vendors.states import OPEN_TO_APPLICANT, VendorState

VERIFIERS = (Role.VERIFIER, Role.PROCUREMENT_UNIT)


def may_sell(vendor: Vendor) -> Verdict:
    """Only a vendor that is certified now."""
    if vendor.state == VendorState.ACTIVE:
        return allow()
    reasons = {
        VendorState.SUSPENDED: _("Penjual ini sedang ditangguhkan."),
        VendorState.BLACKLISTED: _("Penjual ini tercantum dalam daftar hitam."),
        VendorState.CLOSED: _("Toko ini sudah ditutup."),
    }
    return refuse(
        reasons.get(VendorState(vendor.state), _("Penjual ini belum terverifikasi.")), code="VENDOR_NOT_CERTIFIED"
    )


def may_manage(actor: Actor, vendor: Vendor) -> Verdict:
    """The vendor's owner: money and identity are not the staff's to change."""
    if actor.holds(Role.VENDOR_OWNER, vendor_id=vendor.pk):
        return allow()
    return refuse(_("Hanya pemilik usaha yang dapat mengubah data ini."))


def may_edit_application(actor: Actor, vendor: Vendor) -> Verdict:
    """The owner, while the application is with the owner."""
    if not (owner := may_manage(actor, vendor)):
        return owner
    if vendor.state not in OPEN_TO_APPLICANT:
        return refuse(_("Data sedang diperiksa dan tidak dapat diubah."), code="APPLICATION_CLOSED")
    return allow()


def may_verify(actor: Actor, vendor: Vendor) -> Verdict:
    """A verifier without ties to the vendor."""
    if not actor.holds_any(*VERIFIERS):
        return refuse(_("Hanya verifikator yang dapat memeriksa penjual."))
    return without_ties(actor, vendor)


def may_decide(actor: Actor, vendor: Vendor, review: Review) -> Verdict:
    """Whoever took the application decides on it."""
    if review.verifier_id != actor.id:
        return refuse(_("Permohonan ini sedang diperiksa verifikator lain."))
    return may_verify(actor, vendor)


def may_second_verify(actor: Actor, vendor: Vendor, review: Review) -> Verdict:
    """Another pair of eyes."""
    if review.verifier_id == actor.id:
        return refuse(_("Pemeriksaan kedua harus oleh verifikator lain."), code="SECOND_VERIFIER_NEEDED")
    return may_verify(actor, vendor)


def may_suspend(actor: Actor, vendor: Vendor) -> Verdict:
    return may_verify(actor, vendor)


def may_approve_account(actor: Actor, account: BankAccount) -> Verdict:
    if account.verified_by_id is not None and account.verified_by_id == actor.id:
        return refuse(_("Perubahan rekening diperiksa dua verifikator yang berbeda."), code="SECOND_VERIFIER_NEEDED")
    return may_verify(actor, account.vendor)


def without_ties(actor: Actor, vendor: Vendor) -> Verdict:
    """No shared person, phone or e-mail, no role in the vendor and no account proposed for it.

    Source  Perpres 16/2018 art. 7.
    """
    tied = refuse(_("Anda terhubung dengan penjual ini, sehingga verifikator lain yang memeriksanya."), code="TIED")
    person = User.objects.filter(pk=actor.id).first() if actor.id is not None else None
    if person is None:
        return refuse(_("Hanya verifikator yang dapat memeriksa penjual."))
    if vendor.started_by_id == person.pk or person.assignments.filter(organisation_id=vendor.pk).exists():
        return tied
    if vendor.bank_accounts.filter(proposed_by=person).exists():
        return tied
    if person.nik_hash and vendor.principals.filter(nik_hash=person.nik_hash).exists():
        return tied
    same_phone = bool(person.phone) and person.phone == vendor.phone
    same_mail = bool(person.email) and comparable_email(person.email or "") == comparable_email(vendor.email)
    return tied if same_phone or same_mail else allow()


def may_deal_with(vendor: Vendor, *, agency_id: int, day: date) -> Verdict:
    """Whether an office may promise money to a vendor: it may sell, and no official of the office is behind it.

    Asked until the vendor has confirmed; running orders go on. Source  Perpres 16/2018 art. 7 ayat (2), art. 78.
    """
    if not (standing := may_sell(vendor)):
        return standing
    if officials_behind(vendor.pk, agency_id=agency_id, day=day):
        return refuse(
            _("Pemilik atau pengurus penjual ini pejabat di perangkat daerah Anda."), code="CONFLICT_OF_INTEREST"
        )
    return allow()


def officials_behind(vendor_id: int, *, agency_id: int, day: date) -> list[str]:
    """Officials of an office who own or manage a vendor, or whose telephone is the vendor's. One query."""
    owners = Principal.objects.filter(vendor_id=vendor_id, until__isnull=True).order_by().values("nik_hash")
    phone = Vendor.objects.filter(pk=vendor_id).exclude(phone="").values("phone")
    held = RoleAssignment.objects.in_force(day).filter(organisation_id=agency_id).order_by().values("user_id")
    officials = User.objects.filter(id__in=held).order_by("full_name")
    return list(officials.filter(Q(nik_hash__in=owners) | Q(phone__in=phone)).values_list("full_name", flat=True))
