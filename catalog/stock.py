"""Goods promised to orders: held, given back, handed over. Each step is judged under lock, with a CHECK behind it.

Stock has one truth, Oscar's stock record: `num_in_stock` (or the capacity) and `num_allocated`. The hold rows say for
whom. Rows are always taken in ascending listing id, so two orders for the same goods cannot wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.models import StockRecord

from catalog.models import HIGHEST_QUANTITY, StockHold
from catalog.states import PUBLISHED, StockKind
from marketplace.kernel.errors import NotFound, Refusal, RuleViolation, refuses_constraint
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


def reserve(*, lines: Sequence[Line], order: OrderRef, at: datetime) -> None:
    """Hold these quantities for `order`; two orders at once cannot both get the last piece.

    Shape   lines of (listing id, quantity); the same listing may stand in several lines.
    Raises  OutOfStock, NotOnOffer, BadQuantity, NotFound. Nothing is held when one line is refused.
    Locks   stock records in ascending listing id.
    """
    wanted = _added_up(lines)
    # Two statements however many lines; what is refused is refused before anything is written, so no savepoint.
    with transaction.atomic(savepoint=False):
        shelves = _locked_shelves(list(wanted))
        refusal = _first_refusal(wanted, shelves)
        if refusal is None:
            _hold(wanted, order, at)
    if refusal is not None:
        raise refusal


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


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What stands for sale of one listing, read under the lock on its stock record."""

    name: str
    is_on_offer: bool
    least: int
    available: int


def _locked_shelves(listing_ids: list[int]) -> dict[int, _Shelf]:
    """A row that another order held is read again after the wait: what is judged is what that order left."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT listing.id, listing.name, listing.state = %s AND vendor.state = %s, listing.min_order,
                      coalesce(stock.num_in_stock, 0) - coalesce(stock.num_allocated, 0)
                 FROM catalog_listing listing
                 JOIN vendors_vendor vendor ON vendor.organisation_id = listing.vendor_id
                 JOIN partner_stockrecord stock ON stock.id = listing.stock_record_id
                WHERE listing.id = ANY(%s::bigint[]) ORDER BY listing.id FOR NO KEY UPDATE OF stock""",
            [PUBLISHED, VendorState.ACTIVE, listing_ids],
        )
        return {listing_id: _Shelf(*facts) for listing_id, *facts in cursor.fetchall()}


def _first_refusal(wanted: dict[int, int], shelves: dict[int, _Shelf]) -> Refusal | None:
    for listing_id, quantity in wanted.items():
        shelf = shelves.get(listing_id)
        if shelf is None:
            return NotFound(kind="catalog.listing", id=listing_id)
        if not shelf.is_on_offer:
            return NotOnOffer(name=shelf.name)
        if not shelf.least <= quantity <= HIGHEST_QUANTITY:
            return BadQuantity(name=shelf.name, least=shelf.least, most=HIGHEST_QUANTITY)
        if shelf.available < quantity:
            return OutOfStock(name=shelf.name, available=shelf.available, requested=quantity)
    return None


def _hold(wanted: dict[int, int], order: OrderRef, at: datetime) -> None:
    """Count up under the lock, with the CHECK on the stock record behind it, and say for whom.

    A second hold of the same goods for the same order adds to the first (a choice that went back and forth).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH held AS (
                 UPDATE partner_stockrecord AS stock
                    SET num_allocated = coalesce(stock.num_allocated, 0) + asked.quantity
                   FROM unnest(%s::bigint[], %s::integer[]) AS asked(listing_id, quantity)
                   JOIN catalog_listing listing ON listing.id = asked.listing_id
                  WHERE stock.id = listing.stock_record_id
              RETURNING asked.listing_id, asked.quantity)
               INSERT INTO catalog_stockhold
                 (listing_id, order_id, order_number, quantity, released, consumed, held_at, changed_at)
               SELECT listing_id, %s, %s, quantity, 0, 0, %s, %s FROM held
               ON CONFLICT (order_id, listing_id) DO UPDATE
                 SET quantity = catalog_stockhold.quantity + EXCLUDED.quantity, changed_at = EXCLUDED.changed_at""",
            [list(wanted), list(wanted.values()), order.id, order.number, at, at],
        )
