from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class StatementImported(Event):
    """A bill came and was matched: it waits for the activity officer."""

    statement_id: UUID
    agency_id: int
    number: str
    closing_idr: int
    at: datetime


@dataclass(frozen=True)
class StatementAdvanced(Event):
    """A paper was signed: the statement waits for the next person. `step` is the new state."""

    statement_id: UUID
    agency_id: int
    number: str
    step: str
    document_number: str
    at: datetime


@dataclass(frozen=True)
class StatementReturned(Event):
    """A paper went one step back, with the reason."""

    statement_id: UUID
    agency_id: int
    number: str
    step: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class LinesRealised(Event):
    """SP2D: the spending of these payables stands in the realisation report."""

    statement_id: UUID
    agency_id: int
    payable_ids: tuple[UUID, ...]
    total_idr: int
    at: datetime


@dataclass(frozen=True)
class StatementRepaid(Event):
    """The bank has its money; the card's limit is free again."""

    statement_id: UUID
    agency_id: int
    number: str
    total_idr: int
    at: datetime


@dataclass(frozen=True)
class HeldLineMoved(Event):
    """Something was settled about a line that was held back; `stage` is what it waits for now."""

    transaction_id: UUID
    agency_id: int
    merchant: str
    amount_idr: int
    stage: str
    reason: str
    at: datetime
