"""What the catalog announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

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


@dataclass(frozen=True)
class SheetUploaded(Event):
    """A long sheet of goods waits to be checked by a worker."""

    sheet_id: UUID
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class SheetChecked(Event):
    """A worker has checked it: its seller can read what each row would do."""

    sheet_id: UUID
    vendor_id: int
    user_id: int
    at: datetime


@dataclass(frozen=True)
class SheetConfirmed(Event):
    """A long sheet waits to be saved by a worker, as the person who confirmed it."""

    sheet_id: UUID
    vendor_id: int
    user_id: int
    at: datetime


@dataclass(frozen=True)
class SheetApplied(Event):
    sheet_id: UUID
    vendor_id: int
    user_id: int
    new: int
    changed: int
    wrong: int
    at: datetime


@dataclass(frozen=True)
class SheetStopped(Event):
    """Nothing of it was saved: goods or roles had changed meanwhile."""

    sheet_id: UUID
    vendor_id: int
    user_id: int
    reason: str
    at: datetime
