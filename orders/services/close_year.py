from __future__ import annotations

from datetime import datetime

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.reasons import YEAR_CLOSED
from orders import holds
from orders.events import OrderExpired
from orders.models import ProcurementOrder
from orders.refusals import DecisionNumberNeeded
from orders.selectors.year_end import orders_to_lapse
from orders.services.reasons import written_reason
from payments.budget import services as budget
from payments.budget.models import YearClose
from payments.budget.policies import may_close_year


@transaction.atomic
def close_year(
    *, agency_id: int, fiscal_year: int, decision_number: str, reason: str, actor: Actor, at: datetime
) -> YearClose:
    """End a fiscal year of one office: what is only reserved lapses, the rest is listed, the books are closed.

    Raises  NotPermitted, YearNotOver, YearAlreadyClosed, ReasonRequired, DecisionNumberNeeded.
    Emits   OrderExpired for each order that ends.
    Locks   orders in ascending id, then what each holds, then the budget lines.
    Source  domain reference §4.6 and T37; UU 17/2003 art. 4.
    """
    may_close_year(actor).enforce()
    budget.require_year_over(fiscal_year, at=at)
    decision_number, reason = " ".join(decision_number.split()), written_reason(reason)
    if not decision_number:
        raise DecisionNumberNeeded()
    lapsed = [
        row
        for order in orders_to_lapse(agency_id, fiscal_year).select_for_update(of=("self",))
        for row in _lapse(order, fiscal_year, at=at)
    ]
    return budget.close_year(
        agency_id=agency_id,
        fiscal_year=fiscal_year,
        decision_number=decision_number,
        reason=reason[:300],
        lapsed=lapsed,
        actor=actor,
        at=at,
    )


def _lapse(order: ProcurementOrder, fiscal_year: int, *, at: datetime) -> list[budget.Lapsed]:
    """The order ends with the year; goods and money go back. Returns what it had reserved."""
    before, reason = order.state, YEAR_CLOSED
    rows = [
        budget.Lapsed(charge.line_id, order.id, order.number, charge.amount.idr) for charge in holds.charges_of(order)
    ]
    order.end_reason, order.ended_at, order.hold_expires_at = reason, at, None
    order.advance("expire", actor=SYSTEM, at=at, reason=reason, save=("end_reason", "ended_at", "hold_expires_at"))
    holds.release_reserve(order, at=at, reason=reason)
    audit_log.record("orders.order.lapsed", order, actor=SYSTEM, at=at, before={"state": before}, why=reason)
    outbox.publish(OrderExpired(**order.event_facts(at), before=before))
    return rows
