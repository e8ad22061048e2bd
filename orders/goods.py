"""What an order copies from a listing: price version, words, judgement, and a hash of what the vendor showed (T-20)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Listing
from catalog.pricing import Band, verdict_on
from marketplace.kernel.audit_log import canonical
from marketplace.kernel.money import Rupiah
from orders.checks import PriceFacts
from orders.guarantees import present


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One listing as it stands now. `photos` are hashes in the order shown; `unit_name` is what papers write."""

    listing_id: int
    name: str
    description: str
    specifications: list[list[str]]
    unit_code: str
    unit_name: str
    category_code: str
    account_code: str
    tax_class: str
    unit_price_idr: int
    price_record_id: int
    photos: Sequence[str]
    price: PriceFacts


def goods_of(listing: Listing, price: PriceFacts) -> Goods:
    return Goods(
        listing_id=listing.id,
        name=listing.name,
        description=listing.description,
        specifications=listing.specifications,
        unit_code=listing.unit_code,
        unit_name=listing.unit.name,
        category_code=listing.category_code,
        account_code=listing.category.account_id or "",
        tax_class=listing.category.tax_class,
        unit_price_idr=listing.unit_price_idr,
        price_record_id=present(listing.price_record_id),
        photos=[photo.file.sha256 for photo in listing.photos.all()],
        price=price,
    )


def price_facts(name: str, price: Rupiah, band: Band | None) -> PriceFacts:
    """A price beside its band."""
    return PriceFacts(
        title=name,
        verdict=str(verdict_on(price, band)),
        unit_price_idr=price.idr,
        low_idr=band.low.idr if band else None,
        high_idr=band.high.idr if band else None,
        median_idr=band.median.idr if band else None,
        standard_idr=band.standard.idr if band and band.standard else None,
    )


def goods_sha256(goods: Goods) -> str:
    """The vendor may change words and photos tomorrow; the order says what they were."""
    shown = {
        "listing": goods.listing_id,
        "name": goods.name,
        "description": goods.description,
        "specifications": goods.specifications,
        "unit": goods.unit_code,
        "category": goods.category_code,
        "photos": list(goods.photos),
    }
    return hashlib.sha256(canonical(shown)).hexdigest()


def title_of(goods: Sequence[tuple[Goods, int]]) -> str:
    """The name of an order: its goods with how many, or its first goods and how many more. Stored as it is."""
    first, quantity = goods[0]
    if len(goods) == 1:
        return f"{first.name}, {quantity} {first.unit_name}"[:200]
    return f"{first.name} +{len(goods) - 1}"[:200]
