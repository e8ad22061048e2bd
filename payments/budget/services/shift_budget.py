from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction

from marketplace.kernel.errors import database_says_no
from marketplace.kernel.money import Rupiah
from payments.budget.models import BudgetDocument


@transaction.atomic
def shift_budget(*, document: BudgetDocument, changes: Mapping[int, Rupiah], effective_from: date) -> None:
    """Put a shift into force: a balanced set of rises and falls by line id, under a new version of the document.

        rise    debit   BUD.PAGU       debit   ANG.EST_SAL        fall: the same the other way
                credit  BUD.TERSEDIA   credit  ANG.APROPRIASI

    Nothing that an order holds is touched, and no line falls below what is used. History is kept in `CeilingChange`.
    No page calls it yet (vector T34).
    Raises  ShiftNotBalanced, ShiftBelowUsed, WrongFiscalYear.
    Source  PP 12/2019 art. 163-164; Permendagri 77/2020 ch. VI D.
    """
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT budget_shift(%s, %s::bigint[], %s::bigint[], %s)",
            [document.pk, list(changes), [amount.idr for amount in changes.values()], effective_from],
        )
