"""Oscar's basket as the store of an open need: its rows hold the goods, ours hold why and from which budget."""

from __future__ import annotations

from decimal import Decimal

from oscar.apps.basket.models import Basket, Line

from catalog.models import Listing
from orders.models import Need

MOST_LINES = 50


def new_basket(owner_id: int) -> Basket:
    return Basket.objects.create(owner_id=owner_id)


def put(need: Need, listing: Listing, quantity: int) -> None:
    """Set the quantity of one product; 0 takes it out. The price seen is kept, to notice when it changes."""
    lines = Line.objects.filter(basket_id=need.basket_id, product_id=listing.product_id)
    if quantity == 0:
        lines.delete()
        return
    price = Decimal(listing.unit_price_idr)
    Line.objects.update_or_create(
        basket_id=need.basket_id,
        line_reference=f"listing-{listing.id}",
        defaults={
            "product_id": listing.product_id,
            "stockrecord_id": listing.stock_record_id,
            "quantity": quantity,
            "price_currency": "IDR",
            "price_excl_tax": price,
            "price_incl_tax": price,
        },
    )


def quantities(need: Need) -> dict[int, int]:
    """product id -> quantity."""
    return dict(Line.objects.filter(basket_id=need.basket_id).values_list("product_id", "quantity"))
