"""Whether the vendor may sell on this day."""

from __future__ import annotations

from orders.checks.findings import Finding, Level


def check_vendor(*, may_sell: bool, reason: str = "") -> Finding:
    """A suspended or uncertified vendor gets no order. `reason` is the vendor room's own sentence."""
    return Finding("VENDOR_ACTIVE", Level.PASSED if may_sell else Level.BLOCKS, {"reason": reason})
