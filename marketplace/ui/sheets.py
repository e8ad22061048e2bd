"""Lists as files that a spreadsheet opens: CSV line by line, or XLSX; no cell is ever run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter

#: What a spreadsheet takes for a formula when a cell starts with it (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it, so that nothing is collected in memory."""

    def write(self, text: str) -> str:
        return text


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would run gets an apostrophe in front; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def csv_lines(columns: Sequence[str], table: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file, line by line; starts with a byte order mark so that spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(columns)
    for row in table:
        yield writer.writerow([safe_cell(value) for value in row])


def xlsx_file(columns: Sequence[str], table: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An open file from its beginning. Rows go to disk one by one; text is always written as text.

    Who sends it closes it.
    """
    file = TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, bold)
    for line, row in enumerate(table, start=1):
        for place, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, str(value))
    book.close()
    file.seek(0)
    return file
