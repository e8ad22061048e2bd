"""Remember how an order went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.refs import OrderRef
from vendors.events import PerformanceRecorded
from vendors.models import PerformanceRecord, Vendor

#: What a vendor starts from, so that two orders make no legend: prior 2.00 with the weight of three orders.
PRIOR_HUNDREDTHS, PRIOR_WEIGHT = 200, 3
ORDERS_COUNTED, ORDERS_NEEDED = 20, 3


@transaction.atomic
def record_performance(
    *,
    vendor_id: int,
    order: OrderRef,
    quality: int,
    cost: int,
    timeliness: int,
    service: int,
    on_time: bool,
    actor: Actor,
    at: datetime,
    days_late: int = 0,
    note: str = "",
) -> PerformanceRecord:
    """Keep the officer's scores of one order, once, and the mean of the last twenty beside the vendor.

    Raises  NotFound.
    Emits   PerformanceRecorded.
    Source  Perpres 16/2018 art. 11; LKPP Regulation 4/2021.
    """
    vendor = Vendor.objects.lock(vendor_id)
    record, is_new = PerformanceRecord.objects.get_or_create(
        order_id=order.id,
        defaults={
            "vendor": vendor,
            "order_number": order.number,
            "quality": quality,
            "cost": cost,
            "time": timeliness,
            "service": service,
            "is_on_time": on_time,
            "days_late": days_late,
            "note": note,
            "given_by_id": actor.id,
            "at": at,
        },
    )
    if not is_new:
        return record
    vendor.rated_orders += 1
    vendor.on_time_orders += int(on_time)
    vendor.performance_hundredths = _mean(vendor)
    vendor.save(update_fields=["rated_orders", "on_time_orders", "performance_hundredths"])
    facts = {"order": order.number, "score_hundredths": record.score_hundredths}
    audit_log.record("vendors.performance.recorded", vendor, actor=actor, at=at, after=facts)
    outbox.publish(
        PerformanceRecorded(vendor_id=vendor.pk, order_id=order.id, score_hundredths=record.score_hundredths, at=at)
    )
    return record


def _mean(vendor: Vendor) -> int | None:
    """None before the third order. Rounds  down."""
    last = vendor.performance.order_by("-at", "-id")[:ORDERS_COUNTED]
    scores = [record.score_hundredths for record in last]
    if len(scores) < ORDERS_NEEDED:
        return None
    return (PRIOR_HUNDREDTHS * PRIOR_WEIGHT + sum(scores)) // (PRIOR_WEIGHT + len(scores))
