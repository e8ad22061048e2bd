"""Published orders: those whose purchase letter a commitment officer has signed, whatever became of them.

Source  Peraturan Komisi Informasi 1/2021 art. 15 (9): all procurement information from planning to handover.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from marketplace.kernel.errors import NotFound
from orders.models import Comparison, ComparisonOffer, ProcurementOrder


@dataclass(frozen=True)
class PublicFilter:
    """What a visitor looks for; empty fields do not narrow."""

    text: str = ""
    year: int | None = None
    agency_id: int | None = None
    regency_code: str = ""
    group_code: str = ""


def published() -> QuerySet[ProcurementOrder]:
    return ProcurementOrder.objects.filter(approved_at__isnull=False)


def published_orders(wanted: PublicFilter) -> QuerySet[ProcurementOrder]:
    """Rows of the public list; one query when read."""
    orders = published().select_related("agency__organisation", "vendor__organisation", "vendor__regency")
    if wanted.text:
        text = wanted.text.strip()
        orders = orders.filter(
            Q(number__iexact=text)
            | Q(title__icontains=text)
            | Q(agency__organisation__name__icontains=text)
            | Q(vendor__trade_name__icontains=text)
            | Q(vendor__trade_name="", vendor__legal_name__icontains=text)
        )
    if wanted.year:
        orders = orders.filter(fiscal_year=wanted.year)
    if wanted.agency_id:
        orders = orders.filter(agency_id=wanted.agency_id)
    if wanted.regency_code:
        orders = orders.filter(vendor__regency_id=wanted.regency_code)
    if wanted.group_code:
        orders = orders.filter(Q(lines__category_code__startswith=f"{wanted.group_code}.")).distinct()
    return orders


def published_order(number: str) -> ProcurementOrder:
    """One published order with what its page shows. Raises NotFound, also for one that nobody has signed yet."""
    order = _with_everything(published()).filter(number=number).first()
    if order is None:
        raise NotFound(kind="transparency.order")
    return order


def published_by_id(order_id: UUID) -> ProcurementOrder:
    """As `published_order`, by the uuid that an ocid ends with."""
    order = _with_everything(published()).filter(pk=order_id).first()
    if order is None:
        raise NotFound(kind="transparency.order")
    return order


def _with_everything(orders: QuerySet[ProcurementOrder]) -> QuerySet[ProcurementOrder]:
    closed = Comparison.objects.filter(closed_at__isnull=False).prefetch_related("offers").order_by("-opened_at")
    return orders.select_related(
        "need",
        "agency__organisation",
        "vendor__organisation",
        "vendor__regency",
        "requester",
        "chooser",
        "approver",
        "receiver",
    ).prefetch_related(
        "lines__listing__unit",
        "history",
        "handovers",
        "charges__budget_line__sub_activity",
        "charges__budget_line__fund_source",
        Prefetch("comparisons", closed),
    )


def signed_at(order: ProcurementOrder) -> datetime:
    """When the purchase letter was signed. Raises NotFound for an order that is not published."""
    if order.approved_at is None:
        raise NotFound(kind="transparency.order")
    return order.approved_at


def offers_of(order: ProcurementOrder) -> list[ComparisonOffer]:
    """The offers of the newest closed comparison, as `published_order` read them; none without a comparison."""
    closed = list(order.comparisons.all())
    return list(closed[0].offers.all()) if closed else []
