from dataclasses import dataclass
from datetime import datetime

from marketplace.kernel.outbox import Event


@dataclass(frozen=True)
class FundsReleased(Event):
    """SPD: the treasury released funds of an office; its treasurer may ask for payment up to them."""

    agency_id: int
    fiscal_year: int
    number: str
    total_idr: int
    at: datetime
