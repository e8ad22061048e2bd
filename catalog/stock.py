"""Goods promised to orders: held, given back, handed over. Each step is judged under lock, with a CHECK behind it.

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

from catalog.models import StockHold
from catalog.states import StockKind
from marketplace.kernel.errors import NotFound, RuleViolation, database_says_no, refuses_constraint
from marketplace.kernel.refs import OrderRef

Line = tuple[int, int]  # listing id, quantity

refuses_constraint("stock_listing_known")(NotFound)


@refuses_constraint("stock_allocated_within_stock")
class OutOfStock(RuleViolation):
    code = "OUT_OF_STOCK"
    template = _("“{name}” tersisa {available}, Anda meminta {requested}.")

    def __init__(self, *, name: str = "", available: int = 0, requested: int = 0, **facts) -> None:
        super().__init__(name=name, available=available, requested=requested, **facts)


@refuses_constraint("stock_on_offer")
class NotOnOffer(RuleViolation):
    code = "NOT_ON_OFFER"
    template = _("“{name}” sedang tidak dijual. Keluarkan dari keranjang atau pilih produk lain.")


@refuses_constraint("stock_quantity_in_range")
class BadQuantity(RuleViolation):
    code = "BAD_QUANTITY"
    template = _("Jumlah “{name}” harus antara {least} dan {most}.")


class HoldTooSmall(RuleViolation):
    code = "STOCK_HOLD_TOO_SMALL"
    template = _("Jumlah yang diserahkan ({requested}) melebihi yang dipesan ({held}).")


def reserve(*, lines: Sequence[Line], order: OrderRef, at: datetime) -> None:
    """Hold these quantities for `order`; two orders at once cannot both get the last piece.

    Shape   lines of (listing id, quantity); the same listing may stand in several lines.
    Raises  OutOfStock, NotOnOffer, BadQuantity, NotFound; then the transaction is over, and nothing is held.
    Locks   stock records in ascending listing id.
    """
    with database_says_no(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT stock_hold(%s, %s, %s, %s, %s)",
            [
                [order.id] * len(lines),
                [order.number] * len(lines),
                [listing_id for listing_id, _quantity in lines],
                [quantity for _listing_id, quantity in lines],
                at,
            ],
        )


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
