"""Whether the prices lie where prices of such goods lie, and what to do when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orders.checks.findings import Finding, Level


@dataclass(frozen=True)
class PriceFacts:
    """One line's price beside its band; `verdict` is below, fair, needs_reason, above_standard or unknown."""

    title: str
    verdict: str
    unit_price_idr: int
    low_idr: int | None = None
    high_idr: int | None = None
    median_idr: int | None = None
    standard_idr: int | None = None


def check_prices(lines: Sequence[PriceFacts]) -> Finding:
    """Above the standard price the basis of an exception must be written; above the usual range, a reason.

    Source  Perpres 33/2020 on regional price standards; Perpres 16/2018 art. 26 on reasonable prices.
    """
    over = [line for line in lines if line.verdict == "above_standard"]
    if over:
        return Finding("PRICE_ABOVE_STANDARD", Level.NEEDS_REASON, _facts(over))
    high = [line for line in lines if line.verdict == "needs_reason"]
    if high:
        return Finding("PRICE_NEEDS_REASON", Level.NEEDS_REASON, _facts(high))
    if all(line.verdict == "unknown" for line in lines):
        return Finding("PRICE_UNKNOWN", Level.NOTE, _facts(lines))
    return Finding("PRICE_NEEDS_REASON", Level.PASSED, _facts(lines))


def _facts(lines: Sequence[PriceFacts]) -> dict:
    first = lines[0]
    above = ""
    if first.median_idr:
        above = str((first.unit_price_idr - first.median_idr) * 100 // first.median_idr)
    return {
        "count": len(lines),
        "titles": [line.title for line in lines],
        "title": first.title,
        "percent_above": above,
        "unit_price_idr": first.unit_price_idr,
        "low_idr": first.low_idr,
        "high_idr": first.high_idr,
        "median_idr": first.median_idr,
        "standard_idr": first.standard_idr,
    }
