"""Moments of the last weeks, counted back in working days from the morning of the start day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from marketplace.demo.past.periods import recent_from
from marketplace.demo.world import World
from marketplace.kernel.calendar import is_working_day

#: The oldest thing told here, in working days.
OLDEST = 20.0


class Clock:
    """`at(3.5)` is three and a half working days ago, in office hours; squeezed where the year has just begun."""

    def __init__(self, world: World) -> None:
        first, last = recent_from(world), world.start_day - timedelta(days=1)
        span = [last - timedelta(days=step) for step in range((last - first).days + 1)]
        self.days = [day for day in span if is_working_day(day, overrides={})]
        self.world = world
        self.opened = world.moment(first, 0, 10)

    def since(self, day: date) -> float:
        """How long ago that day ended, as `at` counts."""
        return sum(later > day for later in self.days) * OLDEST / min(OLDEST, len(self.days) - 0.01)

    def at(self, days_ago: float) -> datetime:
        share = min(max(days_ago / OLDEST, 0.0), 1.0)
        if len(self.days) < 3:
            whole = (self.world.now - timedelta(minutes=10) - self.opened).total_seconds()
            return self.opened + timedelta(seconds=int(whole * (1 - share)))
        place = share * min(OLDEST, len(self.days) - 0.01)
        day = self.days[min(int(place), len(self.days) - 1)]
        return self.world.moment(day, 16) - timedelta(seconds=int((place - int(place)) * 8 * 3_600))
