"""A listing leaves the shop window."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from oscar.apps.catalogue.models import Product

from catalog.events import ListingWithdrawn
from catalog.models import Listing
from catalog.policies import may_list_for
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def withdraw_listing(*, listing_id: int, actor: Actor, at: datetime, reason: str = "") -> Listing:
    """Take it from the shop window; open orders keep what they hold.

    Raises  NotPermitted, WrongState, NotFound.
    Emits   ListingWithdrawn.
    """
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    listing.advance("withdraw", actor=actor, at=at, reason=reason)
    Product.objects.filter(id=listing.product_id).update(is_public=False)
    audit_log.record(
        "catalog.listing.withdrawn", listing, actor=actor, at=at, organisation_id=listing.vendor_id, why=reason
    )
    outbox.publish(ListingWithdrawn(listing_id=listing.id, vendor_id=listing.vendor_id, at=at))
    return listing
