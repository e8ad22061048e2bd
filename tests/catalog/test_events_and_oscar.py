"""What follows from what happened, what Oscar is told, and the tables that are shipped."""

from decimal import Decimal

import pytest
from django.core.management import call_command
from oscar.apps.basket.models import Basket
from oscar.apps.catalogue.models import Category
from oscar.core.loading import get_class

from catalog import search, selectors
from catalog.models import CategoryFacts, PriceBand, SearchEntry, Unit
from catalog.search import Query
from catalog.services import publish_listing, set_price, withdraw_listing
from catalog.states import LISTING_FLOW, ListingState
from marketplace.kernel.actors import ANONYMOUS
from marketplace.kernel.errors import NotFound
from marketplace.kernel.outbox.worker import deliver_due
from tests.catalog.conftest import NOON, make_listing, make_vendor, owner_of


def test_the_index_and_the_range_follow_what_happens(sari, bu_sari):
    listing = make_listing(sari, published=False)
    publish_listing(listing_id=listing.id, actor=bu_sari, at=NOON)
    deliver_due()
    assert search.find(Query(text="kertas")).ids == [listing.id]
    assert PriceBand.objects.get().median_idr == 54_500

    set_price(listing_id=listing.id, unit_price_idr=60_000, actor=bu_sari, at=NOON)
    deliver_due()
    assert SearchEntry.objects.get().unit_price_idr == 60_000 and PriceBand.objects.get().median_idr == 60_000

    withdraw_listing(listing_id=listing.id, actor=bu_sari, at=NOON)
    deliver_due()
    assert search.find(Query(text="kertas")).ids == [] and not PriceBand.objects.exists()


def test_a_listing_is_visible_by_scope(sari, bu_sari, vina):
    draft = make_listing(sari, published=False)

    assert selectors.listing_visible_to(bu_sari, draft.id) == selectors.listing_visible_to(vina, draft.id) == draft
    for actor in (ANONYMOUS, owner_of(make_vendor("Toko Lain"))):
        with pytest.raises(NotFound):
            selectors.listing_visible_to(actor, draft.id)


def test_oscars_basket_asks_us_for_price_and_availability(sari):
    listing = make_listing(sari, stock=3, price=54_500)
    basket = Basket.objects.create()
    basket.strategy = get_class("partner.strategy", "Selector")().strategy()

    line, _ = basket.add_product(listing.product, quantity=2)

    assert line.price_incl_tax == Decimal(54_500) and line.stockrecord_id == listing.stock_record_id
    assert basket.is_quantity_allowed(4, line=line)[0] is False
    assert basket.total_incl_tax == Decimal(109_000)


def test_oscars_basket_takes_no_draft_goods(sari):
    listing = make_listing(sari, published=False)
    strategy = get_class("partner.strategy", "Selector")().strategy()

    assert not strategy.fetch_for_product(listing.product).availability.is_available_to_buy


def test_no_view_of_oscars_is_ever_imported(sari):
    import sys

    assert not [name for name in sys.modules if name.startswith("oscar.apps.") and name.endswith(".views")]


def test_the_shipped_tables_are_complete_and_the_tree_is_sound(db):
    assert Unit.objects.count() == 67
    assert CategoryFacts.objects.filter(parent=None).count() == 17
    assert CategoryFacts.objects.exclude(parent=None).count() == 145
    assert Category.objects.find_problems() == ([], [], [], [], [])
    leaf, group = (CategoryFacts.objects.get(code=code).category for code in ("06.05", "06"))
    assert leaf.path.startswith(group.path) and group.name == "Mebel dan Perlengkapan Ruang"


def test_the_flow_can_be_printed_and_reaches_every_state():
    reached = {target for _, _, target in LISTING_FLOW.steps()} | {ListingState.DRAFT.value}

    assert reached == set(ListingState.values)
    assert "publish" in LISTING_FLOW.table()


def test_rebuilding_by_command_says_how_many(sari, capsys):
    make_listing(sari)

    call_command("rebuild_search")

    assert "1 listings on offer are indexed." in capsys.readouterr().out


def test_pages_are_english_for_who_asks(client, sari):
    make_listing(sari)

    client.cookies["bahasa"] = "en"

    page = client.get("/").content.decode()
    results = client.get("/cari/?q=kertas").content.decode()

    assert "Browse categories" in page and "Jelajahi" not in page
    assert "Filter results" in results and "1 product" in results and "ream" in results
