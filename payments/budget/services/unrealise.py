from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def unrealise(*, order: OrderRef, charges: Sequence[Charge], key: str, at: datetime, reason: str) -> Moved:
    """Money came back after the SP2D in the same year: spending falls and the budget is available again.

        debit   BUD.REALISASI   refund        debit   ANG.EST_SAL   refund
        credit  BUD.TERSEDIA    refund        credit  ANG.BELANJA   refund

    Raises  NotHeld; WrongFiscalYear, for what comes back in a later year is other revenue (PSAP 02).
    """
    return move("unrealise", order=order, charges=charges, at=at, key=key, reason=reason)
