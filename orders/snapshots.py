"""The lines of an order: listings at their present price version, as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Listing
from orders import judging
from orders.goods import Goods, goods_of, goods_sha256
from orders.models import OrderLine, ProcurementOrder


def snapshots_of(listings: Sequence[tuple[Listing, int]]) -> list[tuple[Goods, int]]:
    """What an order copies of these (listing, quantity). One query, where unit, category and photos are at hand."""
    prices = judging.price_facts_of([listing for listing, _ in listings])
    return [(goods_of(listing, prices[listing.id]), quantity) for listing, quantity in listings]


def lines_of(order: ProcurementOrder, asked: Sequence[tuple[Goods, int]]) -> list[OrderLine]:
    return [_line(order, position, goods, quantity) for position, (goods, quantity) in enumerate(asked, start=1)]


def _line(order: ProcurementOrder, position: int, goods: Goods, quantity: int) -> OrderLine:
    price = goods.price
    return OrderLine(
        order_id=order.id,
        position=position,
        listing_id=goods.listing_id,
        price_record_id=goods.price_record_id,
        title=goods.name,
        specification="; ".join(": ".join(map(str, pair)) for pair in goods.specifications),
        category_code=goods.category_code,
        account_code=goods.account_code,
        tax_class=goods.tax_class,
        unit_code=goods.unit_code,
        unit_price_idr=goods.unit_price_idr,
        quantity=quantity,
        amount_idr=goods.unit_price_idr * quantity,
        verdict=price.verdict,
        band={"low": price.low_idr, "high": price.high_idr, "median": price.median_idr, "standard": price.standard_idr},
        listing_sha256=goods_sha256(goods),
    )
