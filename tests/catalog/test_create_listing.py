"""A vendor writes down what it offers."""

from decimal import Decimal

import pytest
from oscar.apps.catalogue.models import Product

from catalog.models import Listing, PriceRecord
from catalog.services import create_listing
from catalog.services.details import GroupIsNoCategory, NameNotReadable, PriceOutOfRange, StockOutOfRange
from catalog.states import DRAFT
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotFound, NotPermitted
from tests.catalog.conftest import NOON, details, make_vendor, owner_of
from vendors.states import VendorState


def create(vendor, actor=None, **changes):
    price = changes.pop("price", 54_500)
    stock = changes.pop("stock", 100)
    return create_listing(
        vendor_id=vendor.pk,
        details=details(**changes),
        unit_price_idr=price,
        stock=stock,
        actor=actor or owner_of(vendor),
        at=NOON,
    )


def test_a_vendor_writes_a_draft_with_price_stock_and_oscars_rows_beside_it(sari, bu_sari):
    listing = create(sari)

    assert listing.state == DRAFT
    assert listing.price_record.unit_price_idr == listing.unit_price_idr == 54_500
    assert (listing.stock_available, listing.stock_held) == (100, 0)
    assert listing.stock_record.price == Decimal("54500.00") and listing.stock_record.partner_id == sari.partner_id
    assert not Product.objects.get(id=listing.product_id).is_public
    assert AuditEntry.objects.filter(what="catalog.listing.created", actor_id=bu_sari.id).count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"price": 0}, PriceOutOfRange),
        ({"price": 10_000_000_000}, PriceOutOfRange),
        ({"stock": -1}, StockOutOfRange),
        ({"stock": 1_000_001}, StockOutOfRange),
        ({"name": "  "}, NameNotReadable),
        ({"name": "Kertas \u202eSVH"}, NameNotReadable),
        ({"name": "К\u0435ртас"}, NameNotReadable),  # Cyrillic letters that look Latin
        ({"category_code": "07"}, GroupIsNoCategory),
        ({"category_code": "99.99"}, NotFound),
        ({"unit_code": "???"}, NotFound),
    ],
)
def test_what_cannot_be_sold_like_this_is_refused_and_leaves_nothing_behind(sari, changes, refusal):
    with pytest.raises(refusal):
        create(sari, **changes)

    assert not Listing.objects.exists() and not Product.objects.exists() and not PriceRecord.objects.exists()


def test_somebody_elses_shop_cannot_be_filled(sari):
    stranger = owner_of(make_vendor("Toko Lain"))

    with pytest.raises(NotPermitted):
        create(sari, actor=stranger)

    assert not Listing.objects.exists()


def test_a_suspended_vendor_lists_nothing(db):
    vendor = make_vendor(state=VendorState.SUSPENDED)

    with pytest.raises(NotPermitted):
        create(vendor)

    assert not Listing.objects.exists()
