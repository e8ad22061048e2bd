"""One contract for every search engine: PostgreSQL, a strict stub of Elasticsearch, and a real node if given."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from catalog import search
from catalog.search.base import Entry, Query, SearchUnavailable
from catalog.search.elastic import ElasticSearch
from catalog.search.indexing import entries_for
from catalog.search.postgres import PostgresSearch
from catalog.search.text import stems_of
from marketplace.kernel.ids import new_id
from tests.catalog.conftest import NOON, make_listing, make_vendor
from tests.catalog.elastic_stub import StubServer

REAL_NODE = os.environ.get("TEST_ELASTICSEARCH_URL", "")
ENGINES = ["postgres", "stub", *(["node"] if REAL_NODE else [])]


@pytest.fixture(params=ENGINES)
def engine(request, db):
    if request.param == "postgres":
        yield PostgresSearch()
        return
    server = StubServer() if request.param == "stub" else None
    yield ElasticSearch(server.address if server else REAL_NODE, alias=f"test-{new_id().hex}")
    if server:
        server.stop()


@pytest.fixture
def goods(engine) -> dict[str, Entry]:
    """Listings in the database (its vocabulary corrects for every engine), and their entries in `engine`."""
    jepara = make_vendor("CV Jati Luhur", regency="33.20", scale="kecil", legal_form="cv")
    klaten = make_vendor("Koperasi Serenan", regency="33.10", legal_form="koperasi")
    desk = {"category_code": "06.05", "unit_code": "SET"}
    listings = {
        "desk": make_listing(jepara, name="Set meja kursi siswa SMA mahoni", price=785_000, lead_time_days=9, **desk),
        "green": make_listing(klaten, name="Set meja kursi siswa SMP hijau", price=698_000, lead_time_days=12, **desk),
        "chair": make_listing(jepara, name="Kursi siswa pipa oval", price=298_000, lead_time_days=7, **desk),
        "paper": make_listing(klaten, name="Kertas HVS A4 80 gram", price=54_500),
    }
    entries = {entry.listing_id: entry for entry in entries_for([listing.id for listing in listings.values()])}
    named = {
        name: replace(
            entries[listing.id],
            published_at=NOON + timedelta(minutes=n),
            vendor_orders=0 if entries[listing.id].regency == "33.20" else 1,
        )
        for n, (name, listing) in enumerate(listings.items())
    }
    engine.rebuild(named.values())
    return named


def names(goods: dict[str, Entry], answer) -> list[str]:
    known = {entry.listing_id: name for name, entry in goods.items()}
    return [known[one] for one in answer.ids]


def test_all_words_must_be_there(engine, goods):
    assert set(names(goods, engine.search(Query(text="kursi siswa")))) == {"desk", "green", "chair"}
    assert names(goods, engine.search(Query(text="kursi mahoni"))) == ["desk"]


def test_words_may_stand_in_name_category_or_vendor(engine, goods):
    assert names(goods, engine.search(Query(text="kertas serenan"))) == ["paper"]


def test_other_forms_and_misspelt_words_are_found(engine, goods):
    assert names(goods, engine.search(Query(text="kertasnya"))) == ["paper"]
    answer = engine.search(Query(text="kertass"))
    assert names(goods, answer) == ["paper"] and answer.corrected == "kertas"


def test_some_of_the_words_are_better_than_nothing(engine, goods):
    assert "paper" in names(goods, engine.search(Query(text="kertas mahoni")))


def test_no_words_find_everything_newest_first(engine, goods):
    assert names(goods, engine.search(Query())) == ["paper", "chair", "green", "desk"]


def test_facets_count_as_if_they_were_not_chosen(engine, goods):
    answer = engine.search(Query(text="kursi", regency=("33.20",)))

    assert set(names(goods, answer)) == {"desk", "chair"}
    assert (answer.total, answer.vendors) == (2, 1)
    assert answer.facets["regency"] == {"33.20": 2, "33.10": 1}
    assert answer.facets["scale"] == {"kecil": 2}
    assert answer.facets["category"] == {"06.05": 2}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(group="07"), {"paper"}),
        (Query(category=("06.05",), scale=("koperasi",)), {"green"}),
        (Query(price_min_idr=298_000, price_max_idr=698_000), {"green", "chair"}),
        (Query(verdict=("fair",)), set()),
    ],
)
def test_filters_narrow(engine, goods, query, expected):
    assert set(names(goods, engine.search(query))) == expected


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("price", ["paper", "chair", "green", "desk"]),
        ("fastest", ["paper", "chair", "desk", "green"]),
        ("spread", ["chair", "paper", "desk", "green"]),
        ("newest", ["paper", "chair", "green", "desk"]),
    ],
)
def test_sorting(engine, goods, sort, expected):
    assert names(goods, engine.search(Query(sort=sort))) == expected


def test_one_of_each_vendor_comes_first_on_pages_that_follow_each_other(engine, goods):
    """A shop of seven goods and four of one: all goods once, and the first ones are of different vendors."""
    shop, *others = (make_vendor(f"Toko Kursi {n}") for n in range(5))
    many = [make_listing(shop, name=f"Kursi lipat {n}").id for n in range(7)]
    single = [make_listing(vendor, name="Kursi lipat").id for vendor in others]
    orders = dict.fromkeys(single, 2)
    engine.index([replace(one, vendor_orders=orders.get(one.listing_id, 0)) for one in entries_for([*many, *single])])

    pages = [engine.search(Query(text="lipat", sort="spread", per_page=4, page=page)) for page in (1, 2, 3, 4)]

    assert [page.ids for page in pages] == [
        [many[6], *single[:0:-1]],
        [single[0], *many[5:2:-1]],
        many[2::-1],
        [],
    ]
    assert {page.total for page in pages} == {11}


def test_pages_follow_each_other(engine, goods):
    pages = [names(goods, engine.search(Query(sort="price", per_page=3, page=page))) for page in (1, 2, 3)]

    assert pages == [["paper", "chair", "green"], ["desk"], []]


def test_what_is_removed_is_not_found_and_removing_twice_is_fine(engine, goods):
    for _ in range(2):
        engine.remove([goods["paper"].listing_id])

    assert engine.search(Query(text="kertas")).ids == []


def test_a_late_message_does_not_overwrite(engine, goods):
    entry = goods["paper"]
    engine.index([replace(entry, version=entry.version + 5, name_stems=tuple(stems_of("Kertas folio")))])
    engine.index([entry])

    assert engine.search(Query(text="folio")).ids == [entry.listing_id]


def test_a_rebuild_forgets_what_is_gone(engine, goods):
    assert engine.rebuild([goods["desk"], goods["chair"]]) == 2

    assert set(names(goods, engine.search(Query()))) == {"desk", "chair"}


def test_nonsense_breaks_nothing(engine, goods):
    for text in ("'; DROP TABLE x", "& | ! :*", "\\", '{"a": 1}', "AND OR NOT", "\x00"):
        assert engine.search(Query(text=text)).total in range(5)


# ---- when the outside engine is away


@pytest.fixture
def outside(settings):
    """A site with an Elasticsearch address."""
    server = StubServer()
    settings.ELASTICSEARCH_URL = server.address
    yield server
    server.stop()


def test_a_site_with_an_address_asks_elasticsearch(db, outside):
    listing = make_listing(make_vendor())
    search.rebuild()
    PostgresSearch().remove([listing.id])

    assert search.find(Query(text="kertas")).ids == [listing.id]


def test_without_an_index_yet_the_database_answers(db, outside):
    listing = make_listing(make_vendor())

    assert search.find(Query(text="kertas")).ids == [listing.id]


def test_a_dead_engine_is_passed_over_and_indexing_is_tried_again_later(db, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    listing = make_listing(make_vendor())

    assert search.find(Query(text="kertas")).ids == [listing.id]
    with pytest.raises(SearchUnavailable):
        search.index_outside([listing.id])


def test_a_rebuild_without_the_engine_leaves_the_database_indexed_and_says_so(db, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    listing = make_listing(make_vendor())
    PostgresSearch().remove([listing.id])

    with pytest.raises(CommandError, match=r"ELASTICSEARCH_URL does not answer .* run this again"):
        call_command("rebuild_search")

    assert search.find(Query(text="kertas")).ids == [listing.id]


def test_an_engine_that_lost_its_index_gets_all_of_it_back_and_not_one_listing(db, outside):
    one, other = (make_listing(make_vendor(name)) for name in ("UD Satu", "UD Dua"))

    search.index_outside([one.id])

    PostgresSearch().remove([one.id, other.id])
    assert set(search.find(Query(text="kertas")).ids) == {one.id, other.id}


def test_a_server_that_is_no_elasticsearch_is_not_believed(db, settings, outside, monkeypatch):
    monkeypatch.setattr("tests.catalog.elastic_stub.Handler.send_header", _without_product_header)
    listing = make_listing(make_vendor())

    assert search.find(Query(text="kertas")).ids == [listing.id]


def _without_product_header(handler, name, value):
    from http.server import BaseHTTPRequestHandler

    if name != "X-Elastic-Product":
        BaseHTTPRequestHandler.send_header(handler, name, value)
