"""Days as the office counts them: Jakarta time, working days, fiscal years.

National holidays and joint leave (*cuti bersama*) come from the `holidays` library; a site's own rows override them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.core.cache import cache
from django.db import models

JAKARTA = ZoneInfo("Asia/Jakarta")
_KEPT = "calendar:site"


class CalendarDay(models.Model):
    """A site's own word on one day, over the national calendar."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=200)

    class Meta:
        app_label = "kernel"
        ordering = ["day"]


@lru_cache(maxsize=16)
def _national(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("ID", years=year, categories=("government", "public")))


def local_day(at: datetime) -> date:
    """The office's day of an instant."""
    return at.astimezone(JAKARTA).date()


def fiscal_year(at: datetime | date) -> int:
    """1 January to 31 December (UU 17/2003 art. 4)."""
    return (local_day(at) if isinstance(at, datetime) else at).year


def is_working_day(day: date, *, overrides: dict[date, bool] | None = None) -> bool:
    if overrides is None:
        overrides = _overrides()
    if day in overrides:
        return overrides[day]
    return day.weekday() < 5 and day not in _national(day.year)


def _overrides() -> dict[date, bool]:
    """Every day that the site has a word on: few. Kept for a minute, as law is."""
    days = cache.get(_KEPT)
    if days is None:
        days = dict(CalendarDay.objects.values_list("day", "is_working"))
        cache.set(_KEPT, days, 60)
    return days


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days after `day` (`day` itself not counted)."""
    overrides = _overrides()
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, overrides=overrides):
            count -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; 0 when `last` is not later."""
    overrides = _overrides()
    span = (last - first).days
    return sum(is_working_day(first + timedelta(days=step), overrides=overrides) for step in range(1, span + 1))
