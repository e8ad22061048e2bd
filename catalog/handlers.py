"""How the catalog reacts: the index and the fair ranges follow what happened. Each is safe to run twice."""

from __future__ import annotations

from django.utils import timezone

from catalog import search
from catalog.events import (
    ListingChanged,
    ListingNeedsFix,
    ListingPriceSet,
    ListingPublished,
    ListingSentToReview,
    ListingWithdrawn,
    PricePaid,
)
from catalog.models import Listing
from catalog.services.refresh_price_bands import refresh_price_bands

AboutListing = (
    ListingPublished
    | ListingChanged
    | ListingPriceSet
    | ListingSentToReview
    | ListingNeedsFix
    | ListingWithdrawn
    | PricePaid
)


def index_listing(event: AboutListing) -> None:
    """Put the listing into the index as it is now, or take it out, and judge prices like its own anew."""
    listing = Listing.objects.filter(id=event.listing_id).first()
    if listing is None:
        return
    search.index_listings([listing.id])
    refresh_price_bands(at=timezone.now(), like=listing)


def index_listing_outside(event: AboutListing) -> None:
    """The same for an outside engine, which may be away: then the worker tries again."""
    search.index_outside([event.listing_id])


index_listing_outside.talks_outside = True  # type: ignore[attr-defined]


def index_vendor(event) -> None:
    """A vendor was suspended, came back or changed its name: all its goods leave or enter the index."""
    ids = list(Listing.objects.filter(vendor_id=event.vendor_id).values_list("id", flat=True))
    for start in range(0, len(ids), 500):
        search.index_listings(ids[start : start + 500])
        search.index_outside(ids[start : start + 500])
