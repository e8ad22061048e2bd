"""Open the doors: from verified to active, inside the verifier's own transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from oscar.apps.partner.models import Partner

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from vendors.events import VendorActivated
from vendors.models import Review, Scale, Vendor
from vendors.services.approve_bank_account import put_in_force
from vendors.states import BankAccountState

ONE_YEAR = timedelta(days=365)
CRITERIA = {Scale.MICRO: "UMI", Scale.SMALL: "UKE", Scale.MEDIUM: "UME", Scale.LARGE: "UBE"}


def activate(vendor: Vendor, review: Review, *, actor: Actor, at: datetime) -> Vendor:
    """The vendor may sell: Oscar's partner is made, the account that was looked at comes into force.

    The first account needs no hold time, because nothing was owed before it.
    Raises  WrongState; at commit SecondVerifierNeeded (trigger) when too few people looked.
    Emits   VendorActivated, BankAccountVerified.
    """
    vendor.partner = vendor.partner or Partner.objects.create(
        name=vendor.display_name[:128], code=f"vendor-{vendor.pk}"
    )
    vendor.activated_at = vendor.activated_at or at
    vendor.review_due_on = local_day(at) + ONE_YEAR
    vendor.qris_criteria = CRITERIA.get(Scale(vendor.scale), "UMI")
    vendor.advance("activate", actor=actor, at=at)
    for account in vendor.bank_accounts.filter(state=BankAccountState.PROPOSED, replaces__isnull=True):
        account.verified_by_id = review.verifier_id
        put_in_force(account, second=review.second_verifier_id, at=at, usable_from=at)
    audit_log.record("vendors.vendor.activated", vendor, actor=actor, at=at, after={"round": review.round})
    outbox.publish(VendorActivated(vendor_id=vendor.pk, at=at))
    return vendor
