"""Compiles translations (.po to .mo) with Babel, so that running needs no gettext."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from marketplace.embedded.fingerprint import PACKAGES
from marketplace.embedded.problems import Problem, explain_os_error
from marketplace.embedded.state import CHECKOUT


def translation_files(checkout: Path = CHECKOUT) -> list[Path]:
    places = [checkout / "locale", *(checkout / package for package in PACKAGES)]
    return sorted({path for place in places for path in place.rglob("LC_MESSAGES/*.po")})


def compile_messages(checkout: Path = CHECKOUT) -> int:
    """Compile what is newer than its result; returns how many. A fuzzy entry is not used."""
    stale = [
        po
        for po in translation_files(checkout)
        if not po.with_suffix(".mo").exists() or po.with_suffix(".mo").stat().st_mtime_ns < po.stat().st_mtime_ns
    ]
    for po in stale:
        compile_one(po)
    return len(stale)


def compile_one(po: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parts[-3], abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise Problem(f"{po} cannot be read as a translation file: {error}.") from error
    try:
        handle, name = tempfile.mkstemp(dir=po.parent, prefix=".mo-")
        with os.fdopen(handle, "wb") as target:
            write_mo(target, catalog)
        Path(name).chmod(0o644)
        Path(name).replace(po.with_suffix(".mo"))
    except OSError as error:
        raise explain_os_error(error, doing=f"compiling {po}") from error


def main() -> int:
    try:
        count = compile_messages()
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    print(f"{count} translation files compiled" if count else "translations are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
