"""Whether the seller has as many now as are asked for. Nothing is held yet: the submission decides."""

from __future__ import annotations

from collections.abc import Iterable

from orders.checks.findings import Finding, Level


def check_stock(asked: Iterable[tuple[str, int, int]]) -> list[Finding]:
    """One finding for each line that asks for more than there is, or one that all passed.

    Shape   asked: title, pieces asked for, pieces available.
    """
    short = [
        Finding("STOCK_SHORT", Level.BLOCKS, {"title": title, "requested": requested, "available": available})
        for title, requested, available in asked
        if requested > available
    ]
    return short or [Finding("STOCK_SHORT", Level.PASSED)]
