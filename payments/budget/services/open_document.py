from __future__ import annotations

from datetime import date

from django.db.models import Max

from payments.budget.models import BudgetDocument, BudgetDocumentKind


def open_document(*, agency_id: int, fiscal_year: int, number: str, effective_from: date) -> BudgetDocument:
    """Record the budget document (DPA, then DPPA) in force from a day on: the next version of its agency and year."""
    last = BudgetDocument.objects.filter(agency_id=agency_id, fiscal_year=fiscal_year).aggregate(Max("version"))
    version = (last["version__max"] or 0) + 1
    return BudgetDocument.objects.create(
        agency_id=agency_id,
        fiscal_year=fiscal_year,
        version=version,
        kind=BudgetDocumentKind.ORIGINAL if version == 1 else BudgetDocumentKind.AMENDED,
        number=number,
        effective_from=effective_from,
    )
