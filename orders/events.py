"""What orders announces. Ids and plain values only; delivered at least once after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class OrderFacts:
    """What every event about an order says."""

    order_id: UUID
    order_number: str
    agency_id: int
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class OrderSubmitted(OrderFacts, Event):
    requester_id: int
    total_idr: int


@dataclass(frozen=True)
class OfferChosen(OrderFacts, Event):
    chooser_id: int
    total_idr: int


@dataclass(frozen=True)
class OrderApproved(OrderFacts, Event):
    approver_id: int
    total_idr: int


@dataclass(frozen=True)
class OrderReturned(OrderFacts, Event):
    reason: str


@dataclass(frozen=True)
class OrderCancelled(OrderFacts, Event):
    reason: str


@dataclass(frozen=True)
class OrderExpired(OrderFacts, Event):
    before: str


@dataclass(frozen=True)
class OrderConfirmed(OrderFacts, Event):
    due_on: str


@dataclass(frozen=True)
class OrderDeclined(OrderFacts, Event):
    reason: str


@dataclass(frozen=True)
class OrderShipped(OrderFacts, Event):
    lot: int


@dataclass(frozen=True)
class DeliveryArrived(OrderFacts, Event):
    lot: int


@dataclass(frozen=True)
class DeliveryInspected(OrderFacts, Event):
    accepted_idr: int
    rejected_lines: int


@dataclass(frozen=True)
class DeliveryRejected(OrderFacts, Event):
    reason: str


@dataclass(frozen=True)
class HandoverSignedByVendor(OrderFacts, Event):
    handover_id: UUID


@dataclass(frozen=True)
class DeliveryAccepted(OrderFacts, Event):
    handover_id: UUID
    payable_id: UUID
    accepted_idr: int
    whole: bool


@dataclass(frozen=True)
class OrderClosedShort(OrderFacts, Event):
    released_idr: int


@dataclass(frozen=True)
class OrderHeldForAudit(OrderFacts, Event):
    reason: str
    seen_by_vendor: bool


@dataclass(frozen=True)
class OrderHoldReleased(OrderFacts, Event):
    reason: str
    seen_by_vendor: bool


@dataclass(frozen=True)
class OrderPaid(OrderFacts, Event):
    paid_idr: int


@dataclass(frozen=True)
class OrderCompleted(OrderFacts, Event):
    paid_idr: int
