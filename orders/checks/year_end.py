"""Whether orders are still taken in this fiscal year."""

from __future__ import annotations

from orders.checks.findings import Finding, Level


def check_year_end(*, too_late: str, last_day: str) -> Finding:
    """`too_late`: the sentence why not, "" while there is time. Source  the governor's circular on the year's end."""
    if too_late:
        return Finding("YEAR_END_FREEZE", Level.BLOCKS, {"reason": too_late})
    return Finding("YEAR_END_FREEZE", Level.PASSED, {"last_day": last_day})
