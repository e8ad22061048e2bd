"""Goods promised to orders: held, given back, handed over. Each step is one conditional update with a CHECK behind it.

Stock has one truth, Oscar's stock record: `num_in_stock` (or the capacity) and `num_allocated`. The hold rows say for
whom. Rows are always taken in ascending listing id, so two orders for the same goods cannot wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.models import StockRecord

from catalog.models import HIGHEST_QUANTITY, Listing, StockHold
from catalog.states import PUBLISHED, StockKind
from marketplace.kernel.errors import NotFound, RuleViolation, refuses_constraint
from marketplace.kernel.refs import OrderRef
from vendors.states import VendorState

Line = tuple[int, int]  # listing id, quantity


@refuses_constraint("stock_allocated_within_stock")
class OutOfStock(RuleViolation):
    code = "OUT_OF_STOCK"
    template = _("“{name}” tersisa {available}, Anda meminta {requested}.")

    def __init__(self, *, name: str = "", available: int = 0, requested: int = 0, **facts) -> None:
        super().__init__(name=name, available=available, requested=requested, **facts)


class NotOnOffer(RuleViolation):
    code = "NOT_ON_OFFER"
    template = _("“{name}” sedang tidak dijual. Keluarkan dari keranjang atau pilih produk lain.")


class BadQuantity(RuleViolation):
    code = "BAD_QUANTITY"
    template = _("Jumlah “{name}” harus antara {least} dan {most}.")


class HoldTooSmall(RuleViolation):
    code = "STOCK_HOLD_TOO_SMALL"
    template = _("Jumlah yang diserahkan ({requested}) melebihi yang dipesan ({held}).")


@transaction.atomic
def reserve(*, lines: Sequence[Line], order: OrderRef, at: datetime) -> None:
    """Hold these quantities for `order`; two orders at once cannot both get the last piece.

    Shape   lines of (listing id, quantity); the same listing may stand in several lines.
    Raises  OutOfStock, NotOnOffer, BadQuantity, NotFound. Nothing is held when one line is refused.
    Locks   stock records in ascending listing id.
    """
    wanted = _added_up(lines)
    listings = Listing.objects.select_related("vendor", "stock_record").in_bulk(wanted)
    for listing_id, quantity in wanted.items():
        listing = listings.get(listing_id)
        if listing is None:
            raise NotFound(kind="catalog.listing", id=listing_id)
        _refuse_unless_orderable(listing, quantity)
        if not _hold_on_record(listing, quantity):
            _explain_refusal(listing, quantity)
        _write_hold(listing_id, quantity, order, at)


@transaction.atomic
def release(*, order: OrderRef, at: datetime, lines: Sequence[Line] | None = None) -> None:
    """Give back what is still held for `order`: all of it, or these quantities of it. Safe to run twice.

    Raises  HoldTooSmall when more is named than is held.
    """
    for hold in _holds_of(order.id):
        left = hold.open_quantity
        quantity = left if lines is None else _added_up(lines).get(hold.listing_id, 0)
        if quantity > left:
            raise HoldTooSmall(requested=quantity, held=left)
        if quantity:
            StockRecord.objects.filter(listing=hold.listing_id).update(num_allocated=F("num_allocated") - quantity)
            StockHold.objects.filter(id=hold.id).update(released=F("released") + quantity, changed_at=at)


@transaction.atomic
def consume(*, order: OrderRef, lines: Sequence[Line], at: datetime) -> None:
    """Goods were handed over: they leave the stock, while a capacity becomes free again.

    Raises  HoldTooSmall when more is handed over than is held for the order.
    """
    given = _added_up(lines)
    holds = {hold.listing_id: hold for hold in _holds_of(order.id)}
    for listing_id, quantity in given.items():
        hold = holds.get(listing_id)
        left = hold.open_quantity if hold else 0
        if hold is None or quantity > left:
            raise HoldTooSmall(requested=quantity, held=left)
        changes = {"num_allocated": F("num_allocated") - quantity}
        if hold.listing.stock_kind == StockKind.COUNTED:
            changes["num_in_stock"] = F("num_in_stock") - quantity
        StockRecord.objects.filter(listing=listing_id).update(**changes)
        StockHold.objects.filter(id=hold.id).update(consumed=F("consumed") + quantity, changed_at=at)


def held_for(order_id: UUID) -> dict[int, int]:
    """listing id -> quantity still held for this order."""
    return {
        hold.listing_id: hold.open_quantity
        for hold in StockHold.objects.filter(order_id=order_id)
        if hold.open_quantity
    }


def _holds_of(order_id: UUID) -> list[StockHold]:
    """The holds of an order, locked, with their stock records next in the same order of listings."""
    holds = StockHold.objects.select_for_update(of=("self",)).select_related("listing")
    return list(holds.filter(order_id=order_id).order_by("listing_id"))


def _added_up(lines: Sequence[Line]) -> dict[int, int]:
    wanted: dict[int, int] = {}
    for listing_id, quantity in lines:
        wanted[listing_id] = wanted.get(listing_id, 0) + quantity
    return dict(sorted(wanted.items()))


def _refuse_unless_orderable(listing: Listing, quantity: int) -> None:
    if not listing.is_on_offer:
        raise NotOnOffer(name=listing.name)
    if not listing.min_order <= quantity <= HIGHEST_QUANTITY:
        raise BadQuantity(name=listing.name, least=listing.min_order, most=HIGHEST_QUANTITY)


def _hold_on_record(listing: Listing, quantity: int) -> bool:
    """Decide and write in one statement. Its conditions stand on the updated row itself, not in a subquery: after
    waiting for another order they are judged again on what that order left."""
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE partner_stockrecord AS stock SET num_allocated = stock.num_allocated + %(quantity)s
                 FROM catalog_listing listing JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
                WHERE stock.id = %(stock)s AND listing.stock_record_id = stock.id
                  AND listing.state = %(published)s AND vendor.state = %(active)s
                  AND stock.num_in_stock - stock.num_allocated >= %(quantity)s""",
            {
                "quantity": quantity,
                "stock": listing.stock_record_id,
                "published": PUBLISHED,
                "active": VendorState.ACTIVE,
            },
        )
        return cursor.rowcount == 1


def _explain_refusal(listing: Listing, quantity: int) -> None:
    fresh = Listing.objects.select_related("vendor", "stock_record").get(id=listing.id)
    if not fresh.is_on_offer:
        raise NotOnOffer(name=fresh.name)
    raise OutOfStock(name=fresh.name, available=fresh.stock_available, requested=quantity)


def _write_hold(listing_id: int, quantity: int, order: OrderRef, at: datetime) -> None:
    """A second hold of the same goods for the same order adds to the first (a choice that went back and forth)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO catalog_stockhold
                 (listing_id, order_id, order_number, quantity, released, consumed, held_at, changed_at)
               VALUES (%s, %s, %s, %s, 0, 0, %s, %s)
               ON CONFLICT (order_id, listing_id) DO UPDATE
                 SET quantity = catalog_stockhold.quantity + EXCLUDED.quantity, changed_at = EXCLUDED.changed_at""",
            [listing_id, order.id, order.number, quantity, at, at],
        )
