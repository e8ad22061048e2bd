from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def release_commitment(*, order: OrderRef, charges: Sequence[Charge], at: datetime, reason: str) -> Moved:
    """The undelivered remainder was cancelled: its commitment is available again.

        debit   BUD.KOMITMEN   remainder
        credit  BUD.TERSEDIA   remainder

    Raises  NotHeld.
    """
    return move("release_commitment", order=order, charges=charges, at=at, reason=reason)
