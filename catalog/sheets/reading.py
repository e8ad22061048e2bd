"""From the bytes of an upload to rows of text. What the text means is judged by `checking`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from catalog.sheets.cells import CellsUnreadable, cells_apart, tidy
from catalog.sheets.columns import COLUMNS, keys_of_headings
from marketplace.files.errors import SheetDamaged, UploadRefused
from marketplace.files.sheets import without_rest

#: The heading stands in one of the first rows; a title or a note may stand above it.
HEADING_WITHIN = 10
_FORMULA = re.compile(r"^'(?='*[=+\-@\t\r])")


class NoHeading(UploadRefused):
    code = "SHEET_NO_HEADING"
    template = _(
        "Baris judul kolom tidak ditemukan. Pakai templat kami, atau beri judul “{code}” dan “{price}” pada kolomnya."
    )


class NoRows(UploadRefused):
    code = "SHEET_NO_ROWS"
    template = _("Tidak ada baris barang di bawah judul kolom. Isi dulu, lalu unggah lagi.")


class TooManyRows(UploadRefused):
    code = "SHEET_TOO_MANY_ROWS"
    template = _("Lembar ini berisi {rows} baris, paling banyak {most}. Bagi menjadi beberapa berkas.")


@dataclass(frozen=True)
class ReadRow:
    number: int
    cells: dict[str, str]


def read(data: bytes, ending: str) -> list[ReadRow]:
    """The rows with something in them. Raises NoHeading, NoRows, TooManyRows, SheetDamaged."""
    lines = _csv_lines(data) if ending == "csv" else _sheet_lines(data, ending)
    keys: list[str] = []
    rows: list[ReadRow] = []
    for number, line in lines:
        if not keys:
            if number > HEADING_WITHIN:
                break
            keys = _heading(line)
            continue
        cells = {key: unguarded(text) for key, text in zip(keys, line, strict=False) if key}
        if any(cells.values()):
            rows.append(ReadRow(number, {key: cells.get(key, "") for key in keys if key}))
    if not keys:
        raise NoHeading(code=COLUMNS[0].label, price=COLUMNS[4].label)
    if not rows:
        raise NoRows()
    if len(rows) > settings.GOODS_SHEET_ROWS:
        raise TooManyRows(rows=len(rows), most=settings.GOODS_SHEET_ROWS)
    return rows


def unguarded(text: str) -> str:
    """Take off the apostrophe that `writing.guarded` puts before what a spreadsheet would take for a formula."""
    return _FORMULA.sub("", text)


def _heading(line: list[str]) -> list[str]:
    """Column keys, if this row names at least a code or a name, and something beside it."""
    keys = keys_of_headings(line)
    named = {key for key in keys if key}
    return keys if len(named) >= 2 and named & {"code", "name"} else []


def _csv_lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    first = "\n".join(text.splitlines()[:HEADING_WITHIN])
    delimiter = max(";,\t", key=first.count)
    try:
        for number, line in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), start=1):
            yield number, [tidy(cell) for cell in line]
    except csv.Error as error:
        raise SheetDamaged() from error


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, and what older phones and Windows write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _sheet_lines(data: bytes, ending: str) -> list[tuple[int, list[str]]]:
    try:
        return cells_apart(without_rest(data) if ending == "ods" else data)
    except CellsUnreadable as error:
        raise SheetDamaged() from error
