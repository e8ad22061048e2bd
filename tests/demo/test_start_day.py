"""The day on which a new world begins its play: nothing in it may lie ahead of the clock."""

from datetime import date, datetime

import pytest

from marketplace.demo.world import World, start_day_at
from marketplace.kernel.calendar import JAKARTA


@pytest.mark.parametrize(
    ("made", "day"),
    [
        (datetime(2026, 11, 28, 6, 59, tzinfo=JAKARTA), date(2026, 11, 27)),
        (datetime(2026, 11, 28, 7, 0, tzinfo=JAKARTA), date(2026, 11, 28)),
        (datetime(2028, 3, 1, 0, 30, tzinfo=JAKARTA), date(2028, 2, 29)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=JAKARTA), date(2026, 12, 31)),
    ],
)
def test_a_world_ends_before_it_is_made(made, day):
    assert start_day_at(made) == day
    assert World(seed=1, size_name="tiny", start_day=day).now <= made


def test_the_first_morning_of_a_year_stays_in_it():
    assert start_day_at(datetime(2027, 1, 1, 3, 0, tzinfo=JAKARTA)) == date(2027, 1, 1)
