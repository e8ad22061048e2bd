"""Is a price reasonable? The verdict, what it rests on, and that it is the same in Python and in SQL."""

from datetime import timedelta
from itertools import pairwise

import pytest

from catalog import selectors
from catalog.models import PriceBand, SearchEntry, StandardPrice
from catalog.pricing import MOST_DRAWN, Band, comparison_key, explain, verdict_on
from catalog.services import record_paid_price, refresh_price_bands, set_price
from catalog.states import PriceVerdict
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from tests.catalog.conftest import NOON, make_listing, make_vendor, owner_of

BAND = Band(
    low=Rupiah(690_000),
    median=Rupiah(772_000),
    high=Rupiah(812_000),
    standard=Rupiah(850_000),
    offers=14,
    paid=9,
    vendors=6,
)


@pytest.mark.parametrize(
    ("price", "verdict"),
    [
        (689_999, PriceVerdict.BELOW),
        (690_000, PriceVerdict.FAIR),
        (812_000, PriceVerdict.FAIR),
        (812_001, PriceVerdict.NEEDS_REASON),
        (850_000, PriceVerdict.NEEDS_REASON),
        (850_001, PriceVerdict.ABOVE_STANDARD),
    ],
)
def test_the_verdict_follows_the_band(price, verdict):
    assert verdict_on(Rupiah(price), BAND) == verdict
    assert explain(Rupiah(price), BAND)


def test_few_prices_or_few_sellers_say_nothing():
    few_prices = Band(Rupiah(1), Rupiah(2), Rupiah(3), None, offers=3, paid=1, vendors=3)
    few_sellers = Band(Rupiah(1), Rupiah(2), Rupiah(3), None, offers=30, paid=9, vendors=2)

    assert {verdict_on(Rupiah(99), band) for band in (None, few_prices, few_sellers)} == {PriceVerdict.UNKNOWN}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kertas HVS A4 80 gram, 500 lembar", "hvs kertas"),
        ("Set meja–kursi siswa SMA, kayu mahoni", "kursi meja"),
        ("Kotak kue rapat isi 4", "kue rapat"),
        ("Jasa servis AC split", "ac servis"),
        ("123", "-"),
    ],
)
def test_comparable_goods_share_the_two_leading_words(name, key):
    assert comparison_key(name) == key


@pytest.fixture
def papers(db):
    """Seven offers of the same paper by seven shops, Rp50.000 to Rp56.000."""
    return [make_listing(make_vendor(f"Toko {n}"), price=50_000 + n * 1_000) for n in range(7)]


def test_the_band_is_taken_from_the_percentiles_of_offers_and_paid_prices(papers):
    paid = [(49_000, NOON), (70_000, NOON - timedelta(days=400))]  # the second is too old
    for price, at in paid:
        record_paid_price(
            listing_id=papers[0].id,
            unit_price=Rupiah(price),
            quantity=5,
            order=OrderRef(new_id(), "DSR-1"),
            regency="33.74",
            at=at,
        )

    refresh_price_bands(at=NOON)

    band = PriceBand.objects.get()
    assert (band.low_idr, band.median_idr, band.high_idr) == (50_000, 52_000, 55_000)
    assert (band.offers, band.paid, band.vendors) == (7, 1, 7)
    view = selectors.price_band(papers[6])
    assert view.verdict == PriceVerdict.NEEDS_REASON and len(view.comparables) == 6


def test_a_large_group_is_drawn_evenly_from_the_lowest_to_the_highest(papers):
    for n in range(60):
        make_listing(papers[0].vendor, price=60_000 + n * 1_000)
    refresh_price_bands(at=NOON)

    drawn = selectors.price_band(papers[0]).comparables

    own_is_left_out = MOST_DRAWN - 1
    assert len(drawn) == own_is_left_out and drawn == sorted(drawn)
    assert 50_000 not in drawn and drawn[-1] == 119_000


def test_a_standard_price_is_a_limit(papers):
    StandardPrice.objects.create(
        category_id="07.03",
        unit_id="RM",
        comparison_key="hvs kertas",
        fiscal_year=2026,
        unit_price_idr=55_000,
        source="SK",
    )

    refresh_price_bands(at=NOON)

    assert selectors.price_band(papers[6]).verdict == PriceVerdict.ABOVE_STANDARD


def test_python_and_sql_judge_alike(papers):
    StandardPrice.objects.create(
        category_id="07.03",
        unit_id="RM",
        comparison_key="hvs kertas",
        fiscal_year=2026,
        unit_price_idr=55_500,
        source="SK",
    )
    changed = refresh_price_bands(at=NOON)

    verdicts = selectors.verdicts_of(papers)

    assert dict(SearchEntry.objects.values_list("listing_id", "verdict")) == {
        one: str(v) for one, v in verdicts.items()
    }
    assert set(verdicts.values()) == {PriceVerdict.BELOW, PriceVerdict.FAIR, PriceVerdict.ABOVE_STANDARD}
    assert set(changed) == {listing.id for listing in papers}
    assert refresh_price_bands(at=NOON) == []


def test_only_the_group_of_a_changed_price_is_judged_anew(papers):
    other = make_listing(
        make_vendor("Toko Pena"), name="Pena gel hitam", category_code="07.01", unit_code="H87", price=3_000
    )
    refresh_price_bands(at=NOON)
    before = PriceBand.objects.get(comparison_key=other.comparison_key).computed_at

    set_price(listing_id=papers[0].id, unit_price_idr=40_000, actor=owner_of(papers[0].vendor), at=NOON)
    refresh_price_bands(at=NOON + timedelta(hours=1), like=papers[0])

    assert PriceBand.objects.get(comparison_key=other.comparison_key).computed_at == before
    assert PriceBand.objects.get(comparison_key="hvs kertas").low_idr == 51_000


def test_a_paid_price_is_noted_once_per_order(papers):
    order = OrderRef(new_id(), "DSR-1")
    for price in (50_000, 99_000):
        record_paid_price(
            listing_id=papers[0].id, unit_price=Rupiah(price), quantity=1, order=order, regency=None, at=NOON
        )

    assert [paid.unit_price_idr for paid in papers[0].paid_prices.all()] == [50_000]


def test_price_history_begins_with_the_price_in_force_then(papers):
    listing = papers[0]
    for days, price in ((10, 51_000), (20, 52_000), (30, 53_000)):
        set_price(
            listing_id=listing.id, unit_price_idr=price, actor=owner_of(listing.vendor), at=NOON + timedelta(days=days)
        )

    history = selectors.price_history(listing, since=NOON + timedelta(days=15))

    assert [record.unit_price_idr for record in history] == [51_000, 52_000, 53_000]
    assert all(earlier.valid_from < later.valid_from for earlier, later in pairwise(history))
