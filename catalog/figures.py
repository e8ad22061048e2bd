"""Geometry of the price history: steps in time, as coordinates of a stretched drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, TOP, BOTTOM = 120, 20, 70


@dataclass(frozen=True)
class PriceSteps:
    """A path in a box 120 wide and 90 high, and the figures that stand beside it."""

    path: str
    first_idr: int
    last_idr: int
    lowest_idr: int
    highest_idr: int
    changes: int
    begins: datetime
    last_change: datetime


def price_steps(points: Sequence[tuple[datetime, int]], *, until: datetime) -> PriceSteps:
    """Each price holds until the next; the last one until now. Zero height differences are a flat line."""
    begins = points[0][0]
    span = max((until - begins).total_seconds(), 1)
    prices = [price for _, price in points]
    low, high = min(prices), max(prices)

    def x(at: datetime) -> int:
        return round(WIDTH * max(0, (at - begins).total_seconds()) / span)

    def y(price: int) -> int:
        return (TOP + BOTTOM) // 2 if high == low else BOTTOM - (BOTTOM - TOP) * (price - low) // (high - low)

    path = f"M0 {y(prices[0])}" + "".join(f"H{x(at)}V{y(price)}" for at, price in points[1:]) + f"H{WIDTH}"
    return PriceSteps(
        path=path,
        first_idr=prices[0],
        last_idr=prices[-1],
        lowest_idr=low,
        highest_idr=high,
        changes=len(points) - 1,
        begins=begins,
        last_change=points[-1][0],
    )
