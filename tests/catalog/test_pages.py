"""What visitors, buyers and sellers see: status, words, number of queries and weight."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from catalog.models import Listing
from catalog.services import record_paid_price, refresh_price_bands
from catalog.states import DRAFT, IN_REVIEW, PUBLISHED, WITHDRAWN
from marketplace.accounts.models import RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.ids import new_id
from marketplace.kernel.refs import OrderRef
from tests.beginnings import Beginning, made_once
from tests.catalog.conftest import NOON, make_listing, make_vendor

DESK = {"category_code": "06.05", "unit_code": "SET"}


def person(organisation_id: int, role: str, email: str) -> Client:
    """A signed-in browser of somebody who holds `role` now."""
    user = User.objects.create(email=email, full_name=email.split("@")[0].title())
    RoleAssignment.objects.create(
        user=user,
        role=role,
        organisation_id=organisation_id,
        valid_from=date.today() - timedelta(days=30),
        valid_to=date.today() + timedelta(days=300),
        decision_number="SK/1",
        decision_date=date.today() - timedelta(days=30),
        assigned_at=NOON,
    )
    client = Client()
    client.force_login(user)
    return client


def thirty_goods() -> list[Listing]:
    """Of six vendors, with prices that can be judged."""
    vendors = [
        make_vendor(f"Toko {n}", regency=code)
        for n, code in enumerate(("33.74", "33.20", "33.10", "33.01", "33.02", "33.03"))
    ]
    listings = [
        make_listing(vendors[n % 6], price=50_000 + n * 300, name=f"Kertas HVS A4 nomor {n}") for n in range(26)
    ]
    listings += [make_listing(vendor, name="Set meja kursi siswa", price=700_000, **DESK) for vendor in vendors[:4]]
    refresh_price_bands(at=NOON)
    return listings


goods_at_first = made_once(thirty_goods)


@pytest.fixture
def goods(goods_at_first: Beginning[list[Listing]], db) -> list[Listing]:
    return goods_at_first.copy()


@pytest.fixture
def seller(sari):
    return person(sari.pk, Role.VENDOR_OWNER, "sari@contoh.id")


def text_of(response) -> str:
    return re.sub(r"<[^>]+>", " ", response.content.decode())


# ---- public pages


@pytest.mark.parametrize(
    ("address", "most_queries"),
    [
        ("/", 12),
        ("/kategori/", 4),
        ("/kategori/alat-tulis-kantor/", 14),
        ("/kategori/kertas-hvs/", 13),
        ("/cari/?q=kertas", 16),
        ("/cari/?q=kertas&wilayah=33.74&skala=mikro&wajar=wajar&hmaks=100.000&urut=harga", 16),
    ],
)
def test_lists_take_a_fixed_number_of_queries_and_little_weight(
    client, goods, django_assert_max_num_queries, address, most_queries
):
    with django_assert_max_num_queries(most_queries):
        response = client.get(address)

    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= 15_000
    assert "style=" not in response.content.decode() and "<script>" not in response.content.decode()


def test_more_goods_on_the_page_are_not_more_queries(client, sari, django_assert_num_queries):
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (1, 12):
        for n in range(number):
            make_listing(sari, name=f"Kertas HVS {n}")
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/cari/?q=kertas")
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_home_page_shows_figures_groups_and_goods(client, goods):
    page = text_of(client.get("/"))

    assert "Penjual terverifikasi" in page and "Mebel dan Perlengkapan Ruang" in page and "Baru tayang" in page
    assert "Kertas HVS A4 nomor" in page
    assert "Lemari dan rak arsip" not in page  # leaves are one level further on


def test_the_home_page_does_not_go_on_saying_that_nothing_was_paid(client, goods):
    """Who looks while a shop is being filled does not freeze Rp0 for everybody."""

    def paid_as_shown(*, in_seconds: int) -> str:
        with time_machine.travel(begun + timedelta(seconds=in_seconds), tick=False):
            return re.search(r"Dibayar ke usaha mikro.*? (Rp\S+)", text_of(client.get("/")), re.DOTALL)[1]

    def pay(number: int) -> None:
        order = OrderRef(new_id(), f"DSR-{number}")
        record_paid_price(
            listing_id=desk.id, unit_price=desk.unit_price, quantity=2, order=order, regency=None, at=begun
        )

    begun, desk = timezone.now(), Listing.objects.filter(name="Set meja kursi siswa").first()
    first = paid_as_shown(in_seconds=0)
    pay(1)
    second = paid_as_shown(in_seconds=15)
    pay(2)
    third, fourth = paid_as_shown(in_seconds=60), paid_as_shown(in_seconds=320)

    assert (first, second, third, fourth) == ("Rp0", "Rp1,4", "Rp1,4", "Rp2,8")


def test_search_says_how_many_and_offers_facets_with_counts(client, goods):
    response = client.get("/cari/", {"q": "kertas"})
    page = text_of(response)

    assert "26 produk" in page and "6 penjual" in page
    assert 'name="wilayah" value="33.74"' in response.content.decode()
    assert len(re.findall("ds-prod__n", response.content.decode())) == 24
    assert "Halaman" in page


def test_a_count_that_stopped_is_said_to_be_one_and_so_are_the_counts_beside_it(client, goods, monkeypatch):
    monkeypatch.setattr("catalog.search.postgres.MOST_MATCHES", 10)

    page, narrow = text_of(client.get("/cari/")), text_of(client.get("/cari/?kategori=06.05"))
    found, few = (client.get("/api/v1/listings", {"category": code}).json() for code in ("", "06.05"))

    said = " ".join(page.split())
    assert re.search(r"10\+ produk dari \d\+ penjual", said) and re.search(
        r"Kewajaran harga .*? \d+\+ Kategori (\S+ )+?\d+\+ ", said
    )
    said = " ".join(narrow.split())
    assert "4 produk dari 4 penjual" in said and not re.search(r"Kewajaran harga (\S+ )+?\d+\+ Kategori", said)
    assert re.search(r"Kategori (\S+ )+?\d+\+ ", said)  # as if this facet were not chosen, which is many
    assert (found["total"], found["total_is_capped"]) == (10, True)
    assert (few["total"], few["total_is_capped"]) == (4, False)


def test_chosen_filters_stand_as_chips_that_take_themselves_away(client, goods):
    html = client.get("/cari/", {"q": "kertas", "wilayah": ["33.74", "33.20"], "hmaks": "60.000"}).content.decode()

    assert '<a class="ds-chip ds-chip--on" href="?q=kertas&amp;wilayah=33.20&amp;hmaks=60.000">' in html
    assert "Sampai Rp60.000" in html


def test_an_amount_that_cannot_be_read_is_said_so_and_the_rest_is_found(client, goods):
    page = text_of(client.get("/cari/", {"q": "kertas", "hmaks": "banyak"}))

    assert "angka" in page and "26 produk" in page


@pytest.mark.parametrize(
    "odd", ["page=0", "page=abc", "page=999999999", "urut=x", "wilayah='", "kategori=../..", "wajar=x", "banding=x"]
)
def test_odd_addresses_are_pages_too(client, goods, odd):
    assert client.get(f"/cari/?q=kertas&{odd}").status_code == 200


def test_htmx_gets_the_fragment_and_everybody_else_the_page(client, goods):
    fragment = client.get("/cari/?q=kertas", headers={"HX-Request": "true"})
    page = client.get("/cari/?q=kertas")

    assert b"<html" not in fragment.content and b'hx-swap-oob="true"' in fragment.content
    assert b"<html" in page.content and "HX-Request" in page["Vary"]


def test_a_misspelt_search_says_what_it_looked_for(client, goods):
    assert "Menampilkan hasil untuk" in text_of(client.get("/cari/?q=kertass"))


def test_nothing_found_gives_advice(client, goods):
    assert "Coba kata yang lebih umum" in text_of(client.get("/cari/?q=helikopter"))
    assert "Coba longgarkan harga" in text_of(client.get("/cari/?q=kertas&hmaks=10"))


def test_typing_is_completed(client, goods):
    assert '<option value="kertas">' in client.get("/cari/saran/?q=ker").content.decode()


def test_an_unknown_category_is_not_found(client, db):
    assert client.get("/kategori/tidak-ada/").status_code == 404


# ---- product and comparison


def test_a_product_shows_its_price_judged_with_the_reason_and_the_seller(client, goods, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        response = client.get(goods[0].get_absolute_url())
    page = text_of(response)

    assert response.status_code == 200
    assert "Rp50.000" in page and "Di bawah kisaran" in page and "Dari mana angka ini?" in page
    assert "Masuk untuk memesan" in page and "Ilustrasi, belum ada foto" in page
    assert "Harga tidak berubah sejak" in page
    said = " ".join(page.split())
    others = re.search(r"Harga produk setara lain yang tayang: ((?:Rp[0-9.]+,? ?)+)", said)[1]
    assert f"{others.count('Rp') + 1} produk tayang (termasuk produk ini) dari 6 penjual" in said


def test_an_english_number_does_not_stand_before_a_unit_that_has_no_plural(client, goods):
    client.cookies["bahasa"] = "en"
    listing = goods[0]

    page = " ".join(text_of(client.get(listing.get_absolute_url())).split())

    assert f"{listing.stock_available} available ({listing.unit.name_en})" in page


def test_a_product_counts_its_own_paid_orders_and_not_those_of_its_seller(client, sari):
    mine, other = make_listing(sari, name="Kertas HVS A4"), make_listing(sari, name="Kertas HVS F4")
    new = make_listing(sari, name="Kertas HVS B5")
    for listing, orders in ((mine, 2), (other, 3)):
        for number in range(orders):
            record_paid_price(
                listing_id=listing.id,
                unit_price=listing.unit_price,
                quantity=2,
                order=OrderRef(new_id(), f"DSR-{listing.id}-{number}"),
                regency=None,
                at=timezone.now() - timedelta(days=30),
            )

    assert "2 pesanan dibayar dalam 12 bulan" in text_of(client.get(mine.get_absolute_url()))
    assert "3 pesanan dibayar dalam 12 bulan" in text_of(client.get(other.get_absolute_url()))
    assert "Belum ada pesanan dibayar dalam 12 bulan" in text_of(client.get(new.get_absolute_url()))


def test_an_old_name_in_the_address_leads_to_the_present_one(client, goods):
    response = client.get(f"/produk/nama-lama-{goods[0].id}/")

    assert response.status_code == 301 and response["Location"] == goods[0].get_absolute_url()


def test_a_draft_is_seen_by_its_seller_only(client, sari, seller):
    draft = make_listing(sari, published=False)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert seller.get(draft.get_absolute_url()).status_code == 200


def test_two_to_four_products_are_compared_and_the_best_gets_a_word(client, goods):
    page = text_of(client.get("/banding/", {"banding": [goods[0].id, goods[5].id]}))

    assert "Terendah" in page and "Kewajaran" in page


def test_one_product_cannot_be_compared(client, goods):
    response = client.get("/banding/", {"p": goods[0].id})

    assert response.status_code == 302 and response["Location"] == reverse("catalog:search")


def test_a_vendors_goods_are_listed_on_its_page_and_behind_one_filter(client, goods):
    vendor = goods[0].vendor

    profile = text_of(client.get(f"/penjual/{vendor.pk}/profil/"))
    results = text_of(client.get("/cari/", {"penjual": vendor.pk}))

    assert "Produk yang ditawarkan" in profile and "Kertas HVS A4 nomor" in profile
    assert "dari 1 penjual" in results and vendor.display_name in results


# ---- the seller's room


def filled(**changes):
    import uuid

    return {
        "attempt_key": str(uuid.uuid4()),
        "name": "Pena gel hitam",
        "category": "07.01",
        "unit": "H87",
        "unit_price_idr": "3.500",
        "stock_kind": "counted",
        "stock": "1.000",
        "min_order": "10",
        "lead_time_days": "2",
        "description": "",
        "specifications": "Warna: hitam\nUjung: 0,5 mm",
        "is_domestic": "on",
        "tkdn_percent": "",
    } | changes


def picture() -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (900, 700), "#264180").save(data, "JPEG")
    data.seek(0)
    data.name = "pena.jpg"
    return data


def test_a_seller_writes_and_publishes_a_product_with_a_photo(seller, sari, client):
    response = seller.post("/toko/produk/baru/", filled(publish="1", photo=picture(), photo_alt="Pena hitam"))

    listing = Listing.objects.get()
    assert response.status_code == 302 and response["Location"] == f"/toko/produk/{listing.id}/"
    assert (listing.state, listing.vendor_id, listing.unit_price_idr) == (PUBLISHED, sari.pk, 3_500)
    assert listing.specifications == [["Warna", "hitam"], ["Ujung", "0,5 mm"]]
    assert listing.photos.get().alt == "Pena hitam"
    assert b"<picture>" in client.get(listing.get_absolute_url()).content


def test_pressing_twice_is_one_product(seller):
    form = filled()

    first, second = (seller.post("/toko/produk/baru/", form) for _ in range(2))

    assert Listing.objects.count() == 1 and first["Location"] == second["Location"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit_price_idr": "54,500"}, "Tulis angka tanpa koma"),
        ({"unit_price_idr": "0"}, "Paling sedikit"),
        ({"name": "К\u0435ртас"}, "huruf Latin"),
        ({"category": "07"}, "07"),
        ({"stock": "-4"}, "angka bulat"),
        ({"specifications": "tanpa titik dua"}, "titik dua"),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_is_kept(seller, changes, words):
    response = seller.post("/toko/produk/baru/", filled(**changes))

    assert response.status_code == 422
    assert words in text_of(response)
    assert "Pena gel hitam" in response.content.decode() or "name" in changes
    assert not Listing.objects.exists()


def test_a_file_that_is_no_picture_is_refused_with_the_reason(seller):
    fake = BytesIO(b"<svg onload=alert(1)>")
    fake.name = "pena.jpg"

    response = seller.post("/toko/produk/baru/", filled(photo=fake))

    assert response.status_code == 422 and not Listing.objects.exists()


def test_the_price_is_judged_before_it_is_published(seller, goods):
    typed = {"name": "Kertas HVS baru", "category": "07.03", "unit": "RM", "unit_price_idr": "99.000"}

    fragment = seller.get("/toko/produk/kewajaran/", typed)
    page = seller.post("/toko/produk/baru/", filled(**typed, preview="1"))

    assert "Perlu alasan" in text_of(fragment)
    assert page.status_code == 200 and "Perlu alasan" in text_of(page)


def test_a_seller_changes_price_stock_and_words_and_takes_it_down(seller, sari):
    listing = make_listing(sari)
    address = f"/toko/produk/{listing.id}/"

    assert seller.get(address).status_code == 200
    seller.post(
        address,
        filled(name="Kertas HVS F4", category="07.03", unit="RM", unit_price_idr="60.000", stock="7", min_order="1"),
    )
    seller.post(f"{address}turun/")

    listing = Listing.objects.get()
    assert (listing.name, listing.unit_price_idr, listing.stock_available, listing.state) == (
        "Kertas HVS F4",
        60_000,
        7,
        WITHDRAWN,
    )
    assert listing.prices.count() == 2


def test_the_sellers_list_shows_own_goods_only(seller, sari, django_assert_max_num_queries):
    make_listing(sari, name="Kertas milik Sari")
    make_listing(make_vendor("Toko Lain"), name="Kertas milik lain")

    with django_assert_max_num_queries(16):
        page = text_of(seller.get("/toko/produk/"))

    assert "milik Sari" in page and "milik lain" not in page


@pytest.mark.parametrize("verb", ["", "tayang/", "turun/", "foto/1/hapus/"])
def test_anothers_goods_are_not_found(seller, verb):
    other = make_listing(make_vendor("Toko Lain"))

    response = seller.post(f"/toko/produk/{other.id}/{verb}", filled())

    other.refresh_from_db()
    assert response.status_code == 404
    assert other.state == PUBLISHED and other.name.startswith("Kertas")


@pytest.mark.parametrize("address", ["/toko/produk/", "/toko/produk/baru/", "/verifikasi/produk/"])
def test_rooms_are_closed_to_visitors(client, db, address):
    assert client.get(address).status_code in (302, 403)


def test_food_goes_to_the_verifier_who_decides_on_her_page(seller, sari):
    seller.post("/toko/produk/baru/", filled(name="Kotak kue rapat", category="01.02", unit="Q3", publish="1"))
    listing = Listing.objects.get()
    assert listing.state == IN_REVIEW
    from marketplace.accounts.models import Organisation

    vina = person(Organisation.objects.create(kind="operator", name="Pengelola").id, Role.VERIFIER, "vina@contoh.id")

    assert "Kotak kue rapat" in text_of(vina.get("/verifikasi/produk/"))
    refused = vina.post(f"/verifikasi/produk/{listing.id}/", {"decision": "fix", "reason": ""})
    assert refused.status_code == 422
    assert vina.post(f"/verifikasi/produk/{listing.id}/", {"decision": "accept"}).status_code == 302
    listing.refresh_from_db()
    assert listing.state == PUBLISHED


def test_a_draft_stays_a_draft_until_it_is_published(seller):
    seller.post("/toko/produk/baru/", filled())
    listing = Listing.objects.get()
    assert listing.state == DRAFT

    seller.post(f"/toko/produk/{listing.id}/tayang/")

    listing.refresh_from_db()
    assert listing.state == PUBLISHED


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"min_order": "11", "stock": "10"}, "Pesanan terkecil 11 melebihi stok 10"),
        ({"is_domestic": "", "tkdn_percent": "40"}, "TKDN hanya untuk produk dalam negeri"),
        ({"tkdn_percent": "1e2"}, "Tulis persen dengan angka biasa"),
        ({"tkdn_percent": "+5"}, "Tulis persen dengan angka biasa"),
        ({"tkdn_percent": "４０"}, "Tulis persen dengan angka biasa"),
        ({"stock": "1e2"}, "angka bulat"),
        ({"min_order": "+5"}, "angka bulat"),
        ({"lead_time_days": "２"}, "angka bulat"),
        ({"unit_price_idr": "1e5"}, "angka saja"),
    ],
)
def test_a_product_that_nobody_could_order_or_read_is_not_made(seller, changed, said):
    response = seller.post("/toko/produk/baru/", filled(**changed))

    assert response.status_code == 422 and said in text_of(response)
    assert not Listing.objects.exists()


def test_the_same_is_said_in_english(seller):
    seller.cookies["bahasa"] = "en"

    page = text_of(seller.post("/toko/produk/baru/", filled(min_order="11", stock="10", tkdn_percent="1e2")))

    assert "The smallest order of 11 is more than the stock of 10" in page and "Write the percentage" in page


@pytest.mark.parametrize(("stock", "min_order"), [("0", "10"), ("10", "10")])
def test_goods_that_are_sold_out_keep_their_smallest_order(seller, stock, min_order):
    seller.post("/toko/produk/baru/", filled(stock=stock, min_order=min_order))

    assert Listing.objects.get().min_order == 10


def test_goods_of_which_some_were_sold_are_still_put_right(seller, sari):
    listing = make_listing(sari, min_order=10, stock=100)
    listing.stock_record.num_in_stock = 7
    listing.stock_record.save()
    page = {"name": listing.name, "category": "07.03", "unit": "RM", "unit_price_idr": "54.500", "min_order": "10"}

    kept = seller.post(f"/toko/produk/{listing.id}/", filled(**page, stock="7", description="Putih"))
    refused = seller.post(f"/toko/produk/{listing.id}/", filled(**page, stock="8", description="Kuning"))

    assert (kept.status_code, refused.status_code) == (302, 422)
    assert Listing.objects.get().description == "Putih"
