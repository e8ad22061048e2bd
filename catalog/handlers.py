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
    SheetConfirmed,
    SheetUploaded,
)
from catalog.models import Listing
from catalog.services.check_sheet import check_sheet
from catalog.services.refresh_price_bands import refresh_price_bands
from catalog.services.save_sheet import apply_sheet, stop_sheet
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.kernel.errors import Refusal

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


def check_uploaded_sheet(event: SheetUploaded) -> None:
    check_sheet(sheet_id=event.sheet_id, at=timezone.now())


def apply_confirmed_sheet(event: SheetConfirmed) -> None:
    """As the person who confirmed it, with the roles held now. A refusal writes nothing and is said to the seller."""
    now = timezone.now()
    actor = actor_for(User.objects.get(pk=event.user_id), at=now)
    try:
        apply_sheet(sheet_id=event.sheet_id, actor=actor, at=now)
    except Refusal as refusal:
        stop_sheet(sheet_id=event.sheet_id, actor=actor, at=now, why=str(refusal))
