"""A verifier decides about a listing that waits, or about one that should not be seen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.models import Product

from catalog.events import ListingNeedsFix
from catalog.models import Listing
from catalog.policies import may_review
from catalog.services.publish_listing import show
from marketplace.accounts.roles import Role
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import ReasonMissing
from vendors.policies import may_sell


class NothingToFix(ReasonMissing):
    template = _("Tulis apa yang harus diperbaiki, supaya penjual tahu.")


@transaction.atomic
def accept_listing(*, listing_id: int, actor: Actor, at: datetime) -> Listing:
    """Let it show. Raises NotPermitted, WrongState, NotFound. Emits ListingPublished."""
    listing = Listing.objects.lock(listing_id)
    may_review(actor, listing).enforce()
    may_sell(listing.vendor).enforce()
    listing.advance("accept", actor=actor, at=at)
    listing.review_note = ""
    listing.save(update_fields=["review_note"])
    show(listing, actor=actor, at=at)
    return listing


@transaction.atomic
def ask_for_fix(*, listing_id: int, reason: str, actor: Actor, at: datetime) -> Listing:
    """Send it back to the vendor with what is to be done; a published one leaves the shop window.

    Raises  NothingToFix, NotPermitted, WrongState, NotFound.
    Emits   ListingNeedsFix.
    """
    listing = Listing.objects.lock(listing_id)
    may_review(actor, listing).enforce()
    if not reason.strip():
        raise NothingToFix()
    listing.advance("ask_for_fix", actor=actor, at=at, reason=reason[:500])
    listing.review_note = reason.strip()[:500]
    listing.save(update_fields=["review_note"])
    Product.objects.filter(id=listing.product_id).update(is_public=False)
    audit_log.record(
        "catalog.listing.sent_back", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        why=reason, role=Role.VERIFIER,
    )  # fmt: skip
    outbox.publish(
        ListingNeedsFix(listing_id=listing.id, vendor_id=listing.vendor_id, reason=listing.review_note, at=at)
    )
    return listing
