"""Search finds what people mean, counts what it shows, and never shows what is not on offer."""

import pytest

from catalog import search, selectors
from catalog.models import Listing, SearchEntry
from catalog.search import Query, find
from catalog.search.text import query_words, stem, stems_of
from catalog.services import record_paid_price, refresh_price_bands, withdraw_listing
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from tests.beginnings import Beginning, made_once
from tests.catalog.conftest import NOON, give_kbli, make_listing, make_vendor, move_vendor
from vendors.states import VendorState

DESK = {"category_code": "06.05", "unit_code": "SET"}


def three_shops() -> dict[str, Listing]:
    """In three places, with goods that share words."""
    jepara = make_vendor("CV Jati Luhur", regency="33.20", scale="kecil", legal_form="cv")
    klaten = make_vendor("Koperasi Serenan", regency="33.10", legal_form="koperasi")
    semarang = make_vendor("Toko Tulis", regency="33.74")
    give_kbli(semarang, "56210")
    return {
        "desk": make_listing(jepara, name="Set meja kursi siswa mahoni", price=785_000, lead_time_days=9, **DESK),
        "green": make_listing(klaten, name="Set meja kursi siswa hijau", price=698_000, lead_time_days=12, **DESK),
        "chair": make_listing(jepara, name="Kursi siswa pipa oval", price=298_000, lead_time_days=7, **DESK),
        "paper": make_listing(semarang, name="Kertas HVS A4 80 gram", price=54_500),
        "cake": make_listing(
            semarang, name="Kotak kue rapat isi 4", price=18_500, category_code="01.02", unit_code="Q3",
            lead_time_days=1,
        ),
    }  # fmt: skip


shops_at_first = made_once(three_shops)


@pytest.fixture
def shops(shops_at_first: Beginning[dict[str, Listing]], db) -> dict[str, Listing]:
    return shops_at_first.copy()


def ids(*listings) -> set[int]:
    return {listing.id for listing in listings}


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("perkantoran", "kantor"),
        ("makanan", "makan"),
        ("pembersih", "bersih"),
        ("bangku", "kursi"),
        ("a4", "a4"),
        ("80", "80"),
    ],
)
def test_words_become_stems(word, root):
    assert stem(word) == root


def test_stop_words_and_marks_are_left_out_and_sizes_stay():
    assert stems_of("Meja–kursi untuk siswa, 2,5 m") == ["meja", "kursi", "siswa", "2,5"]
    assert query_words("yang yang dan " + "kursi " * 20) == ["kursi"]


def test_all_words_must_stand_there_and_the_name_counts_most(shops):
    answer = find(Query(text="kursi siswa"))

    assert set(answer.ids) == ids(shops["desk"], shops["green"], shops["chair"])
    assert (answer.total, answer.vendors, answer.capped) == (3, 2, False)


def test_a_word_is_found_in_its_other_forms_and_by_its_english_name(shops):
    assert find(Query(text="kertasnya")).ids == [shops["paper"].id]
    assert find(Query(text="paper")).ids == [shops["paper"].id]


def test_a_misspelt_word_is_corrected_and_said_so(shops):
    answer = find(Query(text="kertass hvs"))

    assert answer.ids == [shops["paper"].id]
    assert answer.corrected == "kertas hvs"


def test_goods_that_hold_only_some_of_the_words_are_shown_before_an_empty_page(shops):
    assert shops["paper"].id in find(Query(text="kertas mahoni")).ids


def test_nonsense_finds_nothing_and_breaks_nothing(shops):
    for text in ("zzzzqqqq", "'; DROP TABLE x; --", "& | ! :*", "\\", "%", "()", "\x00kertas'"):
        answer = find(Query(text=text))
        assert answer.total in range(6)


def test_facets_count_what_would_be_found_if_chosen(shops):
    answer = find(Query(text="kursi", regency=("33.20",)))

    assert set(answer.ids) == ids(shops["desk"], shops["chair"])
    assert answer.facets["regency"] == {"33.20": 2, "33.10": 1}  # as if this facet were not chosen
    assert answer.facets["scale"] == {"kecil": 2}
    assert find(Query(text="kursi", scale=("koperasi",))).ids == [shops["green"].id]


def test_price_limits_and_groups_narrow(shops):
    assert find(Query(text="kursi", price_max_idr=300_000)).ids == [shops["chair"].id]
    assert find(Query(price_min_idr=700_000)).ids == [shops["desk"].id]
    assert find(Query(group="01")).ids == [shops["cake"].id]
    assert set(find(Query(group="06", category=("06.05",))).ids) == ids(shops["desk"], shops["green"], shops["chair"])


@pytest.mark.parametrize(("sort", "first"), [("price", "chair"), ("fastest", "chair"), ("newest", "chair")])
def test_sorting(shops, sort, first):
    assert find(Query(text="kursi", sort=sort)).ids[0] == shops[first].id


def test_the_least_often_chosen_vendor_comes_first_when_orders_should_spread(shops):
    record_paid_price(
        listing_id=shops["desk"].id,
        unit_price=Rupiah(785_000),
        quantity=2,
        order=OrderRef(new_id(), "DSR-1"),
        regency=None,
        at=NOON,
    )
    search.index_listings([listing.id for listing in shops.values()])

    assert find(Query(text="kursi", sort="spread")).ids[0] == shops["green"].id


def test_pages_do_not_overlap(shops):
    first = find(Query(text="kursi", per_page=2, page=1)).ids
    second = find(Query(text="kursi", per_page=2, page=2)).ids

    assert len(first) == 2 and len(second) == 1 and not set(first) & set(second)


def test_withdrawn_goods_are_not_shown_even_while_the_index_lags(shops):
    from tests.catalog.conftest import owner_of

    listing = shops["paper"]
    withdraw_listing(listing_id=listing.id, actor=owner_of(listing.vendor), at=NOON)

    found = selectors.search(Query(text="kertas"))

    assert found.answer.ids == [listing.id]  # the index has not heard yet
    assert found.listings == []


def test_goods_of_a_suspended_vendor_are_not_shown_and_leave_the_index(shops):
    move_vendor(shops["paper"].vendor, VendorState.SUSPENDED)

    assert selectors.search(Query(text="kertas")).listings == []
    search.index_listings([shops["paper"].id])
    assert not SearchEntry.objects.filter(listing=shops["paper"]).exists()


def test_an_older_message_does_not_overwrite_a_newer_entry(shops):
    from catalog.search.indexing import entries_for
    from catalog.search.postgres import PostgresSearch

    old = entries_for([shops["paper"].id])
    SearchEntry.objects.filter(listing=shops["paper"]).update(version=99, unit_price_idr=1)

    PostgresSearch().index(old)

    assert SearchEntry.objects.get(listing=shops["paper"]).unit_price_idr == 1


def test_a_rebuilt_index_equals_the_one_that_grew(shops):
    refresh_price_bands(at=NOON)
    grown = list(SearchEntry.objects.order_by("listing_id").values())

    assert search.rebuild() == len(shops)

    assert list(SearchEntry.objects.order_by("listing_id").values()) == grown


def test_words_are_completed_most_used_first(shops):
    assert search.complete("kur")[0] == "kursi"
    assert search.complete("meja kur")[0] == "meja kursi"
    assert search.complete("k") == [] and search.complete("%%") == []
