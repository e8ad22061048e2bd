"""What other vendors ask for the goods of an order: the rows of a comparison. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.models import Listing
from marketplace.kernel import law
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.models import ProcurementOrder

MOST_OFFERS = 6
MOST_LOOKED_AT = 60
BANDS = (("10m", "evidence_light_threshold_idr"), ("50m", "receipt_threshold_idr"))


@dataclass(frozen=True)
class Offer:
    vendor_id: int
    lines: list[dict]
    total_idr: int
    lead_time_days: int
    is_asked: bool


def minimum_offers(total: Rupiah, at: datetime) -> int:
    """How many offers the value asks for: one up to Rp10 million, two up to Rp50 million, three above.

    Source  Perpres 16/2018 art. 28 and 50 for the bands; the counts are dated settings.
    """
    day = local_day(at)
    for name, threshold in BANDS:
        if total.idr <= law.limit_on(threshold, day):
            return law.limit_on(f"compare_min.{name}", day)
    return law.limit_on("compare_min.200m", day)


def offers_for(order: ProcurementOrder) -> list[Offer]:
    """The goods asked for, then the lowest complete offers of other vendors: each vendor must have all of the goods."""
    wanted = [
        (line.listing, line.quantity)
        for line in order.lines.select_related("listing__vendor", "listing__unit").order_by("position")
    ]
    per_line = [_alternatives(listing, quantity) for listing, quantity in wanted]
    others = set.intersection(*(set(one) for one in per_line)) if per_line else set()
    offers = [
        _offer(
            [(one[vendor_id], quantity) for one, (_, quantity) in zip(per_line, wanted, strict=True)], is_asked=False
        )
        for vendor_id in others
        if vendor_id != order.vendor_id
    ]
    cheapest = sorted(offers, key=lambda offer: (offer.total_idr, offer.lead_time_days, offer.vendor_id))
    return [_offer(wanted, is_asked=True), *cheapest[: MOST_OFFERS - 1]]


def _alternatives(listing: Listing, quantity: int) -> dict[int, Listing]:
    """vendor -> its best comparable listing that has enough: the same kind of goods first, then the same category."""
    like = Listing.objects.on_offer().filter(category_id=listing.category_id, unit_id=listing.unit_id)
    like = (
        like.exclude(vendor_id=listing.vendor_id)
        .select_related("stock_record", "unit")
        .order_by("unit_price_idr", "id")
    )
    best: dict[int, Listing] = {}
    for others in (like.filter(comparison_key=listing.comparison_key)[:MOST_LOOKED_AT], like[:MOST_LOOKED_AT]):
        for other in others:
            if other.stock_available >= quantity >= other.min_order:
                best.setdefault(other.vendor_id, other)
        if len(best) >= MOST_OFFERS:
            break
    return best


def _offer(goods: list[tuple[Listing, int]], *, is_asked: bool) -> Offer:
    lines = [
        {
            "listing": listing.id,
            "price_record": listing.price_record_id,
            "title": listing.name,
            "unit": listing.unit.name,
            "unit_price_idr": listing.unit_price_idr,
            "quantity": quantity,
            "amount_idr": listing.unit_price_idr * quantity,
        }
        for listing, quantity in goods
    ]
    return Offer(
        vendor_id=goods[0][0].vendor_id,
        lines=lines,
        total_idr=sum(listing.unit_price_idr * quantity for listing, quantity in goods),
        lead_time_days=max(listing.lead_time_days for listing, _ in goods),
        is_asked=is_asked,
    )
