from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def obligate(*, order: OrderRef, charges: Sequence[Charge], at: datetime) -> Moved:
    """Goods were received (BAST): what was accepted is owed. May happen in parts.

        debit   BUD.KOMITMEN   accepted value
        credit  BUD.TERUTANG   accepted value

    Raises  NotHeld, WrongFiscalYear.
    """
    return move("obligate", order=order, charges=charges, at=at)
