"""What offices spent outside the marketplace, as the region's finance system reports it at the end of a month."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from marketplace.demo.cast import OFFICES
from marketplace.demo.world import World
from marketplace.kernel.money import Rupiah
from payments.budget.models import BudgetLine
from payments.budget.selectors import released_on_lines
from payments.budget.services import import_external_use

#: Of a whole year's ceiling so much is spent by every road together; offices that can be played keep ample room.
SPENT, SPENT_WHERE_PLAYED = (0.55, 0.97), (0.58, 0.68)
SPENT_AT_YEARS_END = (0.86, 0.98)


@transaction.atomic
def seed_external_use(world: World) -> dict[str, int]:
    """After all purchases, so that none finds its money gone. Done again, it reports the same."""
    told = {}
    month_end = world.start_day.replace(day=1) - timedelta(days=1)
    for year in world.years:
        as_of = min(month_end, date(year, 12, 31))
        if as_of.year == year:
            told[year] = _used_elsewhere(world, year, as_of)
            import_external_use(used=told[year], as_of=as_of)
    return {"lines_used_elsewhere": sum(map(len, told.values()))}


def _used_elsewhere(world: World, year: int, as_of: date) -> dict[int, Rupiah]:
    used: dict[int, Rupiah] = {}
    lines = BudgetLine.objects.filter(fiscal_year=year).select_related("agency").order_by("id")
    released = released_on_lines(line.pk for line in lines)
    for line in lines:
        low, high = SPENT_WHERE_PLAYED if line.agency.short_code in OFFICES else SPENT
        if year < world.start_day.year:
            low, high = SPENT_AT_YEARS_END
        share = as_of.timetuple().tm_yday / 366 * world.dice("external use", line.pk).uniform(low, high)
        here = line.held.idr + line.realised_idr
        elsewhere = min(int(line.ceiling_idr * share), released[line.pk].idr) - here
        if elsewhere > 0:
            used[line.pk] = Rupiah(elsewhere // 1_000 * 1_000)
    return used
