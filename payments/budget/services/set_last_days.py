from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import constraint_of
from marketplace.kernel.law import forget
from marketplace.ui.formats import long_day
from payments.budget.errors import LastDayNotOurs, LastDayPast, LastDaysNotInOrder
from payments.budget.policies import may_set_last_days
from payments.budget.year_end import LastDay, last_day_said


@transaction.atomic
def set_last_days(*, days: Mapping[LastDay, date], circular: str, actor: Actor, at: datetime) -> None:
    """Put the governor's circular on the year's end into force: four dated law rows, from today to 31 December.

    A later circular of the same year makes rows of a later day; one of the same day replaces its rows.
    Raises  NotPermitted, LastDaysNotInOrder, LastDayPast (but for a day that is in force as it is), LastDayNotOurs.
    Source  domain reference §4.6; Permendagri 77/2020.
    """
    may_set_last_days(actor).enforce()
    today = local_day(at)
    in_order = [days[what] for what in LastDay]
    if in_order != sorted(in_order) or {day.year for day in in_order} != {today.year}:
        raise LastDaysNotInOrder(year=today.year)
    for what, day in days.items():
        if day < today and day != last_day_said(what, on=today)[0]:
            raise LastDayPast(day=long_day(day))
    for what, day in days.items():
        _put_into_force(what, day, since=today, circular=circular)
        forget(what.kind)
    audit_log.record(
        "payments.last_days.set",
        ("budget.lastdays", today.year),
        actor=actor,
        at=at,
        after={what.value: day for what, day in days.items()},
        why=circular,
    )


def _put_into_force(what: LastDay, day: date, *, since: date, circular: str) -> None:
    """By a function, for the site itself writes no law. Raises LastDayNotOurs."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT last_day_set(%s, %s, %s, %s)", [what.kind, day.month * 100 + day.day, since, circular]
            )
    except IntegrityError as error:
        if constraint_of(error) != "law_row_stays":
            raise
        raise LastDayNotOurs() from error
