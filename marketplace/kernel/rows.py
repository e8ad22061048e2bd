"""Rows as the models made them, given to a function in the database that writes several tables at once.

The function spreads them with `jsonb_populate_recordset(NULL::the_table, rows)`, so a new column needs no change there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model


def rows_of(instances: Iterable[Model]) -> str:
    """One JSON object per row, by column. A row without a key leaves it to the database."""
    return json.dumps([_row(one) for one in instances], default=_plain, ensure_ascii=False)


def row_of(instance: Model) -> str:
    """The same of one row."""
    return json.dumps(_row(instance), default=_plain, ensure_ascii=False)


def _row(instance: Model) -> dict[str, Any]:
    return {str(field.column): getattr(instance, field.attname) for field in instance._meta.concrete_fields}


def _plain(value: Any) -> Any:
    """Instants keep their microseconds. Raises TypeError for what no column of ours holds."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{value!r} is not a value of a row")
