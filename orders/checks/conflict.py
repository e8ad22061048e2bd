"""Whether somebody of the vendor also acts for the office."""

from __future__ import annotations

from collections.abc import Iterable

from orders.checks.findings import Finding, Level


def check_conflict(*, officials_behind: Iterable[str]) -> Finding:
    """`officials_behind`: names of officials of the office who own, manage or answer the phone of the vendor.

    Source  Perpres 16/2018 art. 7 (1) e and (2): conflicts of interest are to be avoided.
    """
    names = sorted(officials_behind)
    if names:
        return Finding("CONFLICT_OF_INTEREST", Level.BLOCKS, {"names": names})
    return Finding("CONFLICT_OF_INTEREST", Level.PASSED)
