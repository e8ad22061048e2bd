from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import database_says_no
from payments.budget.errors import YearNotOver
from payments.budget.models import YearClose
from payments.budget.year_end import LastDay, last_day
from payments.ledger.close import close_period


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A reservation that ended because the year did."""

    line_id: int
    order_id: UUID
    order_number: str
    amount_idr: int


def require_year_over(fiscal_year: int, *, at: datetime) -> None:
    """Raises YearNotOver while the year runs or an SP2D may still be issued in it."""
    day = local_day(at)
    if (day.year, day) <= (fiscal_year, last_day(LastDay.DISBURSEMENT, on=day)):
        raise YearNotOver(fiscal_year=fiscal_year)


@transaction.atomic
def close_year(
    *,
    agency_id: int,
    fiscal_year: int,
    decision_number: str,
    reason: str,
    lapsed: Sequence[Lapsed],
    actor: Actor,
    at: datetime,
) -> YearClose:
    """Close the books of one agency and year: BUD, ANG and expense to nothing, and the period to further postings.

    Called by orders, which let what was only reserved lapse in the same transaction and say what it was.
    Raises  YearNotOver, YearAlreadyClosed, ReservationsOpen.
    Source  domain reference §4.6 and §5.4 (year-end close); PP 71/2010.
    """
    require_year_over(fiscal_year, at=at)
    rows = json.dumps([asdict(one) for one in lapsed], default=str)
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT budget_close_year(%s, %s, %s, %s, %s, %s, %s::jsonb)",
            [agency_id, fiscal_year, decision_number, reason, actor.person_id, at, rows],
        )
        close = YearClose.objects.get(pk=cursor.fetchone()[0])
    end = date(fiscal_year, 12, 31)
    close_period(fiscal_year=fiscal_year, through=end, reason=reason, actor=actor, at=at, entity_id=agency_id)
    audit_log.record(
        "payments.year.closed",
        close,
        actor=actor,
        at=at,
        after={"fiscal_year": fiscal_year, "decision_number": decision_number, "lapsed": len(lapsed)},
        why=reason,
        organisation_id=agency_id,
    )
    return close
