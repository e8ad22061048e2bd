"""NIK, the population number: PP RR SS DD MM YY NNNN, with 40 added to the day for women.

It proves a form, not a person; neither identity nor gender is ever decided from it. Source  Permendagri 73/2022.
"""

from __future__ import annotations

import re
from datetime import date

from vendors.registries.base import Format, bare

PROVINCES = frozenset(
    re.findall(
        r"[0-9]{2}",
        "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 "
        "91 92 93 94 95 96",
    )
)
ADULT_AGE = 17


def check_nik(text: str, *, today: date) -> Format:
    """Codes  FORMAT, PROVINCE, REGION, DATE, SERIAL."""
    number = bare(text)
    if not re.fullmatch(r"[0-9]{16}", number):
        return Format(number, "FORMAT", {"digits": len(number)})
    if number[:2] not in PROVINCES:
        return Format(number, "PROVINCE")
    if number[2:4] == "00" or number[4:6] == "00":
        return Format(number, "REGION")
    born = _born(number, today)
    if born is None:
        return Format(number, "DATE")
    if number[12:] == "0000":
        return Format(number, "SERIAL")
    return Format(number, facts={"born": born, "sex": "F" if int(number[6:8]) > 40 else "M"})


def _born(number: str, today: date) -> date | None:
    """The century that gives a real day, and in ours an adult."""
    day, month, short_year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    day -= 40 if day > 40 else 0
    for century in (2000, 1900):
        try:
            born = date(century + short_year, month, day)
        except ValueError:
            continue
        if born <= today and (century == 1900 or _age(born, today) >= ADULT_AGE):
            return born
    return None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
