"""Whether somebody of the vendor also acts for the office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from orders.checks.findings import Finding, Level


def check_conflict(*, officers: Mapping[str, str], principals: Iterable[str]) -> Finding:
    """Compare people by keyed hash: `officers` maps hash to name, `principals` are the vendor's owners and managers.

    Source  Perpres 16/2018 art. 7 (1) e and (2): conflicts of interest are to be avoided.
    """
    names = sorted(officers[key] for key in set(principals) if key and key in officers)
    if names:
        return Finding("CONFLICT_OF_INTEREST", Level.BLOCKS, {"names": names})
    return Finding("CONFLICT_OF_INTEREST", Level.PASSED)
