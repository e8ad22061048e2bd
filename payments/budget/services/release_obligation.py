from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def release_obligation(*, order: OrderRef, charges: Sequence[Charge], at: datetime, reason: str) -> Moved:
    """Refunded, or become personal liability, before the SP2D: the budget will not bear it.

        debit   BUD.TERUTANG   refund
        credit  BUD.TERSEDIA   refund

    Raises  NotHeld.
    """
    return move("release_obligation", order=order, charges=charges, at=at, reason=reason)
