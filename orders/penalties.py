"""What a late delivery costs the vendor. Pure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from marketplace.kernel.money import Rupiah


def days_late(*, due_on: date | None, arrived_on: date) -> int:
    """Calendar days from the day after the due date to the day of arrival."""
    return max((arrived_on - due_on).days, 0) if due_on else 0


def late_penalty(value_before_ppn: Rupiah, *, days: int, per_mille: int) -> Rupiah:
    """A thousandth of the late part for each day; a separate claim that the vendor deposits, never taken off the card.

    Rounds  down to the rupiah.
    Source  Perpres 16/2018 art. 79 (4)-(5).
    """
    return value_before_ppn.share_of(Fraction(per_mille * days, 1000), rounding="down")
