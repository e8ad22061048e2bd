"""What became payable, and when payment was stopped or set free again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class PayableOpened(Event):
    payable_id: UUID
    order_id: UUID
    agency_id: int
    vendor_id: int
    accepted_idr: int
    at: datetime


@dataclass(frozen=True)
class PayableWasBlocked(Event):
    payable_id: UUID
    order_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True)
class PayableWasUnblocked(Event):
    payable_id: UUID
    order_id: UUID
    at: datetime
