"""How large one order may be on this marketplace."""

from __future__ import annotations

from marketplace.kernel.money import Rupiah
from orders.checks.findings import Finding, Level


def check_order_value(total: Rupiah, *, order_max: Rupiah, direct_max: Rupiah) -> Finding:
    """The house limit, then the limit of direct procurement.

    Source  Perpres 16/2018 art. 38 (2) for Rp200 million; the house limit is local practice and a dated row.
    """
    if total > direct_max:
        return Finding("DIRECT_MAX", Level.BLOCKS, {"total_idr": total.idr, "limit_idr": direct_max.idr})
    if total > order_max:
        return Finding("ORDER_MAX", Level.BLOCKS, {"total_idr": total.idr, "limit_idr": order_max.idr})
    return Finding("ORDER_MAX", Level.PASSED, {"total_idr": total.idr, "limit_idr": order_max.idr})
