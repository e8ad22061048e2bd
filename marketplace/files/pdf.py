"""PDF uploads: kept as they are, so they are only taken when they hold nothing that acts.

A scan of names, not a full parser: it undoes the #xx spelling of names and looks into compressed object streams, within
a limit. Downloads are attachments besides, so that even what slips through is never opened on our own address.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from itertools import islice

from marketplace.files.errors import NotADocument, PdfActive, PdfDamaged, PdfLocked
from marketplace.files.limits import MAX_DOCUMENT_BYTES, MAX_PDF_INFLATED

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
#: `/ObjStm`, each letter also in its #xx spelling.
_OBJECT_STREAM = re.compile(
    b"/" + b"".join(b"(?:%c|#%x|#%X)" % (letter, letter, letter) for letter in b"ObjStm") + rb"(?![A-Za-z0-9_#])"
)
_BEGIN = re.compile(rb"(?<!end)stream\r?\n")
#: A dictionary before its stream is far shorter; what looks like several beginnings is tried as several.
_DICTIONARY_BYTES = 8_000
_MOST_BEGINNINGS = 8
_CHUNK = 65_536
#: Compressed bytes that are read at most: streams that overlap on purpose are not worth more.
_MOST_READ = 4 * MAX_DOCUMENT_BYTES


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
    """Inflated object streams, where newer writers put their dictionaries. Raises PdfDamaged beyond the limits.

    In a time that grows with the file and no faster, whatever the file repeats: it is other people's.
    """
    found, budget = [], _Budget(inflated=MAX_PDF_INFLATED, read=_MOST_READ)
    marks = [match.end() for match in _OBJECT_STREAM.finditer(data)]
    for mark, next_mark in zip(marks, [*marks, len(data)][1:], strict=True):
        end = min(next_mark, mark + _DICTIONARY_BYTES)
        for begin in islice(_BEGIN.finditer(data, mark, end), _MOST_BEGINNINGS):
            found.append(_inflated(data, begin.end(), budget))
    return found


@dataclass
class _Budget:
    """What is still read and inflated of one file."""

    inflated: int
    read: int

    def spend(self, *, inflated: int, read: int) -> None:
        """Raises PdfDamaged when nothing is left."""
        self.inflated -= inflated
        self.read -= read
        if self.inflated <= 0 or self.read < 0:
            raise PdfDamaged()


def _inflated(data: bytes, start: int, budget: _Budget) -> bytes:
    """What can be inflated from here on: to the stream's end, or to where it breaks."""
    machine = zlib.decompressobj()
    parts: list[bytes] = []
    for place in range(start, len(data), _CHUNK):
        rest = data[place : place + _CHUNK]
        while rest and not machine.eof:
            try:
                part = machine.decompress(rest, _CHUNK * 16)
            except zlib.error:
                budget.spend(inflated=0, read=len(rest))
                return b"".join(parts)
            budget.spend(inflated=len(part), read=len(rest) - len(machine.unconsumed_tail))
            parts.append(part)
            rest = machine.unconsumed_tail
        if machine.eof:
            break
    return b"".join(parts)
