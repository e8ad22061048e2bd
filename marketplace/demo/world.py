"""The size, seed and calendar of a demo world. The same three give the same province."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from marketplace.kernel.calendar import JAKARTA, local_day

#: The hour of the start day at which the seeded past ends.
MORNING = 7


@dataclass(frozen=True)
class Size:
    vendors: int
    products: int
    orders: int
    live_orders: int
    #: Budgets and card limits of a middling office are this many times those of the small world.
    money: int = 1
    photos: int = 20
    #: Only these offices; all 51 when none are named.
    offices: tuple[str, ...] | None = None


TINY_OFFICES = ("DISDIKBUD", "DISKOMINFO", "BPKAD", "SETDA", "BIRO-APBJ", "INSPEKTORAT")

SIZES = {
    "tiny": Size(vendors=14, products=140, orders=42, live_orders=25, photos=2, offices=TINY_OFFICES),
    "small": Size(vendors=300, products=6_000, orders=2_500, live_orders=160),
    "large": Size(vendors=10_000, products=440_000, orders=100_000, live_orders=160, money=20),
}


@dataclass(frozen=True)
class World:
    seed: int
    size_name: str
    start_day: date

    @property
    def size(self) -> Size:
        return SIZES[self.size_name]

    @property
    def first_day(self) -> date:
        """Orders cover the twelve months before the start day."""
        return self.start_day - timedelta(days=365)

    @property
    def years(self) -> list[int]:
        return sorted({self.first_day.year, self.start_day.year})

    @property
    def opened_on(self) -> date:
        """People, budgets and vendors are there before the first order."""
        return date(self.years[0], 1, 1)

    @property
    def closes_on(self) -> date:
        return date(self.start_day.year + 1, 12, 31)

    def dice(self, part: str, number: int = 0) -> random.Random:
        """Randomness of one part alone, so that parts can be run again, apart, and in any number of workers."""
        return random.Random(f"{self.seed}:{part}:{number}")

    def moment(self, day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
        """An instant of office time."""
        return datetime.combine(day, time(hour, minute, second), JAKARTA).astimezone(UTC)

    @property
    def now(self) -> datetime:
        """The last moment of the seeded past: the morning of the start day."""
        return self.moment(self.start_day, MORNING)


def start_day_at(at: datetime) -> date:
    """The day whose morning came last: a world made at six must not hold what happens at seven.

    Not across the year's end, since a year that is over has no budget left to play with.
    """
    today, began = local_day(at), local_day(at - timedelta(hours=MORNING))
    return began if began.year == today.year else today
