"""A row in the browser: its cells as the product form shows them, and what was typed there as cells again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from catalog.fields import SheetRowForm
from catalog.models import HIGHEST_PRICE_IDR
from catalog.sheets.columns import COLUMNS, Choices, categories, stock_kinds, units, yes_and_no
from catalog.sheets.models import SheetRow

SWITCHES = ("is_domestic", "show")


def shown_fields(row: SheetRow) -> list[str]:
    """Everything of a new product; of goods that are there only what the row says, for the rest stays as it is."""
    complained = {column for column, _words in row.problems}
    return [
        column.key
        for column in COLUMNS
        if row.listing_id is None or row.cells.get(column.key) or column.key in complained
    ]


def form_of(row: SheetRow) -> SheetRowForm:
    """A bound form with the row's own complaints at its fields, and no others."""
    found = {"category": categories(), "unit": units(), "stock_kind": stock_kinds()}
    data = {column.key: row.cells.get(column.key, "") for column in COLUMNS}
    for key, choices in found.items():
        data[key] = _meant(choices, data[key])
    form = SheetRowForm()
    for key in set(form.fields) - set(shown_fields(row)):
        del form.fields[key]
    for key, field in form.fields.items():
        if key in SWITCHES:
            data[key] = "on" if _is_yes(data[key]) else ""
        elif not data[key] and field.initial not in (None, ""):
            data[key] = str(field.initial)
    form.data, form.is_bound = {key: value for key, value in data.items() if value}, True
    form.cleaned_data = {}
    vars(form)["_errors"] = ErrorDict(renderer=form.renderer)  # it was judged already, beside the other rows
    for column, words in row.complaints:
        form.add_error(column if column in form.fields else None, words)
    return form


def cells_of(row: SheetRow, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as cells; `use_price` is the button that takes the price as we understood it."""
    cells = {}
    for key in shown_fields(row):
        cells[key] = ("Ya" if typed.get(key) else "Tidak") if key in SWITCHES else typed.get(key, "").strip()
    if typed.get("use_price"):
        cells["unit_price_idr"] = typed["use_price"]
    return cells


def price_meant(row: SheetRow) -> int | None:
    """“54,500” is 54.500 to whoever is used to English numbers: said as a question, never taken silently."""
    typed = row.cells.get("unit_price_idr", "")
    if any(column == "unit_price_idr" for column, _words in row.problems) and re.search(r"\d,\d{3}(?!\d)", typed):
        price = int(re.sub(r"[^0-9]", "", typed)[:12] or 0)
        return price if 0 < price <= HIGHEST_PRICE_IDR else None
    return None


def _meant(choices: Choices, text: str) -> str:
    """The value, or the nearest one: chosen beforehand, and still complained of."""
    try:
        return choices.find(text) if text else ""
    except ValidationError as error:
        nearest = (error.params or {}).get("nearest")
        return choices.find(nearest) if nearest else ""


def _is_yes(text: str) -> bool:
    try:
        return not text or yes_and_no().find(text) == "yes"
    except ValidationError:
        return True
