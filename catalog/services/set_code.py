"""A vendor gives its own code to a product."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from oscar.apps.partner.models import StockRecord

from catalog.models import Listing
from catalog.policies import may_list_for
from catalog.services.details import code_spelled, free_code
from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor


@transaction.atomic
def set_code(*, listing_id: int, code: str, actor: Actor, at: datetime) -> Listing:
    """Set the code by which the vendor's sheets name this product; orders keep what they were placed with.

    Raises  CodeNotReadable, CodeIsGiven, CodeTaken, NotPermitted, NotFound.
    """
    listing = Listing.objects.lock(listing_id)
    may_list_for(actor, listing.vendor).enforce()
    record = listing.stock_record
    before = record.partner_sku
    if code_spelled(code) == before:
        return listing
    record.partner_sku = free_code(code, partner_id=record.partner_id)
    StockRecord.objects.filter(id=record.id).update(partner_sku=record.partner_sku)
    audit_log.record(
        "catalog.listing.code_set", listing, actor=actor, at=at, organisation_id=listing.vendor_id,
        before={"code": before}, after={"code": record.partner_sku},
    )  # fmt: skip
    return listing
