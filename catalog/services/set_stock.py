"""A vendor says how much there is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.models import StockRecord

from catalog.models import Listing
from catalog.policies import may_list_for
from catalog.services.details import stock_in_range
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import RuleViolation


class StockBelowHeld(RuleViolation):
    code = "STOCK_BELOW_HELD"
    field = "stock"
    template = _("{held} sudah dipesan. Stok tidak dapat kurang dari itu.")


@transaction.atomic
def set_stock(*, listing_id: int, stock: int, actor: Actor, at: datetime) -> Listing:
    """Set the counted stock or the capacity, never below what open orders hold.

    Raises  StockOutOfRange, StockBelowHeld, NotPermitted, NotFound.
    """
    stock_in_range(stock)
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    before = listing.stock_record.num_in_stock
    changed = StockRecord.objects.filter(id=listing.stock_record_id, num_allocated__lte=stock).update(
        num_in_stock=stock
    )
    if not changed:
        listing.stock_record.refresh_from_db()
        raise StockBelowHeld(held=listing.stock_held)
    listing.stock_record.num_in_stock = stock
    audit_log.record(
        "catalog.listing.stock_set", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        before={"stock": before}, after={"stock": stock},
    )  # fmt: skip
    return listing
