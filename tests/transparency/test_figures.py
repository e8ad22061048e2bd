"""The public figures: from the read table, with denominators, without cells that would tell one vendor's income."""

from __future__ import annotations

import csv
import io
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from marketplace.kernel.money import Rupiah
from marketplace.transparency.selectors.figures import figures
from marketplace.transparency.selectors.orders import PublicFilter
from marketplace.transparency.services import refresh_spending
from marketplace.ui.formats import rupiah_short
from marketplace.ui.sheets import safe_cell
from vendors.models import Vendor

ALL = PublicFilter()
DOORS = ("catalog:home", "transparency:home", "transparency:method")


def refreshed(scene) -> None:
    cache.clear()
    refresh_spending(at=scene.tick())


def test_only_what_was_paid_is_counted_and_only_after_a_refresh(scene):
    scene.paid_order(total=Rupiah(2_400_000))
    scene.accepted_order(total=Rupiah(600_000))
    assert figures(ALL, year=2026).orders == 0

    refreshed(scene)

    seen = figures(ALL, year=2026)
    assert (seen.orders, seen.paid_idr, seen.umkk_idr, seen.vendors) == (1, 2_400_000, 2_400_000, 1)
    assert [(cell.key, cell.amount_idr) for cell in seen.by("month")] == [("11", 2_400_000)]
    assert [(cell.key, cell.orders) for cell in seen.by("group")] == [("07", 1)]
    assert [cell.key for cell in seen.by("regency")] == ["33.74"]
    assert figures(ALL, year=2025).orders == 0


@pytest.mark.parametrize(("scale", "umkk"), [("kecil", 2_400_000), ("menengah", 0)])
def test_home_and_portal_say_the_same_of_micro_small_and_cooperatives_and_leave_medium_firms_out(
    scene, client, scale, umkk
):
    order = scene.paid_order(total=Rupiah(2_400_000))
    Vendor.objects.filter(pk=order.vendor_id).update(scale=scale, legal_form="cv")
    with time_machine.travel(scene.tick(), tick=True):
        refreshed(scene)

        home, portal, method = (client.get(reverse(name)).content.decode() for name in DOORS)

    seen = figures(ALL, year=2026)
    amount = re.escape(rupiah_short(umkk))
    assert (seen.paid_idr, seen.umkk_idr) == (2_400_000, umkk)
    assert re.search(rf"usaha mikro, kecil, dan koperasi tahun 2026</dt><dd[^>]*>{amount}<", home)
    assert re.search(rf"Belanja ke usaha mikro, kecil, dan koperasi</dt><dd><span class=.v.>{amount}<", portal)
    assert "Usaha menengah juga UMKM" in method


def test_a_partly_accepted_order_counts_what_was_accepted(scene):
    order = scene.inspected_order(rejected=10, total=Rupiah(2_400_000))
    assert order.state != "paid"
    refreshed(scene)

    assert figures(ALL, year=2026).paid_idr == 0


@pytest.mark.parametrize(
    ("wanted", "orders"),
    [
        (PublicFilter(regency_code="33.74"), 1),
        (PublicFilter(regency_code="33.01"), 0),
        (PublicFilter(group_code="07"), 1),
        (PublicFilter(group_code="01"), 0),
        (PublicFilter(agency_id=999_999), 0),
    ],
)
def test_filters_narrow(scene, wanted, orders):
    scene.paid_order()
    refreshed(scene)

    assert figures(wanted, year=2026).orders == orders


def test_cells_with_fewer_than_three_vendors_keep_their_amount_to_themselves(scene, client):
    scene.paid_order(total=Rupiah(2_460_000))
    refreshed(scene)

    text = client.get(reverse("transparency:home"), {"tahun": 2026}).content.decode()

    assert "kurang dari 3 penjual" in text
    assert figures(ALL, year=2026).by("regency")[0].hidden


def test_the_page_asks_the_database_a_fixed_number_of_questions(scene, client, django_assert_max_num_queries):
    scene.paid_order()
    refreshed(scene)

    with django_assert_max_num_queries(14):
        client.get(reverse("transparency:home"))
    with django_assert_max_num_queries(9):
        client.get(reverse("transparency:home"))
    with django_assert_max_num_queries(6):
        client.get(reverse("transparency:orders"), {"q": "kertas"})


def test_the_app_role_cannot_write_the_read_table(scene):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM transparency_spending")


def test_the_csv_has_every_published_order_with_its_sum(scene, client):
    first, second = scene.paid_order(total=Rupiah(2_400_000)), scene.approved_order(total=Rupiah(600_000))

    answer = client.get(reverse("transparency:csv", args=[2026]))

    text = b"".join(answer).decode("utf-8-sig")
    rows = {row["nomor"]: row for row in csv.DictReader(io.StringIO(text))}
    assert set(rows) == {first.number, second.number}
    assert (rows[first.number]["nilai_pesanan_idr"], rows[first.number]["nilai_diterima_idr"]) == ("2400000", "2400000")
    assert rows[second.number]["tanggal_bayar"] == ""


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_made_plain(text):
    assert safe_cell(text) == f"'{text}"


def test_numbers_and_plain_text_stay_as_they_are():
    assert (safe_cell(-5), safe_cell("Kertas = putih"), safe_cell("")) == (-5, "Kertas = putih", "")


@pytest.mark.parametrize("year", [1999, 2999])
def test_a_year_without_data_is_not_found(client, db, year):
    assert client.get(f"/transparansi/data/pesanan-{year}.csv").status_code == 404


@pytest.mark.parametrize(
    ("name", "words"),
    [("home", "Ke mana uang"), ("orders", "Pesanan publik"), ("data", "CSV"), ("method", "Keterbatasan")],
)
def test_the_pages_open_without_an_account_or_an_order(client, db, name, words):
    assert words in client.get(reverse(f"transparency:{name}")).content.decode()


def test_odd_filters_show_the_page(client, db):
    for query in ("tahun=abc", "dinas=-1", "wilayah=';--", "kategori=zz", "cursor=x"):
        assert client.get(f"/transparansi/?{query}").status_code == 200
        assert client.get(f"/transparansi/pesanan/?{query}").status_code == 200
