"""Many published listings at once: the door of imports and of the demo's large data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from django.db import connection, transaction
from django.utils.text import slugify
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass
from oscar.apps.partner.models import StockRecord

from catalog.models import CategoryFacts, Listing, ListingHistory, PriceRecord
from catalog.pricing import comparison_key
from catalog.services.create_listing import PRODUCT_CLASS
from catalog.services.details import ListingDetails, price_in_range, readable_name, stock_in_range
from catalog.states import DRAFT, PUBLISHED
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.policies import refuse
from vendors.models import Vendor
from vendors.states import VendorState

BATCH = 1_000


@dataclass(frozen=True)
class Offer:
    vendor_id: int
    details: ListingDetails
    unit_price_idr: int
    stock: int
    published_at: datetime


def load_listings(offers: Iterable[Offer], *, actor: Actor, at: datetime) -> list[int]:
    """Write published listings in batches, with the same checks and constraints as one by one. Returns their ids.

    One audit entry per batch names the listings. The index is not touched: run `rebuild_search` afterwards.
    Raises  NotPermitted unless the system does it; what `create_listing` raises.
    """
    if not actor.is_system:
        refuse("Only the system loads listings in bulk.").enforce()
    product_class = ProductClass.objects.get(slug=PRODUCT_CLASS)
    categories = CategoryFacts.objects.exclude(parent=None).in_bulk()
    partners = dict(Vendor.objects.filter(state=VendorState.ACTIVE).values_list("pk", "partner_id"))
    stream, ids = iter(offers), []
    while batch := list(islice(stream, BATCH)):
        ids += _write(batch, product_class, categories, partners, actor, at)
    return ids


@transaction.atomic
def _write(
    offers: Sequence[Offer],
    product_class: ProductClass,
    categories: dict[str, CategoryFacts],
    partners: dict[int, int],
    actor: Actor,
    at: datetime,
) -> list[int]:
    names = [readable_name(offer.details.name) for offer in offers]
    products = Product.objects.bulk_create(
        [
            Product(title=name, slug=slugify(name)[:200] or "produk", product_class=product_class, is_public=True)
            for name in names
        ]
    )
    ProductCategory.objects.bulk_create(
        [
            ProductCategory(product=product, category_id=categories[offer.details.category_code].category_id)
            for product, offer in zip(products, offers, strict=True)
        ]
    )
    records = StockRecord.objects.bulk_create(
        [
            StockRecord(
                product=product,
                partner_id=partners[offer.vendor_id],
                partner_sku=f"P{product.id}",
                price_currency="IDR",
                price=Decimal(price_in_range(offer.unit_price_idr)),
                num_in_stock=stock_in_range(offer.stock),
                num_allocated=0,
            )
            for product, offer in zip(products, offers, strict=True)
        ]
    )
    listings = Listing.objects.bulk_create(
        [
            _listing(offer, name, product, record)
            for offer, name, product, record in zip(offers, names, products, records, strict=True)
        ]
    )
    PriceRecord.objects.bulk_create(
        [
            PriceRecord(listing=listing, unit_price_idr=listing.unit_price_idr, valid_from=listing.created_at)
            for listing in listings
        ]
    )
    _publish([listing.id for listing in listings])
    ListingHistory.objects.bulk_create(
        [
            ListingHistory(
                listing=listing, action="publish", before=DRAFT, after=PUBLISHED, actor_id=actor.id,
                actor_name=actor.name, at=listing.created_at,
            )
            for listing in listings
        ]
    )  # fmt: skip
    ids = [listing.id for listing in listings]
    audit_log.record(
        "catalog.listing.loaded",
        ("catalog.listing", f"{ids[0]}-{ids[-1]}"),
        actor=actor,
        at=at,
        after={"listings": len(ids)},
    )
    return ids


def _publish(listing_ids: list[int]) -> None:
    """One statement for the whole batch: each listing gets its one price record and is shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE catalog_listing AS listing SET price_record_id = price.id, state = %s
                 FROM catalog_pricerecord price WHERE price.listing_id = listing.id AND listing.id = ANY(%s)""",
            [PUBLISHED, listing_ids],
        )


def _listing(offer: Offer, name: str, product: Product, record: StockRecord) -> Listing:
    details = offer.details
    return Listing(
        product=product,
        stock_record=record,
        vendor_id=offer.vendor_id,
        category_id=details.category_code,
        unit_id=details.unit_code,
        name=name,
        unit_price_idr=offer.unit_price_idr,
        comparison_key=comparison_key(name),
        state=DRAFT,
        created_at=offer.published_at,
        published_at=offer.published_at,
        **details.columns(),
    )
