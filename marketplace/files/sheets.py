"""Spreadsheets: what one is, by its content, and whether it is safe to open.

An XLSX or ODS is a ZIP of XML: a few kilobytes may unpack to gigabytes, and one cell in the last corner makes a reader
lay out the whole rectangle before it. Both are measured here before any reader sees the file; what cannot be measured
by looking is left to a reader in a process of its own (`catalog/sheets/cells.py`).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from marketplace.files.errors import NotASheet, SheetActive, SheetDamaged, SheetTooWide
from marketplace.files.limits import MAX_SHEET_COLUMNS, MAX_SHEET_DEPTH, MAX_SHEET_INFLATED

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb"<(?:\w+:)?(c|row)\b([^>/]*)>")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})(\d{1,9})["']""")
_REPEATED = re.compile(rb"""number-(rows|columns)-repeated\s*=\s*["'](\d{1,9})["']""")


def ending_of(data: bytes) -> str:
    """`xlsx`, `ods` or `csv`. Raises NotASheet, SheetDamaged, SheetActive, SheetTooWide."""
    if data[:4] == _OLD_OFFICE:  # the format before XLSX, and any office file with a password
        raise SheetDamaged() if b"E\0n\0c\0r\0y\0p\0t" in data else NotASheet()
    if data[:2] == b"PK":
        return _ending_of_archive(data)
    if b"\0" in data[:4096].replace(b"\xff\xfe", b"") and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise NotASheet()
    if data[:4] in (b"%PDF", b"\x89PNG", b"GIF8", b"RIFF") or data[:3] == b"\xff\xd8\xff":
        raise NotASheet()
    return "csv"


def _ending_of_archive(data: bytes) -> str:
    members = _unpacked(data)
    names = set(members)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise SheetActive()
    if "xl/workbook.xml" in names:
        for name, content in members.items():
            if name.startswith("xl/worksheets/"):
                _measure_xlsx(content)
        return "xlsx"
    if members.get("mimetype", b"").strip() == CONTENT_TYPES["ods"].encode() and "content.xml" in names:
        _measure_ods(members["content.xml"])
        return "ods"
    raise NotASheet()


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Everything in the archive, as far as it stays within the limit, whatever its headers say."""
    found, left = {}, MAX_SHEET_INFLATED
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.flag_bits & 1:
                    raise SheetDamaged()
                with archive.open(member) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise SheetTooWide(columns=MAX_SHEET_COLUMNS)
                found[member.filename] = content
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise SheetDamaged() from error
    return found


def _measure_xlsx(xml: bytes) -> None:
    """Where its cells with content lie. Cells that only carry a format are written `<c …/>` and do not count."""
    for found in _CELL.finditer(xml):
        place = _REFERENCE.search(found[2])
        if place and (int(place[2]) > MAX_SHEET_DEPTH or _column(place[1]) > MAX_SHEET_COLUMNS):
            raise SheetTooWide(columns=MAX_SHEET_COLUMNS)


def _column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _measure_ods(xml: bytes) -> None:
    """The empty rest of a sheet is one row repeated a million times; what is written out must stay small."""
    rows = 0
    for found in _REPEATED.finditer(xml):
        times = int(found[2])
        if found[1] == b"rows" and not _is_rest(times, MAX_SHEET_DEPTH):
            rows += times
        if rows > MAX_SHEET_DEPTH:
            raise SheetTooWide(columns=MAX_SHEET_COLUMNS)


def _is_rest(times: int, limit: int) -> bool:
    return times > limit


def without_rest(data: bytes) -> bytes:
    """An ODS whose endless empty rows and columns are one of each, for readers that lay them all out."""

    def short(found: re.Match[bytes]) -> bytes:
        limit = MAX_SHEET_DEPTH if found[1] == b"rows" else MAX_SHEET_COLUMNS
        return found[0] if not _is_rest(int(found[2]), limit) else found[0].replace(found[2], b"1")

    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _unpacked(data).items():
            how = (
                zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )  # a reader looks for its plain bytes
            archive.writestr(name, _REPEATED.sub(short, content) if name == "content.xml" else content, how)
    return made.getvalue()
