"""What a lower package may know of an order: its id and its number, nothing else."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OrderRef:
    id: UUID
    number: str
