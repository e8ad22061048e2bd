"""What offices buy such goods for, and how many at most in one order: `data/uses.csv`, by group and by category."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from marketplace.kernel.tables import BadReferenceTable, read_table

TABLE = Path(__file__).parent / "data" / "uses.csv"
#: From so many pieces on an office asks for tens, from so many for hundreds.
TENS_FROM, HUNDREDS_FROM = 30, 1_000


@dataclass(frozen=True)
class Use:
    most: int
    purposes: tuple[str, ...]

    def purpose(self, dice: random.Random) -> str:
        return dice.choice(self.purposes)


@lru_cache(maxsize=1)
def uses() -> dict[str, Use]:
    """Group or category -> its use; a category without purposes of its own has those of its group.

    Raises BadReferenceTable.
    """
    found: dict[str, Use] = {}
    for row in read_table(TABLE, "category", "most", "purposes"):
        purposes = tuple(row["purposes"].split("|")) if row["purposes"] else ()
        group = found.get(row["category"][:2])
        if not purposes and group is None:
            raise row.wrong("a group needs purposes")
        found[row["category"]] = Use(row.number("most"), purposes or (group.purposes if group else ()))
    return found


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
