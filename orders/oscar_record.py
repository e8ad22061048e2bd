"""Oscar's own order row: the record of what was bought, written once at approval and never moved afterwards."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from oscar.apps.order.models import Line, Order

from marketplace.kernel.money import Rupiah
from orders.models import ProcurementOrder


def write_oscar_order(order: ProcurementOrder, *, at: datetime) -> Order:
    """Copy the approved order. Money crosses to Oscar's decimals here, once; no tax is split, prices include it."""
    total = order.total.to_decimal()
    record = Order.objects.create(
        number=order.number,
        user_id=order.requester_id,
        currency="IDR",
        total_incl_tax=total,
        total_excl_tax=total,
        shipping_incl_tax=Decimal(0),
        shipping_excl_tax=Decimal(0),
        shipping_method="-",
        status="placed",
        date_placed=at,
    )
    lines = order.lines.select_related("listing").order_by("position")
    Line.objects.bulk_create([_line(record, order, line) for line in lines])
    return record


def _line(record: Order, order: ProcurementOrder, line) -> Line:
    unit, amount = Rupiah(line.unit_price_idr).to_decimal(), Rupiah(line.amount_idr).to_decimal()
    return Line(
        order=record,
        partner_id=order.vendor.partner_id,
        partner_name=order.vendor.display_name[:128],
        partner_sku=f"listing-{line.listing_id}",
        stockrecord_id=line.listing.stock_record_id,
        product_id=line.listing.product_id,
        title=line.title,
        quantity=line.quantity,
        line_price_incl_tax=amount,
        line_price_excl_tax=amount,
        line_price_before_discounts_incl_tax=amount,
        line_price_before_discounts_excl_tax=amount,
        unit_price_incl_tax=unit,
        unit_price_excl_tax=unit,
        status="placed",
        num_allocated=0,
    )
