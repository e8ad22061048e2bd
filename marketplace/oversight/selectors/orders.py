"""All purchases of all offices, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import JAKARTA
from orders.labels import FILTERS
from orders.models import ProcurementOrder
from orders.selectors.orders import for_lists, orders_visible_to


@dataclass(frozen=True)
class OrderFilter:
    """What an auditor looks for; empty fields do not narrow."""

    text: str = ""
    agency_id: int | None = None
    state: str = ""
    least_idr: int | None = None
    first: date | None = None
    last: date | None = None


def start_of(day: date) -> datetime:
    """The instant at which a day begins in the office."""
    return datetime.combine(day, time.min, tzinfo=JAKARTA)


def orders_for_audit(actor: Actor, wanted: OrderFilter) -> QuerySet[ProcurementOrder]:
    """Newest first; one query when read, however it is filtered."""
    orders = for_lists(orders_visible_to(actor))
    if wanted.text:
        text = wanted.text.strip()
        orders = orders.filter(
            Q(number__iexact=text)
            | Q(title__icontains=text)
            | Q(vendor__legal_name__icontains=text)
            | Q(vendor__trade_name__icontains=text)
        )
    if wanted.agency_id:
        orders = orders.filter(agency_id=wanted.agency_id)
    if wanted.state in FILTERS:
        orders = orders.filter(state__in=FILTERS[wanted.state][1])
    if wanted.least_idr:
        orders = orders.filter(total_idr__gte=wanted.least_idr)
    if wanted.first:
        orders = orders.filter(created_at__gte=start_of(wanted.first))
    if wanted.last:
        orders = orders.filter(created_at__lt=start_of(wanted.last + timedelta(days=1)))
    return orders
