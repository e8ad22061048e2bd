"""Questions about vendors."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from marketplace.accounts.roles import VENDOR_ROLES
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from vendors.models import BankAccount, Vendor
from vendors.states import BankAccountState


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


def payable_account(vendor_id: int, *, at: datetime) -> BankAccount:
    """The account to pay now: verified, and not changed within the hold time. Raises NotFound."""
    account = verified_account(vendor_id)
    if account is None or not account.may_be_paid(at):
        raise NotFound(kind="vendors.bank_account")
    return account
