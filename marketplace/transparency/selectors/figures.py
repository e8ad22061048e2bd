"""Figures over what was paid, from the read table: one query for all groupings, kept until the table is made anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection

from marketplace.transparency.models import Refresh
from marketplace.transparency.selectors.orders import PublicFilter
from vendors.selectors import active_vendors

SECONDS = 600
#: Cells with fewer vendors could tell what one of them earns (domain reference §9), so their amount is not shown.
FEWEST_VENDORS = 3

_SQL = """
SELECT CASE WHEN GROUPING(month) = 0 THEN 'month' WHEN GROUPING(group_code) = 0 THEN 'group'
            WHEN GROUPING(regency_code) = 0 THEN 'regency' WHEN GROUPING(agency_id) = 0 THEN 'agency' ELSE 'all' END,
       coalesce(month::text, group_code, regency_code, agency_id::text, ''),
       sum(amount_idr)::bigint, count(DISTINCT order_id), count(DISTINCT vendor_id),
       coalesce(sum(amount_idr) FILTER (WHERE is_umkk), 0)::bigint, sum(fair_lines)::bigint, sum(judged_lines)::bigint,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY days_to_pay)
  FROM transparency_spending
 WHERE year = %(year)s AND (%(agency)s::bigint IS NULL OR agency_id = %(agency)s)
   AND (%(regency)s = '' OR regency_code = %(regency)s) AND (%(group)s = '' OR group_code = %(group)s)
 GROUP BY GROUPING SETS ((), (month), (group_code), (regency_code), (agency_id))"""


@dataclass(frozen=True)
class Cell:
    """One month, group, regency or office. `hidden` where fewer than three vendors stand behind the amount."""

    key: str
    amount_idr: int
    orders: int
    vendors: int

    @property
    def hidden(self) -> bool:
        return 0 < self.vendors < FEWEST_VENDORS


@dataclass(frozen=True)
class Figures:
    paid_idr: int = 0
    orders: int = 0
    vendors: int = 0
    umkk_idr: int = 0
    fair_lines: int = 0
    judged_lines: int = 0
    days_to_pay: int | None = None
    active_vendors: int = 0
    refreshed_at: datetime | None = None
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    def by(self, grouping: str) -> list[Cell]:
        """Cells of `month`, `group`, `regency` or `agency`."""
        return self.cells.get(grouping, [])


def figures(wanted: PublicFilter, *, year: int) -> Figures:
    """Two queries the first time after a refresh, one afterwards."""
    refresh = Refresh.objects.first()
    key = f"transparency.figures:{refresh.pk if refresh else 0}:{year}:{_key(wanted)}"
    found = cache.get(key)
    if found is None:
        found = _read(wanted, year, refresh)
        cache.set(key, found, SECONDS)
    return found


def _key(wanted: PublicFilter) -> str:
    return f"{wanted.agency_id or ''}:{wanted.regency_code}:{wanted.group_code}"


def _read(wanted: PublicFilter, year: int, refresh: Refresh | None) -> Figures:
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL,
            {
                "year": year,
                "agency": wanted.agency_id,
                "regency": wanted.regency_code,
                "group": wanted.group_code,
            },
        )
        rows = cursor.fetchall()
    cells: dict[str, list[Cell]] = {}
    whole: tuple[Any, ...] = ()
    for grouping, key, amount, orders, vendors, *rest in rows:
        if grouping == "all":
            whole = (amount, orders, vendors, *rest)
        elif key:
            cells.setdefault(grouping, []).append(Cell(key, amount, orders, vendors))
    for grouping in cells:
        cells[grouping].sort(key=lambda cell: int(cell.key) if grouping == "month" else -cell.amount_idr)
    amount, orders, vendors, umkk, fair, judged, days = whole or (0, 0, 0, 0, 0, 0, None)
    return Figures(
        paid_idr=amount or 0,
        orders=orders,
        vendors=vendors,
        umkk_idr=umkk or 0,
        fair_lines=fair or 0,
        judged_lines=judged or 0,
        days_to_pay=days,
        active_vendors=active_vendors().count(),
        refreshed_at=refresh.at if refresh else None,
        cells=cells,
    )
