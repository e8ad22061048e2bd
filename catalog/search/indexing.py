"""From listings to index entries, and from changes to the index. Only goods on offer are ever indexed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from dateutil.relativedelta import relativedelta
from django.db.models import Count
from django.utils import timezone

from catalog.models import CategoryFacts, Listing, PaidPrice, PriceBand
from catalog.pricing import MONTHS_BACK, Band, verdict_on
from catalog.search.base import Entry
from catalog.search.text import LONGEST_WORD, stems_of, vocabulary
from marketplace.kernel.money import Rupiah
from vendors.models import LegalForm

BATCH = 1_000
COOPERATIVE = "koperasi"


def scale_of(vendor) -> str:
    """What buyers filter by: cooperatives are a group of their own beside micro, small and medium businesses."""
    return COOPERATIVE if vendor.legal_form == LegalForm.COOPERATIVE else vendor.scale


def entries_for(listing_ids: Sequence[int], *, at: datetime | None = None) -> list[Entry]:
    """Index entries of those of these listings that are on offer now."""
    at = at or timezone.now()
    listings = list(
        Listing.objects.on_offer().filter(id__in=listing_ids).select_related("category__parent", "vendor__regency")
    )
    bands = bands_of(listings)
    orders = _orders_of_vendors({listing.vendor_id for listing in listings}, at)
    return [_entry(listing, bands.get(group_of(listing)), orders.get(listing.vendor_id, 0)) for listing in listings]


def all_entries(*, at: datetime | None = None) -> Iterator[Entry]:
    """Every listing on offer, streamed in batches."""
    ids = Listing.objects.on_offer().order_by("id").values_list("id", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(ids, BATCH)):
        yield from entries_for(batch, at=at)


Group = tuple[str, str, str]


def group_of(listing: Listing) -> Group:
    return listing.comparison_key, listing.category_id, listing.unit_id


def bands_of(listings: Sequence[Listing]) -> dict[Group, Band]:
    """The fair ranges of the groups of these listings, in one query."""
    wanted = {group_of(listing) for listing in listings}
    rows = PriceBand.objects.filter(
        comparison_key__in={key for key, _, _ in wanted}, category_id__in={category for _, category, _ in wanted}
    )
    return {(row.comparison_key, row.category_id, row.unit_id): as_band(row) for row in rows}


def as_band(row: PriceBand) -> Band:
    return Band(
        low=Rupiah(row.low_idr),
        median=Rupiah(row.median_idr),
        high=Rupiah(row.high_idr),
        standard=None if row.standard_idr is None else Rupiah(row.standard_idr),
        offers=row.offers,
        paid=row.paid,
        vendors=row.vendors,
    )


def _orders_of_vendors(vendor_ids: set[int], at: datetime) -> dict[int, int]:
    paid = PaidPrice.objects.filter(
        listing__vendor_id__in=vendor_ids, paid_at__gt=at - relativedelta(months=MONTHS_BACK)
    )
    return dict(paid.values_list("listing__vendor_id").annotate(n=Count("order_id", distinct=True)))


def _entry(listing: Listing, band: Band | None, vendor_orders: int) -> Entry:
    category: CategoryFacts = listing.category
    group = category.parent or category
    vendor_name = listing.vendor.display_name
    more = f"{category.name} {group.name} {category.name_en} {vendor_name} " + " ".join(
        value for _, value in listing.specifications
    )
    return Entry(
        listing_id=listing.id,
        version=listing.version,
        name_stems=tuple(stems_of(listing.name)[:60]),
        more_stems=tuple(stems_of(more)[:200]),
        words={
            one: word
            for one, word in vocabulary([listing.name, category.name, vendor_name]).items()
            if len(one) <= LONGEST_WORD
        },
        group=group.code,
        category=category.code,
        regency=listing.vendor.regency_id or "",
        scale=scale_of(listing.vendor),
        verdict=verdict_on(listing.unit_price, band).value,
        comparison_key=listing.comparison_key,
        unit=listing.unit_id,
        vendor_id=listing.vendor_id,
        unit_price_idr=listing.unit_price_idr,
        lead_time_days=listing.lead_time_days,
        vendor_orders=vendor_orders,
        published_at=listing.published_at or listing.created_at,
    )
