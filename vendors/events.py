"""What happened to vendors. Notices, the catalog and oversight react."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class VendorSubmitted(Event):
    vendor_id: int
    round: int
    at: datetime


@dataclass(frozen=True)
class VendorFixAsked(Event):
    vendor_id: int
    note: str
    at: datetime


@dataclass(frozen=True)
class VendorVerified(Event):
    """By the first verifier; companies and cooperatives wait for a second one."""

    vendor_id: int
    needs_second: bool
    at: datetime


@dataclass(frozen=True)
class VendorActivated(Event):
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class VendorRejected(Event):
    vendor_id: int
    note: str
    at: datetime


@dataclass(frozen=True)
class VendorRenamed(Event):
    """A certified shop has another name over its door."""

    vendor_id: int
    before: str
    at: datetime


@dataclass(frozen=True)
class VendorSuspended(Event):
    vendor_id: int
    reason: str
    at: datetime


@dataclass(frozen=True)
class VendorReinstated(Event):
    vendor_id: int
    at: datetime


@dataclass(frozen=True)
class BankAccountProposed(Event):
    """A change of where money goes: told to the old phone and e-mail too (T-62)."""

    vendor_id: int
    account_id: int
    last4: str
    is_change: bool
    at: datetime


@dataclass(frozen=True)
class BankAccountVerified(Event):
    vendor_id: int
    account_id: int
    usable_from: datetime
    at: datetime


@dataclass(frozen=True)
class PerformanceRecorded(Event):
    vendor_id: int
    order_id: UUID
    score_hundredths: int
    at: datetime
