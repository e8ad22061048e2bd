from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from marketplace.accounts.models import Agency
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import database_says_no
from marketplace.kernel.money import Rupiah, sum_rupiah
from payments.budget.errors import NothingToRelease, ReleaseAboveCeiling, UnknownBudgetLine, WrongFiscalYear
from payments.budget.events import FundsReleased
from payments.budget.models import BudgetLine, FundRelease
from payments.budget.policies import RELEASERS, may_release_funds
from payments.budget.selectors import released_on_lines
from payments.budget.services.lock_lines import lock_lines


@transaction.atomic
def release_funds(
    *,
    agency_id: int,
    fiscal_year: int,
    number: str,
    released_on: date,
    amounts: Mapping[int, Rupiah],
    actor: Actor,
    at: datetime,
) -> list[FundRelease]:
    """SPD: release funds on lines of one office and year, by line id. A payment request may not ask for more than that.

    Raises  NotPermitted, NothingToRelease, UnknownBudgetLine, WrongFiscalYear, ReleaseAboveCeiling, ReleaseNumberUsed.
    Emits   FundsReleased.
    Locks   the lines, in ascending id.
    Source  PP 12/2019; Permendagri 77/2020 (SPD is the basis of the SPP).
    """
    may_release_funds(actor).enforce()
    if released_on.year != fiscal_year:
        raise WrongFiscalYear(fiscal_year=fiscal_year, day=released_on.isoformat())
    if not amounts:
        raise NothingToRelease()
    lock_lines(amounts)
    lines = {row.pk: row for row in BudgetLine.objects.filter(pk__in=amounts, agency_id=agency_id)}
    before = released_on_lines(amounts)
    for line_id, amount in amounts.items():
        line = lines.get(line_id)
        if line is None or line.fiscal_year != fiscal_year:
            raise UnknownBudgetLine()
        left = Rupiah(line.ceiling_idr) - before.get(line_id, Rupiah(0))
        if amount > left:
            raise ReleaseAboveCeiling(available=left, requested=amount, account_code=line.account_code)
    with database_says_no():
        releases = FundRelease.objects.bulk_create(
            FundRelease(
                line_id=line_id,
                number=number.strip(),
                released_on=released_on,
                amount_idr=amount.idr,
                released_by_id=actor.id,
                recorded_at=at,
            )
            for line_id, amount in sorted(amounts.items())
        )
    total = sum_rupiah(amounts.values())
    audit_log.record(
        "payments.budget.funds_released",
        Agency.objects.get(pk=agency_id),
        actor=actor,
        at=at,
        role=actor.role_in(*RELEASERS) if not actor.is_system else "",
        after={"number": number.strip(), "year": fiscal_year, "lines": len(amounts), "total_idr": total.idr},
    )
    if not actor.is_system:  # a site being filled with data tells nobody
        outbox.publish(
            FundsReleased(
                agency_id=agency_id, fiscal_year=fiscal_year, number=number.strip(), total_idr=total.idr, at=at
            )
        )
    return releases
