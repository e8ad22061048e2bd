"""Prices are written once and never changed; stock is never less than what is promised."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from oscar.apps.partner.models import StockRecord

from catalog import stock
from catalog.models import Listing, PriceRecord
from catalog.services import set_price, set_stock
from catalog.services.details import PriceOutOfRange
from catalog.services.set_stock import StockBelowHeld
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef
from tests.catalog.conftest import NOON, make_listing, make_vendor, owner_of


def test_a_new_price_is_a_new_record_and_oscar_mirrors_it(sari, bu_sari):
    listing = make_listing(sari, price=54_500)

    set_price(listing_id=listing.id, unit_price_idr=56_000, reason="Harga kertas naik", actor=bu_sari, at=NOON)

    listing.refresh_from_db()
    assert listing.unit_price_idr == listing.price_record.unit_price_idr == 56_000
    assert [record.unit_price_idr for record in listing.prices.order_by("id")] == [54_500, 56_000]
    assert StockRecord.objects.get(listing=listing).price == Decimal(56_000)


def test_the_same_price_again_writes_nothing(sari, bu_sari):
    listing = make_listing(sari)

    set_price(listing_id=listing.id, unit_price_idr=54_500, actor=bu_sari, at=NOON)

    assert listing.prices.count() == 1


@pytest.mark.parametrize("price", [0, -1, 10_000_000_000])
def test_a_price_outside_what_oscar_holds_is_refused(sari, bu_sari, price):
    listing = make_listing(sari)

    with pytest.raises(PriceOutOfRange):
        set_price(listing_id=listing.id, unit_price_idr=price, actor=bu_sari, at=NOON)

    assert listing.prices.count() == 1


def test_a_stranger_sets_neither_price_nor_stock(sari):
    listing, stranger = make_listing(sari), owner_of(make_vendor("Toko Lain"))

    with pytest.raises(NotPermitted):
        set_price(listing_id=listing.id, unit_price_idr=1, actor=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        set_stock(listing_id=listing.id, stock=1, actor=stranger, at=NOON)

    listing.refresh_from_db()
    assert (listing.unit_price_idr, listing.stock_available) == (54_500, 100)


def test_stock_cannot_go_below_what_is_promised(sari, bu_sari):
    listing = make_listing(sari, stock=10)
    stock.reserve(lines=[(listing.id, 4)], order=OrderRef(new_id(), "DSR-1"), at=NOON)

    with pytest.raises(StockBelowHeld):
        set_stock(listing_id=listing.id, stock=3, actor=bu_sari, at=NOON)

    assert set_stock(listing_id=listing.id, stock=4, actor=bu_sari, at=NOON).stock_record.num_in_stock == 4


# ---- around the use cases: the database has the last word


def refused(sql: str, *parameters) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(refusal.value)


def test_price_records_are_written_once(sari):
    record = make_listing(sari).price_record

    assert refused("UPDATE catalog_pricerecord SET unit_price_idr = 1 WHERE id = %s", record.id)
    assert refused("DELETE FROM catalog_pricerecord WHERE id = %s", record.id)
    assert PriceRecord.objects.get(id=record.id).unit_price_idr == 54_500


def test_a_listing_cannot_show_a_price_that_is_no_record_of_its_own(sari):
    mine, other = make_listing(sari), make_listing(sari, price=1_000)

    assert "listing_price_is_a_record" in refused(
        "UPDATE catalog_listing SET unit_price_idr = 1 WHERE id = %s", mine.id
    )
    assert "listing_price_is_a_record" in refused(
        "UPDATE catalog_listing SET price_record_id = %s, unit_price_idr = 1000 WHERE id = %s",
        other.price_record_id,
        mine.id,
    )


def test_oscars_stock_record_takes_no_fraction_no_foreign_money_and_no_oversale(sari):
    record = make_listing(sari, stock=3).stock_record

    assert "stock_price_is_whole_rupiah" in refused(
        "UPDATE partner_stockrecord SET price = 10.5 WHERE id = %s", record.id
    )
    assert "stock_price_in_rupiah" in refused(
        "UPDATE partner_stockrecord SET price_currency = 'GBP' WHERE id = %s", record.id
    )
    assert "stock_allocated_within_stock" in refused(
        "UPDATE partner_stockrecord SET num_allocated = 4 WHERE id = %s", record.id
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        record.allocate(4)  # Oscar's own, which asks nobody


def test_a_published_listing_has_a_price(sari):
    listing = make_listing(sari)

    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(id=listing.id).update(price_record=None)
