"""PDF uploads: kept as they are, so they are only taken when they hold nothing that acts.

A scan of names, not a full parser: it undoes the #xx spelling of names and looks into compressed object streams, within
a limit. Downloads are attachments besides, so that even what slips through is never opened on our own address.
"""

from __future__ import annotations

import re
import zlib

from marketplace.files.errors import NotADocument, PdfActive, PdfDamaged, PdfLocked
from marketplace.files.limits import MAX_PDF_INFLATED

_ACTIVE = (
    b"JavaScript",
    b"JS",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"RichMedia",
    b"EmbeddedFile",
    b"XFA",
    b"GoToE",
)
_NAME = re.compile(rb"/(" + b"|".join(_ACTIVE) + rb")(?![A-Za-z0-9_])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(<<(?:(?!endobj).){0,2000}?/ObjStm(?:(?!endobj).){0,2000}?>>)\s*stream\r?\n", re.S)


def is_pdf(head: bytes) -> bool:
    return head.startswith(b"%PDF-1.") or head.startswith(b"%PDF-2.")


def check(data: bytes) -> None:
    """Raises NotADocument, PdfDamaged, PdfLocked, PdfActive."""
    if not is_pdf(data[:16]):
        raise NotADocument()
    if b"%%EOF" not in data[-2048:]:
        raise PdfDamaged()
    plain = _names_spelled_out(data)
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", plain):
        raise PdfLocked()
    for part in (plain, *map(_names_spelled_out, _object_streams(data))):
        if found := _NAME.search(part):
            raise PdfActive(found=found.group(1).decode())


def _names_spelled_out(data: bytes) -> bytes:
    return _HEX.sub(lambda match: bytes([int(match.group(1), 16)]), data)


def _object_streams(data: bytes) -> list[bytes]:
    """Inflated object streams, where newer writers put their dictionaries. Raises PdfDamaged beyond the limit."""
    inflated, left = [], MAX_PDF_INFLATED
    for match in _STREAM.finditer(data):
        machine = zlib.decompressobj()
        try:
            text = machine.decompress(data[match.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        if left <= 0:
            raise PdfDamaged()
        inflated.append(text)
    return inflated
