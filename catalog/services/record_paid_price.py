"""What was really paid becomes a comparable."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from catalog.events import PricePaid
from catalog.models import Listing, PaidPrice
from marketplace.kernel import outbox
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef


@transaction.atomic
def record_paid_price(
    *, listing_id: int, unit_price: Rupiah, quantity: int, order: OrderRef, regency: str | None, at: datetime
) -> PaidPrice:
    """Note the unit price of a settled order line. Once per order and listing: the second call changes nothing.

    Raises  NotFound.
    Emits   PricePaid.
    """
    listing = Listing.objects.filter(id=listing_id).only("id", "vendor_id").first()
    if listing is None:
        raise NotFound(kind="catalog.listing", id=listing_id)
    paid, is_new = PaidPrice.objects.get_or_create(
        order_id=order.id,
        listing=listing,
        defaults={
            "order_number": order.number,
            "unit_price_idr": unit_price.idr,
            "quantity": quantity,
            "regency_id": getattr(regency, "code", regency) or None,
            "paid_at": at,
        },
    )
    if is_new:
        outbox.publish(PricePaid(listing_id=listing_id, vendor_id=listing.vendor_id, at=at))
    return paid
