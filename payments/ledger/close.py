"""Close a period of the books: days that take no more postings."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection, transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def close_period(
    *, fiscal_year: int, through: date, reason: str, actor: Actor, at: datetime, entity_id: int | None = None
) -> None:
    """Close the days of a fiscal year up to `through`, for one entity or for all. It is not opened again.

    Waits for entries that are being posted in that year, so none slips past.
    Source  PP 71/2010; Permendagri 77/2020.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ledger_close_period(%s, %s, %s, %s, %s)", [entity_id, fiscal_year, through, actor.id, reason]
        )
    audit_log.record(
        "payments.period.closed",
        ("ledger.closedperiod", f"{fiscal_year}:{through}:{entity_id or 'all'}"),
        actor=actor,
        at=at,
        after={"through": through, "entity_id": entity_id},
        why=reason,
        organisation_id=entity_id,
    )
