"""What happened with cards and payments."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class ChargeCaptured(Event):
    """The card paid a payable."""

    transaction_id: UUID
    payable_id: UUID
    order_id: UUID
    agency_id: int
    vendor_id: int
    amount_idr: int
    at: datetime


@dataclass(frozen=True)
class ChargeWasDeclined(Event):
    """The bank said no, or the hold ended; the payable can be paid again."""

    transaction_id: UUID
    payable_id: UUID
    order_id: UUID
    agency_id: int
    initiated_by_id: int | None
    code: str
    at: datetime


@dataclass(frozen=True)
class ChargeWasRefunded(Event):
    """The vendor gave money back to the card."""

    transaction_id: UUID
    payable_id: UUID
    order_id: UUID
    amount_idr: int
    at: datetime


@dataclass(frozen=True)
class VendorPaidOut(Event):
    """The vendor got the money."""

    payout_id: UUID
    payable_id: UUID
    order_id: UUID
    vendor_id: int
    net_idr: int
    at: datetime


@dataclass(frozen=True)
class PayoutWasRefused(Event):
    """The vendor's bank did not take the money."""

    payout_id: UUID
    order_id: UUID
    vendor_id: int
    code: str
    at: datetime


@dataclass(frozen=True)
class CardChanged(Event):
    """A card's limit or standing changed: the bank is to be told."""

    card_id: int
    at: datetime
