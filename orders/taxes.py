"""The taxes inside an order's prices, by the tax package's one rule; lines share the order's totals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from marketplace.kernel.money import Rupiah
from marketplace.tax.breakdown import Breakdown, tax_breakdown
from marketplace.tax.channel import channel_in_force
from marketplace.tax.facts import Method, TaxLine
from orders.models import Inspection, ProcurementOrder
from vendors.facts import tax_facts
from vendors.models import Vendor


class Priced(Protocol):
    """A line with its price: of an order, or of one that is only being thought of."""

    @property
    def unit_price_idr(self) -> int: ...

    @property
    def tax_class(self) -> str: ...


def breakdown_for(vendor: Vendor, lines: Sequence[tuple[Priced, int]], *, on: date) -> Breakdown:
    """Taxes of (line, quantity) at the lines' prices. Raises RateNotPublished."""
    return tax_breakdown(
        lines=[
            TaxLine(gross=Rupiah(line.unit_price_idr * quantity), tax_class=line.tax_class) for line, quantity in lines
        ],
        vendor=tax_facts(vendor, on),
        channel=channel_in_force(),
        method=Method.CARD,
        on=on,
    )


def breakdown_of(order: ProcurementOrder, inspection: Inspection, *, on: date) -> Breakdown:
    """Taxes of what an inspection accepted."""
    rows = (
        inspection.lines.select_related("order_line").filter(accepted_quantity__gt=0).order_by("order_line__position")
    )
    return breakdown_for(order.vendor, [(row.order_line, row.accepted_quantity) for row in rows], on=on)
