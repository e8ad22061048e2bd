"""A vendor sets a price."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from oscar.apps.partner.models import StockRecord

from catalog.events import ListingPriceSet
from catalog.models import Listing, PriceRecord
from catalog.policies import may_list_for
from catalog.services.details import price_in_range
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor


@transaction.atomic
def set_price(*, listing_id: int, unit_price_idr: int, actor: Actor, at: datetime, reason: str = "") -> PriceRecord:
    """Write a new price record; the old ones stay. What was ordered keeps the price it was ordered at.

    Raises  PriceOutOfRange, NotPermitted, NotFound.
    Emits   ListingPriceSet, unless the price stays as it is.
    """
    price_in_range(unit_price_idr)
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    before = listing.unit_price_idr
    if before == unit_price_idr and listing.price_record is not None:
        return listing.price_record
    record = PriceRecord.objects.create(
        listing=listing, unit_price_idr=unit_price_idr, valid_from=at, reason=reason[:200], created_by_id=actor.id
    )
    listing.unit_price_idr, listing.price_record = unit_price_idr, record
    listing.touch("unit_price_idr", "price_record")
    StockRecord.objects.filter(id=listing.stock_record_id).update(price=Decimal(unit_price_idr))
    audit_log.record(
        "catalog.listing.price_set", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        before={"unit_price_idr": before}, after={"unit_price_idr": unit_price_idr}, why=reason,
    )  # fmt: skip
    outbox.publish(ListingPriceSet(listing_id=listing.id, before_idr=before, after_idr=unit_price_idr, at=at))
    return record
