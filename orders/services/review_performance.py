from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from marketplace.kernel import audit_log, law, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import RuleViolation
from orders.events import OrderCompleted
from orders.models import PerformanceReview, ProcurementOrder
from orders.policies import may_review
from orders.states import OrderState
from vendors import services as vendors


@dataclass(frozen=True)
class Scores:
    """1 enough, 2 good, 3 very good. Source  Perpres 16/2018 art. 11; weights are the vendor room's."""

    quality: int
    cost: int
    timeliness: int
    service: int


class ScoreOutOfRange(RuleViolation):
    code = "SCORE_OUT_OF_RANGE"


@transaction.atomic
def review_performance(
    *, order_id: UUID, scores: Scores, note: str = "", actor: Actor, at: datetime
) -> ProcurementOrder:
    """Judge the vendor and complete a paid order.

    Raises  WrongState, NotPermitted, ScoreOutOfRange.
    Emits   OrderCompleted.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_review(actor, order).enforce()
    if any(score not in (1, 2, 3) for score in asdict(scores).values()):
        raise ScoreOutOfRange()
    _complete(order, actor=actor, at=at)
    PerformanceReview.objects.create(
        order=order, **asdict(scores), note=note, reviewed_by_id=actor.person_id, reviewed_at=at
    )
    late = order.handovers.aggregate(days=Max("days_late"))["days"] or 0
    vendors.record_performance(
        vendor_id=order.vendor_id,
        order=order.ref,
        **asdict(scores),
        on_time=not late,
        days_late=late,
        note=note,
        actor=actor,
        at=at,
    )
    return order


def complete_due_orders(*, at: datetime, limit: int = 500) -> int:
    """Complete paid orders that nobody has judged in time. Returns how many."""
    days = law.limit_on("deadline.complete_days", local_day(at))
    due = ProcurementOrder.objects.filter(state=OrderState.PAID, paid_at__lte=at - timedelta(days=days))
    return sum(complete_order(order_id=order_id, at=at) for order_id in list(due.values_list("id", flat=True)[:limit]))


@transaction.atomic
def complete_order(*, order_id: UUID, at: datetime) -> bool:
    """Complete one paid order by time. Safe to run twice."""
    order = ProcurementOrder.objects.lock(order_id)
    if order.state != OrderState.PAID:
        return False
    _complete(order, actor=SYSTEM, at=at)
    return True


def _complete(order: ProcurementOrder, *, actor: Actor, at: datetime) -> None:
    order.ended_at = at
    order.advance("complete", actor=actor, at=at, save=("ended_at",))
    audit_log.record("orders.order.completed", order, actor=actor, at=at, role=order.role_for("complete", actor))
    outbox.publish(OrderCompleted(**order.event_facts(at), paid_idr=order.accepted_idr))
