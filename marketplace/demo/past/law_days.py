"""The days on which law changed: between two of them one day stands for all, so thousands of look-ups are a few."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.law import LawRow

ONE_DAY = timedelta(days=1)


def law_day(day: date) -> date:
    """The first day on which every limit and rate was what it is on `day`."""
    changes = _changes()
    return changes[max(bisect_right(changes, day) - 1, 0)]


@lru_cache(maxsize=1)
def _changes() -> list[date]:
    rows = LawRow.objects.values_list("valid_from", "valid_to")
    return sorted({first for first, _ in rows} | {last + ONE_DAY for _, last in rows if last})


def office_noon(day: date) -> datetime:
    """A moment of that day, for rules that ask for one."""
    return datetime.combine(day, time(12), JAKARTA)
