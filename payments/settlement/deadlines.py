"""By when each step should be taken: days and working days from the step before, as the law's data says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from marketplace.kernel.calendar import add_working_days, local_day
from marketplace.kernel.law import RateNotPublished, limit_on
from payments.settlement.states import StatementState as S

#: State -> the deadline of what follows it. The NPD follows the DPT on the same day.
DEADLINES = {
    S.MATCHED: "deadline.dpr_wd",
    S.LISTED: "deadline.verify_wd",
    S.NPD_ISSUED: "deadline.spp_wd",
    S.SPP_FILED: "deadline.spp_check_days",
    S.SPP_CHECKED: "deadline.spm_days",
    S.SPM_ISSUED: "deadline.sp2d_days",
    S.SP2D_ISSUED: "deadline.pay_bank_wd",
}
SAME_DAY = (S.VERIFIED_FULL, S.VERIFIED_PARTIAL)


def step_due_on(state: str, at: datetime, *, bank_due: date) -> date | None:
    """The last day of the step that follows `state`, entered at `at`; None where nothing is to be done by anybody.

    Never after the bank's due date, as every step comes before the repayment; once that has passed, the same day.
    """
    day = local_day(at)
    if state in SAME_DAY:
        return day
    kind = DEADLINES.get(S(state))
    if kind is None:
        return None
    try:
        count = limit_on(kind, day)
    except RateNotPublished:
        return None
    last = add_working_days(day, count) if kind.endswith("_wd") else day + timedelta(days=count)
    return min(last, max(bank_due, day))
