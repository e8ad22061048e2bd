"""Questions about vendors."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.accounts.roles import VENDOR_ROLES
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from marketplace.ui.tasks import Task
from vendors.models import BankAccount, Evidence, LegalForm, Scale, Vendor
from vendors.policies import VERIFIERS, may_verify
from vendors.states import OPEN_TO_APPLICANT, BankAccountState, Decision, VendorState


def umkk_vendors() -> QuerySet[Vendor]:
    """Those of which `Vendor.is_umkk` is true."""
    return Vendor.objects.filter(Q(scale__in=(Scale.MICRO, Scale.SMALL)) | Q(legal_form=LegalForm.COOPERATIVE))


def active_vendors() -> QuerySet[Vendor]:
    """Vendors that may be ordered from now."""
    return Vendor.objects.active()


def public_vendor(vendor_id: int) -> Vendor:
    """A vendor that is or was certified. Raises NotFound."""
    return Vendor.objects.certified().select_related("regency").find(pk=vendor_id)


def own_vendor(actor: Actor, vendor_id: int | None = None) -> Vendor:
    """The vendor this person works for; the newest when there are several. Raises NotFound."""
    mine = Vendor.objects.filter(pk__in=actor.organisations(*VENDOR_ROLES)).select_related("regency")
    vendor = (mine.filter(pk=vendor_id) if vendor_id else mine.order_by("-pk")).first()
    if vendor is None:
        raise NotFound(kind="vendors.vendor")
    return vendor


def verified_account(vendor_id: int) -> BankAccount | None:
    return BankAccount.objects.filter(vendor_id=vendor_id, state=BankAccountState.VERIFIED).first()


def papers_ending(vendor: Vendor, on: date) -> list[Evidence]:
    """Papers that end within sixty days, or have ended; the nearest first."""
    papers = vendor.evidence.filter(state__in=["proposed", "accepted"], expires_on__lte=on + timedelta(days=60))
    return list(papers.order_by("expires_on"))


def payable_account(vendor_id: int, *, at: datetime) -> BankAccount:
    """The account to pay now: verified, and not changed within the hold time. Raises NotFound."""
    account = verified_account(vendor_id)
    if account is None or not account.may_be_paid(at):
        raise NotFound(kind="vendors.bank_account")
    return account


def evidence_open_to(actor: Actor, evidence_id: str) -> bool:
    """For the file room: a verifier without ties to the vendor may open its papers."""
    evidence = Evidence.objects.select_related("vendor").filter(pk=evidence_id).first()
    return evidence is not None and bool(may_verify(actor, evidence.vendor))


def vendors_to_verify(actor: Actor) -> QuerySet[Vendor]:
    """All applications and certified vendors, for whoever verifies; nothing for others."""
    if not actor.holds_any(*VERIFIERS):
        return Vendor.objects.none()
    return Vendor.objects.exclude(state=VendorState.DRAFT).select_related("regency")


def vendor_to_verify(actor: Actor, vendor_id: int) -> Vendor:
    """Raises NotFound."""
    vendor = vendors_to_verify(actor).filter(pk=vendor_id).first()
    if vendor is None:
        raise NotFound(kind="vendors.vendor")
    return vendor


def waiting_for(actor: Actor) -> QuerySet[Vendor]:
    """What this verifier can act on now: unclaimed, claimed by them, or waiting for a second look by another."""
    mine = Q(state=VendorState.IN_REVIEW, reviews__verifier_id=actor.id, reviews__decision="")
    second = Q(state=VendorState.VERIFIED, reviews__decision=Decision.VERIFY) & ~Q(reviews__verifier_id=actor.id)
    which = vendors_to_verify(actor).filter(Q(state=VendorState.SUBMITTED) | mine | second)
    return which.distinct().order_by("submitted_at")


def accounts_to_verify(actor: Actor) -> QuerySet[BankAccount]:
    """Changed accounts that wait for a look by this verifier."""
    if not actor.holds_any(*VERIFIERS):
        return BankAccount.objects.none()
    return (
        BankAccount.objects.filter(state=BankAccountState.PROPOSED, vendor__partner__isnull=False)
        .exclude(verified_by_id=actor.id)
        .select_related("vendor")
        .order_by("proposed_at")
    )


def count_to_verify(actor: Actor) -> int:
    """For the menu."""
    return waiting_for(actor).count() + accounts_to_verify(actor).count()


def tasks_for(actor: Actor) -> list[Task]:
    """What waits for this person in this package."""
    tasks = []
    for vendor in Vendor.objects.filter(pk__in=actor.organisations(*VENDOR_ROLES), state__in=OPEN_TO_APPLICANT):
        fix = vendor.state == VendorState.NEEDS_FIX
        tasks.append(
            Task(
                title=_("Perbaiki pendaftaran toko") if fix else _("Lengkapi pendaftaran toko"),
                url=reverse("vendors:apply"),
                detail=vendor.state_reason if fix else vendor.display_name,
                icon="undo-2" if fix else "store",
                tone="warn" if fix else "info",
            )
        )
    if count := count_to_verify(actor):
        title = ngettext("%(n)s penjual menunggu verifikasi", "%(n)s penjual menunggu verifikasi", count) % {"n": count}
        tasks.append(Task(title=title, url=reverse("vendors:verification"), icon="badge-check"))
    return tasks
