"""What the catalog announces."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class ListingPublished(Event):
    listing_id: int
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class ListingChanged(Event):
    """Words, category, unit, lead time or photos changed."""

    listing_id: int
    at: datetime


@dataclass(frozen=True)
class ListingPriceSet(Event):
    listing_id: int
    before_idr: int | None
    after_idr: int
    at: datetime


@dataclass(frozen=True)
class ListingSentToReview(Event):
    listing_id: int
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class ListingNeedsFix(Event):
    listing_id: int
    vendor_id: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class ListingWithdrawn(Event):
    listing_id: int
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class PricePaid(Event):
    """An office paid this price: the comparables of its group have changed."""

    listing_id: int
    vendor_id: int
    at: datetime
