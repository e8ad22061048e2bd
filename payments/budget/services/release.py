from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def release(*, order: OrderRef, charges: Sequence[Charge], at: datetime, reason: str) -> Moved:
    """Give back what a cancelled, declined or expired order reserved; after the year's end, in the line's own year.

        debit   BUD.DICADANGKAN   each charge
        credit  BUD.TERSEDIA      each charge

    Raises  NotHeld when the order does not hold that much in reserve, so a second release changes nothing.
    """
    return move("release", order=order, charges=charges, at=at, reason=reason)
