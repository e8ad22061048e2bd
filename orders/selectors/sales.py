"""A shop's own figures: what it sold in each month, what waits for the handover report, how its orders went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Avg, Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from marketplace.kernel.money import Rupiah
from orders.models import PerformanceReview, ProcurementOrder
from orders.models.reviews import ASPECTS
from orders.states import OrderState

#: At the gate or inspected: the goods are with the office, the report is not signed by both.
WITHOUT_REPORT = (OrderState.PARTIALLY_DELIVERED, OrderState.DELIVERED, OrderState.INSPECTION)
#: A signed purchase letter that came to nothing.
FAILED = (OrderState.REJECTED, OrderState.CANCELLED, OrderState.EXPIRED, OrderState.TERMINATED)


@dataclass(frozen=True)
class Month:
    first: date
    sold: Rupiah
    orders: int


@dataclass(frozen=True)
class Record:
    """How the orders of a shop went. Scores run from 1 to 3."""

    letters: int
    failed: int
    answer_time: timedelta | None
    score: float | None
    scored: int


def sales_by_month(vendor_ids: Iterable[int], *, until: datetime, months: int = 6) -> list[Month]:
    """What offices accepted from these shops in each of the last months, the present one last."""
    first = timezone.localtime(until).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    firsts = [first.date()]
    while len(firsts) < months:
        firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
    since = timezone.make_aware(datetime.combine(firsts[0], datetime.min.time()))
    sold = (
        ProcurementOrder.objects.filter(vendor_id__in=vendor_ids, accepted_at__gte=since)
        .order_by()
        .values(month=TruncMonth("accepted_at"))
        .annotate(sum=Sum("accepted_idr"), count=Count("id"))
    )
    found = {timezone.localtime(row["month"]).date(): row for row in sold}
    return [
        Month(first=day, sold=Rupiah(int(found[day]["sum"])), orders=found[day]["count"])
        if day in found
        else Month(first=day, sold=Rupiah(0), orders=0)
        for day in firsts
    ]


def awaiting_report(vendor_ids: Iterable[int]) -> tuple[Rupiah, int]:
    """Value and number of the orders whose goods are with the office and whose report is not signed by both."""
    waiting = ProcurementOrder.objects.filter(vendor_id__in=vendor_ids, state__in=WITHOUT_REPORT)
    found = waiting.aggregate(sum=Sum(F("total_idr") - F("accepted_idr")), count=Count("id"))
    return Rupiah(int(found["sum"] or 0)), found["count"]


def record_of(vendor_ids: Iterable[int]) -> Record:
    letters = ProcurementOrder.objects.filter(vendor_id__in=vendor_ids, approver__isnull=False)
    found = letters.aggregate(
        letters=Count("id"),
        failed=Count("id", filter=Q(state__in=FAILED)),
        answer=Avg(F("confirmed_at") - F("approved_at")),
    )
    mean = sum((F(aspect) for aspect in ASPECTS[1:]), F(ASPECTS[0])) / float(len(ASPECTS))
    scores = PerformanceReview.objects.filter(order__vendor_id__in=vendor_ids).aggregate(
        score=Avg(mean), count=Count("id")
    )
    return Record(
        letters=found["letters"],
        failed=found["failed"],
        answer_time=found["answer"],
        score=scores["score"],
        scored=scores["count"],
    )
