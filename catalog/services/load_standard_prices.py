"""The operator's table of unit price standards."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from catalog.models import CategoryFacts, StandardPrice, Unit
from catalog.pricing import comparison_key
from marketplace.kernel.tables import BadReferenceTable, read_table

COLUMNS = ("category_code", "unit_code", "name", "fiscal_year", "unit_price_idr", "source")


@transaction.atomic
def load_standard_prices(file: Path) -> int:
    """Load a CSV with the columns of `COLUMNS`; whole or not at all.

    Raises  BadReferenceTable naming file and line.
    """
    rows = read_table(file, *COLUMNS)
    categories = set(CategoryFacts.objects.exclude(parent=None).values_list("code", flat=True))
    units = set(Unit.objects.values_list("code", flat=True))
    for line, row in enumerate(rows, start=2):
        if row["category_code"] not in categories or row["unit_code"] not in units:
            raise BadReferenceTable(f"{file.name}, line {line}: unknown category or unit")
        if not all(row[name].isascii() and row[name].isdigit() for name in ("fiscal_year", "unit_price_idr")):
            raise BadReferenceTable(f"{file.name}, line {line}: year and price are whole numbers")
        StandardPrice.objects.update_or_create(
            category_id=row["category_code"],
            unit_id=row["unit_code"],
            comparison_key=comparison_key(row["name"]),
            fiscal_year=int(row["fiscal_year"]),
            defaults={"unit_price_idr": int(row["unit_price_idr"]), "source": row["source"][:200]},
        )
    return len(rows)
