"""A vendor changes the words of a listing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from oscar.apps.catalogue.models import Product, ProductCategory

from catalog.events import ListingChanged
from catalog.models import Listing
from catalog.policies import may_list_for
from catalog.pricing import comparison_key
from catalog.services.details import ListingDetails, readable_name
from catalog.services.publish_listing import send_to_review
from catalog.states import PUBLISHED, StockKind
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor

FIELDS = (
    "name", "description", "specifications", "stock_kind", "min_order", "lead_time_days", "is_domestic", "tkdn_percent",
)  # fmt: skip


@transaction.atomic
def update_listing(*, listing_id: int, details: ListingDetails, actor: Actor, at: datetime) -> Listing:
    """Change name, category, unit, specification and delivery. Orders keep what they were placed with.

    A published listing that moves into a category which the vendor's licence does not cover is taken from the
    shop window and reviewed again.
    Raises  NotPermitted, NotFound, NameNotReadable, TkdnOfForeignGoods, GroupIsNoCategory.
    Emits   ListingChanged.
    """
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    category, unit = details.checked()
    before = _facts(listing)
    for name in FIELDS:
        setattr(listing, name, getattr(details, name))
    listing.name = readable_name(details.name)
    listing.stock_kind = StockKind(details.stock_kind) if not listing.stock_held else listing.stock_kind
    listing.comparison_key = comparison_key(listing.name)
    moved = listing.category_id != category.code
    listing.category, listing.unit = category, unit
    listing.touch(*FIELDS, "category", "unit", "comparison_key")
    Product.objects.filter(id=listing.product_id).update(title=listing.name)
    if moved:
        ProductCategory.objects.filter(product_id=listing.product_id).delete()
        ProductCategory.objects.create(product_id=listing.product_id, category_id=category.category_id)
        if listing.state == PUBLISHED:
            send_to_review(listing, actor=actor, at=at)
    audit_log.record(
        "catalog.listing.changed", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        before=before, after=_facts(listing),
    )  # fmt: skip
    outbox.publish(ListingChanged(listing_id=listing.id, at=at))
    return listing


def _facts(listing: Listing) -> dict[str, object]:
    facts = {name: getattr(listing, name) for name in FIELDS}
    return facts | {"category": listing.category_id, "unit": listing.unit_id}
