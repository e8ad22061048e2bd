"""Many listings at once stand under the same rules as one by one."""

import pytest

from catalog import search
from catalog.models import Listing
from catalog.search import Query
from catalog.services import load_listings, load_standard_prices
from catalog.services.details import PriceOutOfRange
from catalog.services.load_listings import Offer
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.tables import BadReferenceTable
from tests.catalog.conftest import NOON, details
from tests.catalog.test_stock import offences


def offers(vendor, *prices: int):
    return [
        Offer(vendor_id=vendor.pk, details=details(), unit_price_idr=price, stock=10, published_at=NOON)
        for price in prices
    ]


def test_loaded_listings_are_published_found_and_break_no_invariant(sari):
    ids = load_listings(offers(sari, 50_000, 51_000, 52_000), actor=SYSTEM, at=NOON)
    search.rebuild()

    assert Listing.objects.on_offer().filter(id__in=ids).count() == 3
    assert set(search.find(Query(text="kertas")).ids) == set(ids)
    assert offences() == []


def test_a_wrong_row_stops_its_batch(sari):
    with pytest.raises(PriceOutOfRange):
        load_listings(offers(sari, 50_000, 0), actor=SYSTEM, at=NOON)

    assert not Listing.objects.exists()


def test_people_do_not_load_in_bulk(sari, bu_sari):
    with pytest.raises(NotPermitted):
        load_listings(offers(sari, 50_000), actor=bu_sari, at=NOON)


def test_standard_prices_are_loaded_whole_or_not_at_all(db, tmp_path):
    head = "category_code,unit_code,name,fiscal_year,unit_price_idr,source\n"
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(head + "07.03,RM,Kertas HVS,2026,60000,SK Gubernur\n")
    bad.write_text(head + "07.03,RM,Kertas HVS,2026,60000,SK\n99.99,RM,X,2026,1,SK\n")

    assert load_standard_prices(good) == 1
    with pytest.raises(BadReferenceTable, match="line 3"):
        load_standard_prices(bad)
