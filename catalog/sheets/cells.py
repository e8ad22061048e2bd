"""The cells of a spreadsheet, read in a process of its own: a few kilobytes of XML may ask for gigabytes of memory.

`files.sheets` measures what is easily measured; whatever else is in a file can only end this process, not the one that
serves pages. It runs as a script, without Django, so that it starts at once.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

#: No cell of ours holds more.
MOST_LETTERS = 8_000
MOST_LETTERS_IN_ALL = 40_000_000
MOST_ROWS = 20_000
MOST_MEMORY = 1 << 30
MOST_SECONDS = 20


class CellsUnreadable(Exception):
    """The reader ended without an answer: not a spreadsheet, or one that wants too much."""


def cells_apart(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that hold something, each with its number. Raises CellsUnreadable."""
    command = [sys.executable, "-I", str(Path(__file__))]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=2 * MOST_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise CellsUnreadable() from error
    return [(number, cells) for number, cells in map(json.loads, done.stdout.splitlines())]


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()[:MOST_LETTERS]


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell!r}".replace(".", ",")
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return tidy(str(cell))


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet. A formula gives the value that was last seen in its cell."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
    if sheet.total_height > MOST_ROWS:
        raise SystemExit(1)
    letters = 0
    for number, line in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_text(cell) for cell in line]
        letters += sum(map(len, cells))
        if letters > MOST_LETTERS_IN_ALL:
            raise SystemExit(1)
        if any(cells):
            yield number, cells


def _keep_small() -> None:
    if os.name != "posix":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _keep_small()
    for row in _lines(sys.stdin.buffer.read()):
        sys.stdout.write(json.dumps(row) + "\n")
