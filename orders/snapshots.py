"""What an order copies from a listing: price version, words, judgement, and a hash of what the vendor showed (T-20)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from catalog.models import Listing
from marketplace.kernel.audit_log import canonical
from orders import judging
from orders.checks import PriceFacts
from orders.guarantees import present
from orders.models import OrderLine, ProcurementOrder


def listing_sha256(listing: Listing) -> str:
    """The vendor may change words and photos tomorrow; the order says what they were."""
    shown = {
        "listing": listing.id,
        "name": listing.name,
        "description": listing.description,
        "specifications": listing.specifications,
        "unit": listing.unit_code,
        "category": listing.category_code,
        "photos": [photo.file.sha256 for photo in listing.photos.all()],
    }
    return hashlib.sha256(canonical(shown)).hexdigest()


def lines_of(
    order: ProcurementOrder | None, goods: Iterable[tuple[Listing, int]], *, facts: dict[int, PriceFacts] | None = None
) -> list[OrderLine]:
    """Order lines for (listing, quantity), at the listing's present price version."""
    rows = list(goods)
    facts = facts or judging.price_facts_of([listing for listing, _ in rows])
    return [
        _line(order, position, listing, quantity, facts[listing.id])
        for position, (listing, quantity) in enumerate(rows, start=1)
    ]


def _line(
    order: ProcurementOrder | None, position: int, listing: Listing, quantity: int, facts: PriceFacts
) -> OrderLine:
    return OrderLine(
        order=order,
        position=position,
        listing=listing,
        price_record_id=present(listing.price_record_id),
        title=listing.name,
        specification="; ".join(": ".join(map(str, pair)) for pair in listing.specifications),
        category_code=listing.category_code,
        account_code=listing.category.account_id or "",
        tax_class=listing.category.tax_class,
        unit_code=listing.unit_code,
        unit_price_idr=listing.unit_price_idr,
        quantity=quantity,
        amount_idr=listing.unit_price_idr * quantity,
        verdict=facts.verdict,
        band={"low": facts.low_idr, "high": facts.high_idr, "median": facts.median_idr, "standard": facts.standard_idr},
        listing_sha256=listing_sha256(listing),
    )
