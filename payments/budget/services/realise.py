from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.kernel.refs import OrderRef
from payments.budget.charges import Charge, Moved, move


def realise(*, order: OrderRef, charges: Sequence[Charge], key: str, at: datetime) -> Moved:
    """The SP2D was issued: the obligation is spending, in the budget and in the realisation report together.

        debit   BUD.TERUTANG   paid          debit   ANG.BELANJA   paid
        credit  BUD.REALISASI  paid          credit  ANG.EST_SAL   paid

    `key` names the disbursement, so the same one twice is one entry. Several orders in one transaction: call
    `lock_lines` first with all their lines.
    Raises  NotHeld, WrongFiscalYear, JournalKeyReused.
    Source  PP 12/2019 art. 149; PP 71/2010 (cash basis of the realisation report).
    """
    return move("realise", order=order, charges=charges, at=at, key=key)
