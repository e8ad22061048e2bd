"""Purchases of the months before that came to nothing: cancelled, declined, or never chosen in time."""

from __future__ import annotations

from collections import deque
from datetime import date, datetime, timedelta

from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import office_days, recent_from
from marketplace.demo.past.plan import first_order_day
from marketplace.demo.progress import Progress
from marketplace.demo.recent.clock import Clock
from marketplace.demo.recent.shopping import Shopping
from marketplace.demo.recent.stages import STAGES, Recent
from marketplace.demo.recent.walk import Walker
from marketplace.demo.world import World
from marketplace.kernel.calendar import local_day

#: Of a hundred orders so many, but never more than this: each takes its steps through the use cases.
PERCENT, MOST = 2, 60
STAGES_OF_ENDED = ("cancelled", "declined", "lapsed", "cancelled", "declined")
#: Working days kept free for the steps.
ROOM = 10
#: Those begun so soon after a period's first day come before its bulk, whose first orders are some weeks older.
SOON = timedelta(days=10)


class Ended:
    """Makes them in time with the finished past, since numbers are drawn as they are made."""

    def __init__(self, world: World, desks: dict[str, Desk], progress: Progress) -> None:
        self.waiting = deque(came_to_nothing(world, desks))
        self.shopping = Shopping(Walker(world, Clock(world)), progress)

    def before(self, first: date) -> None:
        """Those whose time has come when a billing period that begins on `first` is written."""
        while self.waiting and local_day(self.waiting[0].moments[0]) < first + SOON:
            self.shopping.make(self.waiting.popleft())


def came_to_nothing(world: World, desks: dict[str, Desk]) -> list[Recent]:
    """Spread over the year of the start day, in the order of time; none where it has just begun."""
    year = world.start_day.year
    days = office_days(first_order_day(world, year), recent_from(world))[ROOM // 2 : -ROOM]
    codes = sorted(desks)
    count = min(max(world.size.orders * PERCENT // 100, 1), MOST) if days else 0
    found = []
    for place in range(count):
        dice = world.dice("came to nothing", place)
        stage = STAGES_OF_ENDED[place % len(STAGES_OF_ENDED)]
        began = days[len(days) * place // count]
        after = office_days(began, began + timedelta(days=2 * ROOM))
        moments = tuple(_moment(world, day, dice) for day in after[: len(STAGES[stage][0]) + 1])
        found.append(Recent(world.size.live_orders + place, desks[dice.choice(codes)], stage, moments=moments))
    return found


def _moment(world: World, day, dice) -> datetime:
    return world.moment(day, dice.randint(8, 14), dice.randrange(60), dice.randrange(60))
