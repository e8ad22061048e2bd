"""NPWP, the tax number, of 15 and of 16 digits, and NITKU, the number of a place of business.

Source  PMK 112/2022 as amended by PMK 136/2023; PER-6/PJ/2024: persons use their NIK, others "0" and the old number.
"""

from __future__ import annotations

import re
from datetime import date

from vendors.registries.base import Format, bare
from vendors.registries.nik import check_nik


def luhn_ok(digits: str) -> bool:
    """From the right, every second digit is doubled (less nine when above nine); the sum ends in zero."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def to16(npwp15: str) -> str:
    """For entities only: a person's old number becomes the NIK, never a padded old number."""
    return "0" + npwp15


def check_npwp(text: str, *, today: date) -> Format:
    """Either length; the value is the 16-digit form for what is not a person's NIK.

    A few very old numbers are said to fail the check digit, so CHECK_DIGIT is soft: a verifier may take it with proof.
    Codes  FORMAT, LENGTH, CHECK_DIGIT, and those of the NIK.
    """
    number = bare(text)
    if not re.fullmatch(r"[0-9]*", number):
        return Format(number, "FORMAT")
    if len(number) == 15:
        return Format(to16(number), "" if luhn_ok(number[:9]) else "CHECK_DIGIT", {"old": number})
    if len(number) != 16:
        return Format(number, "LENGTH", {"digits": len(number)})
    if number[0] == "0":
        return Format(number, "" if luhn_ok(number[:10]) else "CHECK_DIGIT")
    return check_nik(number, today=today)


def check_nitku(text: str, *, today: date) -> Format:
    """22 digits: the 16-digit NPWP and a running number, 000000 for the head office. Codes  LENGTH and those above."""
    number = bare(text)
    if not re.fullmatch(r"[0-9]{22}", number):
        return Format(number, "LENGTH", {"digits": len(number)})
    inner = check_npwp(number[:16], today=today)
    return Format(number, inner.code, inner.facts)


def is_person(npwp16: str) -> bool:
    """Whether a 16-digit NPWP is a NIK."""
    return not npwp16.startswith("0")
