"""When the past happened: card billing periods, and the office hours of one purchase inside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from marketplace.demo.world import World
from marketplace.kernel.calendar import is_working_day

#: Days after the cut on which each paper of a bill is signed.
PAPER_DAYS = {
    "import": 1,
    "list": 2,
    "verify": 3,
    "note": 3,
    "request": 4,
    "check": 4,
    "order": 5,
    "disburse": 6,
    "repay": 7,
}
LAST_PAPER = max(PAPER_DAYS.values())
CUT_DAY, YEAR_END_CUT = 15, 22
SHORTEST = timedelta(days=5)


@dataclass(frozen=True)
class Period:
    """One billing period: charges from `first` to `cut`, both included, and papers in the days after."""

    number: int
    first: date
    cut: date

    @property
    def year(self) -> int:
        return self.cut.year

    def paper_day(self, name: str) -> date:
        return self.cut + timedelta(days=PAPER_DAYS[name])


def recent_from(world: World) -> date:
    """The first day of what is told step by step: a month back, but never across the year's end."""
    return max(date(world.start_day.year, 1, 1), world.start_day - timedelta(days=30))


def periods(world: World) -> list[Period]:
    """Billing periods that are over, papers and all, before the recent weeks; in December everything ends early."""
    found: list[Period] = []
    for year in world.years:
        opens = max(world.first_day, date(year, 1, 2))
        closes = min(date(year, 12, 30), recent_from(world) - timedelta(days=1)) - timedelta(days=LAST_PAPER)
        cuts = [date(year, month, CUT_DAY) for month in range(1, 13)] + [date(year, 12, YEAR_END_CUT)]
        usual = [cut for cut in cuts if opens + SHORTEST <= cut <= closes]
        if closes >= opens + SHORTEST and (not usual or closes - usual[-1] >= SHORTEST):
            usual.append(closes)
        for cut in usual:
            found.append(Period(len(found), opens, cut))
            opens = cut + timedelta(days=1)
    return found


class OfficeHours:
    """The working time from one day to another as one line from 0 to 1: eight to four, weekends left out."""

    def __init__(self, world: World, first: date, last: date) -> None:
        span = [first + timedelta(days=step) for step in range((last - first).days + 1)]
        self.days = [day for day in span if is_working_day(day, overrides={})] or span
        self.world = world

    def at(self, share: float) -> datetime:
        place = min(max(share, 0.0), 0.999_999) * len(self.days)
        seconds = int((place - int(place)) * 8 * 3_600)
        return self.world.moment(self.days[int(place)], 8) + timedelta(seconds=seconds)
