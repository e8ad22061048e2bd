"""The first page of the audit room: how much there is to look at, and whether it is whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log.models import LogHead, LogQueue
from marketplace.kernel.calendar import fiscal_year
from marketplace.oversight.models import IntegrityRun
from orders.selectors.orders import orders_visible_to
from orders.states import WITHOUT_RESULT, OrderState
from payments.cards.models import CardTransaction
from payments.cards.models.transactions import Origin


@dataclass(frozen=True)
class Overview:
    """Figures of a year, and the state of the log. Six queries."""

    year: int
    orders: int
    ordered_idr: int
    paid: int
    paid_idr: int
    stopped: int
    unknown_charges: int
    head: LogHead | None
    waiting: int
    run: IntegrityRun | None


def overview(actor: Actor, *, at: datetime) -> Overview:
    year = fiscal_year(at)
    paid = Q(state__in=[OrderState.PAID, OrderState.COMPLETED])
    sums = (
        orders_visible_to(actor)
        .filter(fiscal_year=year)
        .order_by()
        .aggregate(
            orders=Count("id"),
            ordered=Sum("total_idr", filter=Q(approver__isnull=False)),
            paid=Count("id", filter=paid),
            paid_idr=Sum("accepted_idr", filter=paid),
            stopped=Count("id", filter=Q(state__in=list(WITHOUT_RESULT))),
        )
    )
    return Overview(
        year=year,
        orders=sums["orders"],
        ordered_idr=sums["ordered"] or 0,
        paid=sums["paid"],
        paid_idr=sums["paid_idr"] or 0,
        stopped=sums["stopped"],
        unknown_charges=CardTransaction.objects.filter(origin=Origin.BANK).count(),
        head=LogHead.objects.order_by("-tree_size").first(),
        waiting=LogQueue.objects.count(),
        run=IntegrityRun.objects.first(),
    )
