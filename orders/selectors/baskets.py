"""The officer's basket, seen as the orders it would become: one part per vendor."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import prefetch_related_objects
from oscar.apps.basket.models import Line

from catalog.models import Listing
from marketplace.kernel.money import Rupiah
from orders.models import Need
from vendors.models import Vendor


@dataclass(frozen=True)
class BasketLine:
    """`shown_price_idr` is the price when the goods were put in; the order will use the listing's present one."""

    listing: Listing
    quantity: int
    shown_price_idr: int

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.listing.unit_price_idr * self.quantity)


@dataclass
class BasketPart:
    """What will be one order. `draft` holds the charges and reasons typed so far."""

    vendor: Vendor
    lines: list[BasketLine] = field(default_factory=list)
    draft: dict = field(default_factory=dict)

    @cached_property
    def total(self) -> Rupiah:
        return Rupiah(sum(line.amount.idr for line in self.lines))

    @property
    def charge_rows(self) -> list[tuple[int, int | None]]:
        return [(line_id, amount) for line_id, amount in self.draft.get("charges", [])]


def open_need(*, actor_id: int, agency_id: int) -> Need | None:
    return (
        Need.objects.filter(requester_id=actor_id, agency_id=agency_id, state="open").select_related("basket").first()
    )


def count_in_basket(actor_id: int) -> int:
    """Lines in this officer's open baskets: the badge in the app bar. One query."""
    needs = Need.objects.filter(requester_id=actor_id, state="open").values("basket_id")
    return Line.objects.filter(basket_id__in=needs).count()


def basket_parts(need: Need) -> list[BasketPart]:
    """The basket by vendor, in the order in which rows are locked later: vendor, then listing. Three queries.

    Only what an order copies, and the stock for the page's checks, is joined: the database spends longer planning a
    wide join than reading three rows.
    """
    rows = (
        Line.objects.filter(basket_id=need.basket_id)
        .order_by("id")
        .values_list("product_id", "quantity", "price_incl_tax")
    )
    wanted = {product_id: (quantity, price) for product_id, quantity, price in rows}
    listings = (
        Listing.objects.with_photos()
        .select_related("vendor", "unit", "category", "stock_record")
        .filter(product_id__in=wanted)
        .order_by("vendor_id", "id")
    )
    parts: dict[int, BasketPart] = {}
    for listing in listings:
        quantity, price = wanted[listing.product_id]
        draft = need.parts.get(str(listing.vendor_id), {})
        part = parts.setdefault(listing.vendor_id, BasketPart(vendor=listing.vendor, draft=draft))
        part.lines.append(BasketLine(listing=listing, quantity=quantity, shown_price_idr=int(price or 0)))
    return list(parts.values())


def with_origins(parts: list[BasketPart]) -> list[BasketPart]:
    """The same parts with the place of each vendor, which the page shows. One query."""
    prefetch_related_objects([part.vendor for part in parts], "regency")
    return parts
