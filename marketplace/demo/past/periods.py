"""When the past happened: card billing periods, the papers after their cut, and the days on which an office works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from marketplace.demo.past.law_days import ONE_DAY, law_day
from marketplace.demo.world import World
from marketplace.kernel.calendar import add_working_days, is_working_day
from marketplace.kernel.law import limit_on

#: Each paper of a bill: working days after the one before it, and the hour.
PAPERS = (
    ("import", 1, 8), ("list", 1, 9), ("verify", 1, 9), ("note", 0, 13), ("request", 1, 9), ("check", 0, 11),
    ("order", 1, 10), ("disburse", 1, 10), ("repay", 1, 11),
)  # fmt: skip
#: Law gives these so many days, weekends counted: what a weekend would make late is signed two hours later instead.
IN_DAYS = {"order": "deadline.spm_days", "disburse": "deadline.sp2d_days"}
CUT_DAY, LAST_DAY = 15, 30
#: The shortest period, and how long after the cut the bank wants its money.
SHORTEST, DUE = timedelta(days=5), timedelta(days=15)


@lru_cache(maxsize=64)
def office_days(first: date, last: date) -> tuple[date, ...]:
    """The province's working days from `first` to `last`."""
    every = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(day for day in every if is_working_day(day))


@lru_cache(maxsize=4_096)
def next_office_day(day: date) -> date:
    """That day, or the first after it on which an office works."""
    return add_working_days(day - ONE_DAY, 1)


@lru_cache(maxsize=512)
def papers_from(day: date) -> dict[str, tuple[date, int]]:
    """Day and hour of each paper of a bill whose next step may be taken after `day`."""
    found, hour = {}, 0
    for name, wait, own_hour in PAPERS:
        signed = add_working_days(day, wait)
        if name in IN_DAYS and (signed - day).days > limit_on(IN_DAYS[name], law_day(day)):
            signed, own_hour = day, hour + 2
        day, hour = signed, own_hour
        found[name] = day, hour
    return found


def repaid_on(cut: date) -> date:
    """The day of the last paper of a bill that is dealt with at once."""
    return papers_from(cut)["repay"][0]


@dataclass(frozen=True)
class Period:
    """One billing period: charges from `first` to `cut`, both included, and papers until `last`.

    One that is not billed ends with the past: its charges stand on no bill yet, or on one that is still under way.
    """

    number: int
    first: date
    cut: date
    last: date
    billed: bool = True

    @property
    def year(self) -> int:
        return self.cut.year

    def papers(self, wait: int) -> dict[str, tuple[date, int]]:
        """Day and hour of each paper where the bill lies `wait` working days first, if there is time for that."""
        slow = papers_from(add_working_days(self.cut, wait))
        return slow if slow["repay"][0] <= self.last else papers_from(self.cut)


def recent_from(world: World) -> date:
    """The first day of what is told step by step: a month back, but never across the year's end."""
    return max(date(world.start_day.year, 1, 1), world.start_day - timedelta(days=30))


def open_cut(world: World) -> date | None:
    """When the bills that are still under way were cut: on the last 15th, or on a day that leaves time for all papers.

    None where the year has just begun, or holidays leave too few days: such bills are cut here and there.
    """
    yesterday = world.start_day - ONE_DAY
    usual = yesterday.replace(day=CUT_DAY) if yesterday.day >= CUT_DAY else None
    for cut in (usual, *(world.start_day - timedelta(days=days) for days in range(12, DUE.days + 1))):
        if cut and cut + DUE >= world.start_day and cut.year == world.start_day.year and repaid_on(cut) <= yesterday:
            return cut
    return None


def billed_until(world: World) -> date:
    """An office whose bills are under way has no other bill that was cut later than this."""
    cut = open_cut(world)
    return max(cut - timedelta(days=20), date(cut.year, 1, 1)) if cut else recent_from(world)


def periods(world: World) -> list[Period]:
    """Billing periods that are over, papers and all, and what came after the last cut; December's cut comes early."""
    found: list[Period] = []
    for year in world.years:
        opens = max(world.first_day, date(year, 1, 2))
        last = min(date(year, 12, LAST_DAY), world.start_day - ONE_DAY)
        cuts = [date(year, month, CUT_DAY) for month in range(1, 13)]
        if is_over := last == date(year, 12, LAST_DAY):
            cuts[-1] = last
            while repaid_on(cuts[-1]) > last:
                cuts[-1] -= ONE_DAY
        for cut in cuts:
            if opens + SHORTEST <= cut and repaid_on(cut) <= last:
                found.append(Period(len(found), opens, cut, min(last, cut + DUE)))
                opens = cut + ONE_DAY
        if not is_over and opens + SHORTEST <= last:
            found.append(Period(len(found), opens, last, last, billed=False))
    return found
