"""What happened to papers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class DocumentIssued(Event):
    document_id: UUID
    kind: str
    issuer_id: int
    order_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class DocumentSigned(Event):
    document_id: UUID
    kind: str
    role: str
    at: datetime


@dataclass(frozen=True)
class RenderingAsked(Event):
    """Somebody wants to read a paper whose PDF is not there: never drawn, or lost with its store."""

    document_id: UUID
    at: datetime


@dataclass(frozen=True)
class DocumentVoided(Event):
    document_id: UUID
    kind: str
    at: datetime
