from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction

from marketplace.kernel.errors import database_says_no
from marketplace.kernel.money import Rupiah
from marketplace.kernel.reference import normalise_account_code
from payments.budget.models import BudgetDocument, BudgetLine, CashPlan, SubActivity


@transaction.atomic
def open_line(
    *,
    sub_activity: SubActivity,
    document: BudgetDocument,
    account_code: str,
    fund_source_code: str,
    ceiling: Rupiah,
    effective_from: date | None = None,
    cash_plan: Mapping[int, Rupiah] | None = None,
) -> BudgetLine:
    """Open one line of a budget document with its ceiling, and its cash plan by month when there is one.

        debit   BUD.PAGU       ceiling        debit   ANG.EST_SAL      ceiling
        credit  BUD.TERSEDIA   ceiling        credit  ANG.APROPRIASI   ceiling

    The account code may come in any spelling found in the wild. In force from the document's day unless told otherwise.
    Raises  BadAccountCode, LineExists, WrongFiscalYear.
    Source  Permendagri 77/2020; PP 71/2010.
    """
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT budget_open_line(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                sub_activity.agency_id,
                document.fiscal_year,
                sub_activity.pk,
                normalise_account_code(account_code),
                fund_source_code,
                document.pk,
                ceiling.idr,
                effective_from or document.effective_from,
            ],
        )
        line_id = cursor.fetchone()[0]
    if cash_plan:
        CashPlan.objects.bulk_create(
            CashPlan(line_id=line_id, month=month, amount_idr=amount.idr) for month, amount in sorted(cash_plan.items())
        )
    return BudgetLine.objects.get(pk=line_id)
