from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def commit(*, order: OrderRef, charges: Sequence[Charge], at: datetime) -> Moved:
    """The vendor confirmed: the reserve becomes a commitment.

        debit   BUD.DICADANGKAN   each charge
        credit  BUD.KOMITMEN      each charge

    Raises  NotHeld, WrongFiscalYear.
    """
    return move("commit", order=order, charges=charges, at=at)
