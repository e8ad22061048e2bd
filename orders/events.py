"""What orders announces. Ids and plain values only; delivered at least once after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class OrderEvent(Event):
    order_id: UUID
    order_number: str
    agency_id: int
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class OrderSubmitted(OrderEvent):
    requester_id: int
    total_idr: int


@dataclass(frozen=True)
class OfferChosen(OrderEvent):
    chooser_id: int
    total_idr: int


@dataclass(frozen=True)
class OrderApproved(OrderEvent):
    approver_id: int
    total_idr: int


@dataclass(frozen=True)
class OrderReturned(OrderEvent):
    reason: str


@dataclass(frozen=True)
class OrderCancelled(OrderEvent):
    reason: str


@dataclass(frozen=True)
class OrderExpired(OrderEvent):
    before: str


@dataclass(frozen=True)
class OrderConfirmed(OrderEvent):
    due_on: str


@dataclass(frozen=True)
class OrderDeclined(OrderEvent):
    reason: str


@dataclass(frozen=True)
class OrderShipped(OrderEvent):
    lot: int


@dataclass(frozen=True)
class DeliveryArrived(OrderEvent):
    lot: int


@dataclass(frozen=True)
class DeliveryInspected(OrderEvent):
    accepted_idr: int
    rejected_lines: int


@dataclass(frozen=True)
class DeliveryRejected(OrderEvent):
    reason: str


@dataclass(frozen=True)
class HandoverSignedByVendor(OrderEvent):
    handover_id: UUID


@dataclass(frozen=True)
class DeliveryAccepted(OrderEvent):
    handover_id: UUID
    payable_id: UUID
    accepted_idr: int
    whole: bool


@dataclass(frozen=True)
class OrderClosedShort(OrderEvent):
    released_idr: int


@dataclass(frozen=True)
class OrderPaid(OrderEvent):
    paid_idr: int


@dataclass(frozen=True)
class OrderCompleted(OrderEvent):
    paid_idr: int
