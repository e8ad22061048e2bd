"""COPY for rows of our models, blocks of ids, and moments and ids that are the same on every run."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import AutoField, JSONField
from django.db.models.fields import NOT_PROVIDED

Row = dict[str, Any]


def write(model: type[models.Model], rows: Sequence[Row]) -> int:
    """COPY rows, keyed by column (`agency_id`); what a row leaves out takes the model's default.

    All rows name the same columns. Triggers, checks and foreign keys judge them as they judge any INSERT.
    """
    if not rows:
        return 0
    fields = [field for field in model._meta.concrete_fields if field.attname in rows[0] or _has_no_own(field)]
    defaults = {field.attname: _default_of(field) for field in fields}
    ready = [(field.attname, _readier(field)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            # A default may cost: it is made only where the row says nothing.
            copy.write_row([prepare(row[name] if name in row else defaults[name]()) for name, prepare in ready])
    return len(rows)


def _has_no_own(field: models.Field) -> bool:
    """True when the database would not fill the column by itself."""
    return not isinstance(field, AutoField) and field.db_default is NOT_PROVIDED


def _default_of(field: models.Field):
    return field.get_default if field.has_default() or not field.null else lambda: None


def _readier(field: models.Field):
    if isinstance(field, JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if isinstance(field, ArrayField):
        return lambda value: array(value)
    return lambda value: value


def array(values: Iterable[Any]) -> str:
    """PostgreSQL's text form of an array of numbers, words or ids; None becomes NULL."""
    parts = ["NULL" if one is None else f'"{one}"' if isinstance(one, str) else str(one) for one in values]
    return "{" + ",".join(parts) + "}"


def ids(model: type[models.Model], count: int) -> list[int]:
    """A block of fresh primary keys, so that rows of several tables can name each other before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def call_many(statement: str, columns: Sequence[tuple[str, Sequence[Any]]]) -> int:
    """`SELECT f(a, b) FROM unnest(...) AS t(a, b)`: one statement for thousands of calls, made in the given order."""
    if not columns or not columns[0][1]:
        return 0
    casts = ", ".join(f"%s::{kind}[]" for kind, _values in columns)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(unnested=f"unnest({casts})"), [list(values) for _kind, values in columns])
        return cursor.rowcount


def uuid_at(dice: random.Random, at: datetime) -> UUID:
    """A version 7 UUID of a business moment: rows of one time lie together, and the same dice give the same id."""
    value = (int(at.timestamp() * 1000) << 80) | dice.getrandbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(value & ~(0x3 << 62)) | (0x2 << 62))
