"""Micro, small, medium or large. Source  PP 7/2021 arts. 35-36."""

from __future__ import annotations

from vendors.models import Scale

_SALES = ((2_000_000_000, Scale.MICRO), (15_000_000_000, Scale.SMALL), (50_000_000_000, Scale.MEDIUM))
_CAPITAL = ((1_000_000_000, Scale.MICRO), (5_000_000_000, Scale.SMALL), (10_000_000_000, Scale.MEDIUM))


def scale_of(*, yearly_sales_idr: int | None, business_capital_idr: int | None) -> Scale | None:
    """By last year's sales for an operating business, else by capital; bounds belong to the smaller class."""
    if yearly_sales_idr is not None:
        return _class(yearly_sales_idr, _SALES)
    return None if business_capital_idr is None else _class(business_capital_idr, _CAPITAL)


def _class(amount: int, bounds: tuple[tuple[int, Scale], ...]) -> Scale:
    return next((scale for bound, scale in bounds if amount <= bound), Scale.LARGE)
