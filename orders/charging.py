"""How an order is put on budget lines: what the officer typed becomes charges that sum to the order. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.kernel.money import Rupiah, split

MOST_CHARGES = 3


def resolve_charges(total: Rupiah, rows: Sequence[tuple[int, int | None]]) -> list[tuple[int, Rupiah]] | None:
    """(budget line, amount) for up to three lines; at most one amount may be left open and takes the rest.

    Returns None when the rows cannot sum to `total`: too many, a line twice, an amount of zero, two left open.
    """
    if not rows or len(rows) > MOST_CHARGES or len({line for line, _ in rows}) != len(rows):
        return None
    given = sum(amount for _, amount in rows if amount is not None)
    open_rows = [line for line, amount in rows if amount is None]
    rest = total.idr - given
    if len(open_rows) > 1 or (not open_rows and rest != 0) or (open_rows and rest <= 0):
        return None
    charges = [(line, Rupiah(rest if amount is None else amount)) for line, amount in rows]
    if any(amount.idr <= 0 for _, amount in charges):
        return None
    return sorted(charges)


def share_over(amount: Rupiah, weights: Sequence[int]) -> list[Rupiah]:
    """Parts of `amount` by weight; none exceeds its weight when `amount` does not exceed their sum."""
    return split(amount, weights) if amount.idr else [Rupiah.zero() for _ in weights]
