"""NIB, the business number: 13 digits. Source  PP 28/2025 (before it PP 5/2021)."""

from __future__ import annotations

import re

from vendors.registries.base import Format, bare

DIGITS = 13


def check_nib(text: str) -> Format:
    """No public check digit is known, so only length and the obviously invented are judged.

    Codes  FORMAT, LENGTH, REPEATED.
    """
    number = bare(text)
    if not re.fullmatch(r"[0-9]*", number):
        return Format(number, "FORMAT")
    if len(number) != DIGITS:
        return Format(number, "LENGTH", {"digits": len(number)})
    if len(set(number)) == 1:
        return Format(number, "REPEATED")
    return Format(number)
