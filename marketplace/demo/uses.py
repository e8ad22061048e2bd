"""What offices buy such goods for, and how many at most in one order: `data/uses.csv`, by group and by category."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.accounts.models import Agency
from marketplace.kernel.tables import BadReferenceTable, Row, read_table

TABLE = Path(__file__).parent / "data" / "uses.csv"
#: From so many pieces on an office asks for tens, from so many for hundreds.
TENS_FROM, HUNDREDS_FROM = 30, 1_000


#: A purpose, and in brackets the offices, by short code or kind, that have it; without brackets all have it.
PURPOSE = re.compile(r"([^\[\]]+?)(?: \[([^\[\]]+)\])?")


@dataclass(frozen=True)
class Use:
    most: int
    purposes: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=1)
def uses() -> dict[str, Use]:
    """Group or category -> its use; a category without purposes of its own has those of its group.

    Raises BadReferenceTable.
    """
    found: dict[str, Use] = {}
    for row in read_table(TABLE, "category", "most", "purposes"):
        purposes = tuple(_purpose(text, row) for text in row["purposes"].split("|")) if row["purposes"] else ()
        group = found.get(row["category"][:2])
        if not purposes and group is None:
            raise row.wrong("a group needs purposes")
        found[row["category"]] = Use(row.number("most"), purposes or (group.purposes if group else ()))
    return found


def _purpose(text: str, row: Row) -> tuple[str, frozenset[str]]:
    """Raises BadReferenceTable."""
    if not (found := PURPOSE.fullmatch(text)):
        raise row.wrong(f"purpose “{text}” is not “text” or “text [OFFICE kind]”")
    return found[1], frozenset((found[2] or "").split())


def purposes_at(agency: Agency, category: str) -> tuple[str, ...]:
    """What this office may buy such goods for; empty where it has no use for them."""
    return _purposes(category, agency.short_code, agency.kind)


@lru_cache(maxsize=20_000)
def _purposes(category: str, *office: str) -> tuple[str, ...]:
    return tuple(text for text, offices in use_of(category).purposes if not offices or offices & set(office))


def use_of(category: str) -> Use:
    known = uses()
    return known.get(category) or known[category[:2]]


def check_uses(groups: set[str]) -> None:
    """Raises BadReferenceTable where a group of categories has no line."""
    if missing := groups - uses().keys():
        raise BadReferenceTable(f"{TABLE.name}: group {min(missing)} has no line")


def rounded(quantity: int) -> int:
    """As people order: 183 are 180."""
    step = 100 if quantity >= HUNDREDS_FROM else 10 if quantity >= TENS_FROM else 1
    return quantity // step * step
