"""Tables that come with the project as CSV files: read whole, or refused with file, line and what is wrong there."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path


class BadReferenceTable(Exception):
    """A table cannot be used; the message names file, line and what is wrong."""


class Row(dict[str, str]):
    """One line of a table, which knows where it stands. Each reading raises BadReferenceTable."""

    def __init__(self, values: dict[str, str], *, file: Path, line: int) -> None:
        super().__init__(values)
        self.place = f"{file.name}, line {line}"

    def wrong(self, text: str) -> BadReferenceTable:
        return BadReferenceTable(f"{self.place}: {text}")

    def number(self, column: str) -> int:
        if not (self[column].isascii() and self[column].isdigit()):
            raise self.wrong(f"{column} “{self[column]}” is not a whole number")
        return int(self[column])

    def decimal(self, column: str) -> Decimal:
        try:
            return Decimal(self[column])
        except InvalidOperation:
            raise self.wrong(f"{column} “{self[column]}” is not a number") from None

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            raise self.wrong(f"{column} “{self[column]}” is not a day such as 2026-01-31") from None


def read_table(file: Path, *columns: str) -> list[Row]:
    """All rows; each has every column, and a value in the first. Raises BadReferenceTable."""
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = set(columns) - set(reader.fieldnames or [])
            if missing:
                raise BadReferenceTable(f"{file.name}: column {', '.join(sorted(missing))} is missing")
            return [_checked(values, columns, file, reader.line_num) for values in reader]
    except FileNotFoundError:
        raise BadReferenceTable(f"{file.name} is missing") from None
    except UnicodeDecodeError:
        raise BadReferenceTable(f"{file.name} is not UTF-8 text") from None
    except csv.Error as error:
        raise BadReferenceTable(f"{file.name}, after line {reader.line_num}: {error}") from None


def _checked(values: dict[str, str], columns: tuple[str, ...], file: Path, line: int) -> Row:
    row = Row(values, file=file, line=line)
    if None in values:
        raise row.wrong("more values than columns")
    for column in columns:
        if values[column] is None or (column == columns[0] and not values[column].strip()):
            raise row.wrong(f"{column} is missing")
    return row


@contextlib.contextmanager
def loading(file: Path) -> Iterator[None]:
    """What the database says against rows of `file` is said of the file. Raises BadReferenceTable."""
    from django.db import DataError, IntegrityError, connection

    try:
        yield
        connection.check_constraints()
    except (DataError, IntegrityError) as error:
        words = " ".join(str(error).split("\n")[:2])
        raise BadReferenceTable(f"{file.name}: {words}") from error
