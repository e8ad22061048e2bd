"""A listing goes into the shop window, or to a verifier first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from oscar.apps.catalogue.models import Product

from catalog.events import ListingPublished, ListingSentToReview
from catalog.models import Listing
from catalog.policies import kbli_fits, may_publish
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def publish_listing(*, listing_id: int, actor: Actor, at: datetime) -> Listing:
    """Show it at once; in categories that need a fitting KBLI which the vendor lacks, send it to a verifier instead.

    Raises  NotPermitted, WrongState, NotFound.
    Emits   ListingPublished or ListingSentToReview.
    """
    listing = Listing.objects.lock(listing_id)
    may_publish(actor, listing).enforce()
    if needs_review(listing):
        send_to_review(listing, actor=actor, at=at)
        return listing
    listing.advance("publish", actor=actor, at=at)
    show(listing, actor=actor, at=at)
    return listing


def needs_review(listing: Listing) -> bool:
    return listing.category.needs_fitting_kbli and not kbli_fits(listing.vendor, listing.category)


def show(listing: Listing, *, actor: Actor, at: datetime) -> None:
    """What follows from being published, by whichever move."""
    Product.objects.filter(id=listing.product_id).update(is_public=True)
    audit_log.record("catalog.listing.published", listing, actor=actor, at=at, organisation_id=listing.vendor_id)
    outbox.publish(ListingPublished(listing_id=listing.id, vendor_id=listing.vendor_id, at=at))


def send_to_review(listing: Listing, *, actor: Actor, at: datetime) -> None:
    """Raises WrongState. Nothing happens to a listing whose vendor's licence covers its category."""
    if not needs_review(listing):
        return
    listing.advance("send_to_review", actor=actor, at=at)
    Product.objects.filter(id=listing.product_id).update(is_public=False)
    audit_log.record("catalog.listing.sent_to_review", listing, actor=actor, at=at, organisation_id=listing.vendor_id)
    outbox.publish(ListingSentToReview(listing_id=listing.id, vendor_id=listing.vendor_id, at=at))
