"""The pages of orders, as each role uses them: plain forms, no script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from marketplace.accounts.roles import Role
from marketplace.documents.models import Document
from marketplace.documents.sheets import sheet_of
from marketplace.kernel.actors import Actor
from marketplace.kernel.reference import Account
from orders.models import Need, ProcurementOrder
from orders.services import choose_offer, record_payment
from orders.states import OrderState
from tests.scenes import NOON, Scene, fresh


@pytest.fixture
def at_noon():
    with time_machine.travel(NOON + timedelta(hours=2), tick=True):
        yield


@pytest.fixture
def scene(scene: Scene, at_noon) -> Scene:
    return scene


def browser(scene: Scene, actor: Actor) -> Client:
    client = Client()
    client.force_login(scene.user_of(actor))
    return client


def hidden(html: str) -> dict[str, str]:
    """Hidden fields of a page, by name."""
    return {
        name: value
        for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", html)
        for name, value in re.findall(r"name=\"([^\"]+)\" value=\"([^\"]*)\"", tag)
    }


def open_page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def fill_basket(scene: Scene, client: Client, *, quantity: int = 40) -> dict[str, str]:
    response = client.post("/belanja/keranjang/tambah/", {"listing": scene.paper.id, "quantity": quantity})
    assert response.status_code == 302
    vendor = scene.sari_vendor.pk
    return {
        **hidden(open_page(client, "/belanja/keranjang/")),
        "purpose": "Rapat koordinasi triwulan keempat",
        "needed_by": "10/12/2026",
        "delivery_place": "Gudang Diskominfo",
        "rup_code": "51240917",
        f"line_{vendor}_1": str(scene.line.id),
        f"qty_{scene.paper.id}": str(quantity),
    }


def test_the_whole_purchase_is_walked_on_its_pages(scene):
    ani, eko, budi = browser(scene, scene.ani), browser(scene, scene.eko), browser(scene, scene.budi)
    sari, fitri = browser(scene, scene.sari), browser(scene, scene.fitri)
    form = fill_basket(scene, ani)

    assert ani.post("/belanja/keranjang/", form | {"submit": "1"}).status_code == 302
    order = ProcurementOrder.objects.get()
    number = order.number
    assert fresh(scene.line).reserved_idr == 2_400_000
    assert number in open_page(ani, "/pesanan/")

    assert number not in open_page(sari, "/toko/pesanan/")
    assert scene.paper.name in open_page(eko, "/belanja/pilih/")
    assert eko.post(f"/belanja/pilih/{number}/banding/").status_code == 302
    page = open_page(eko, f"/belanja/pilih/{number}/")
    choice = hidden(page) | {"offer": re.search(r'name="offer" value="(\d+)"', page)[1]}
    assert eko.post(f"/belanja/pilih/{number}/", choice | {"reason": "Satu-satunya penjual"}).status_code == 302

    decision = hidden(open_page(budi, f"/persetujuan/{number}/"))
    assert number in open_page(budi, "/persetujuan/")
    assert budi.post(f"/persetujuan/{number}/", decision | {"decision": "approve", "note": ""}).status_code == 302
    assert fresh(order).state == OrderState.ORDERED

    assert number in open_page(sari, "/toko/pesanan/")
    confirm = hidden(open_page(sari, f"/toko/pesanan/{number}/"))
    assert sari.post(f"/toko/pesanan/{number}/konfirmasi/", confirm).status_code == 302
    line = order.lines.get()
    shown = hidden(open_page(sari, f"/toko/pesanan/{number}/"))
    lot = shown | {f"qty_{line.id}": "40", "carrier": "Kurir toko"}
    assert sari.post(f"/toko/pesanan/{number}/kirim/", lot).status_code == 302

    assert number in open_page(fitri, "/penerimaan/")
    assert fitri.post(f"/penerimaan/{number}/tiba/", {"lot": "1"}).status_code == 302
    key = hidden(open_page(fitri, f"/penerimaan/{number}/"))
    counted = key | {f"good_{line.id}": "40", f"bad_{line.id}": "0", f"condition_{line.id}": "good"}
    assert fitri.post(f"/penerimaan/{number}/", counted).status_code == 302

    sign = hidden(open_page(sari, f"/toko/pesanan/{number}/bast/1/"))
    assert sari.post(f"/toko/pesanan/{number}/bast/1/", sign).status_code == 302
    sign = hidden(open_page(budi, f"/persetujuan/{number}/bast/1/"))
    assert budi.post(f"/persetujuan/{number}/bast/1/", sign).status_code == 302

    assert fresh(order).state == OrderState.INVOICED
    for client in (ani, eko, budi, fitri, browser(scene, scene.dewi)):
        page = open_page(client, f"/pesanan/{number}/")
        assert "BAST ditandatangani" in page and "Surat Pesanan" in page
    assert "Surat Jalan" in open_page(sari, f"/toko/pesanan/{number}/")


def test_sending_the_basket_twice_makes_one_order_and_shows_the_same_page(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | {"submit": "1"}

    first, second = ani.post("/belanja/keranjang/", form), ani.post("/belanja/keranjang/", form)

    assert ProcurementOrder.objects.count() == 1 and first.headers["Location"] == second.headers["Location"]


def test_a_refused_basket_keeps_what_was_typed_and_says_why(scene):
    ani = browser(scene, scene.ani)
    poor = scene.office.line(account="5.1.02.01.01.0025", code="9.9")
    form = fill_basket(scene, ani, quantity=2000) | {f"line_{scene.sari_vendor.pk}_1": str(poor.id), "submit": "1"}

    response = ani.post("/belanja/keranjang/", form)

    page = response.content.decode()
    assert response.status_code == 422 and "melebihi batas satu pesanan" in page
    assert "Rapat koordinasi triwulan keempat" in page and ProcurementOrder.objects.count() == 0


def test_more_than_there_is_stands_among_the_checks_before_submitting(scene):
    ani = browser(scene, scene.ani)
    left = f"{scene.paper.stock_available:,}".replace(",", ".")
    fill_basket(scene, ani, quantity=scene.paper.stock_available)
    enough = open_page(ani, "/belanja/keranjang/")
    fill_basket(scene, ani, quantity=1_000)

    short = open_page(ani, "/belanja/keranjang/")

    asked = f"{scene.paper.stock_available + 1_000:,}".replace(",", ".")
    assert "Stok cukup" in enough and "Stok tidak cukup" not in enough
    assert f"{scene.paper.name}: diminta {asked}, tersedia {left}." in short and "Stok cukup" not in short


def test_a_day_that_is_over_is_not_asked_for(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | {"needed_by": "01/01/2020", "submit": "1"}

    response = ani.post("/belanja/keranjang/", form)

    page = response.content.decode()
    assert response.status_code == 422 and "Tanggal diperlukan sudah lewat" in page and "#id_needed_by" in page
    assert "01/01/2020" in page and ProcurementOrder.objects.count() == 0


def test_an_incomplete_basket_points_at_each_field(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | {"purpose": "", "rup_code": "12", "submit": "1"}

    response = ani.post("/belanja/keranjang/", form)

    page = response.content.decode()
    assert response.status_code == 422 and 'href="#id_purpose"' in page and "5 sampai 12 angka" in page


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("-5", "Jumlah tidak terbaca"),
        ("1.5", "Jumlah tidak terbaca"),
        ("0", "Kurang dari pesanan terkecil, 1."),
        ("2000000", "Paling banyak 1.000.000."),
        ("9999999", "Paling banyak 1.000.000."),
        ("1.500.000", "Paling banyak 1.000.000."),
    ],
)
def test_a_quantity_that_is_not_taken_is_shown_as_typed_at_its_product(scene, typed, reason):
    ani = browser(scene, scene.ani)

    answer = ani.post("/belanja/keranjang/tambah/", {"listing": scene.paper.id, "quantity": typed}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{scene.paper.get_absolute_url()}?quantity={typed}#pesan"
    assert f'value="{typed}" aria-invalid="true"' in page and reason in page and not Need.objects.exists()


@pytest.mark.parametrize(
    ("already", "typed", "said"),
    [
        (0, "5", "Jumlah Kertas segel harus dari 20 sampai 1.000.000."),
        (1500, "999.000", "Kertas segel di keranjang sudah 1.500. Ditambah 999.000 menjadi 1.000.500, sedangkan"),
    ],
)
def test_a_quantity_out_of_range_keeps_what_was_typed_and_tells_what_the_basket_holds(scene, already, typed, said):
    seals, ani = scene.listing(scene.sari_vendor, name="Kertas segel", min_order=20), browser(scene, scene.ani)
    if already:
        ani.post("/belanja/keranjang/tambah/", {"listing": seals.id, "quantity": already})

    answer = ani.post("/belanja/keranjang/tambah/", {"listing": seals.id, "quantity": typed}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"{seals.get_absolute_url()}?quantity={typed}"
    assert f'value="{typed.replace(".", "")}"' in page and said in page
    assert [line.quantity for need in Need.objects.all() for line in need.basket.lines.all()] == [already][
        : bool(already)
    ]


def test_a_full_basket_says_so_at_the_product(scene, monkeypatch):
    monkeypatch.setattr("orders.baskets.MOST_LINES", 0)
    ani = browser(scene, scene.ani)

    answer = ani.post("/belanja/keranjang/tambah/", {"listing": scene.paper.id, "quantity": "40"}, follow=True)

    assert "Keranjang sudah penuh" in answer.content.decode() and not Need.objects.exists()


@pytest.mark.parametrize(("typed", "total"), [("40", "Rp2.400.000"), ("1.000", "Rp60.000.000")])
def test_the_product_counts_a_quantity_as_the_basket_reads_it(scene, typed, total):
    ani = browser(scene, scene.ani)

    page = open_page(ani, f"{scene.paper.get_absolute_url()}?quantity={typed}")

    assert total in page and 'id="jumlah-g"' not in page


def test_steppers_and_removal_work_without_script_and_keep_the_rest(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani)

    ani.post("/belanja/keranjang/", form | {f"qty_{scene.paper.id}_plus": "1"})
    page = open_page(ani, "/belanja/keranjang/")
    assert 'value="41"' in page and "Rapat koordinasi" in page
    ani.post("/belanja/keranjang/", form | {f"remove_{scene.paper.id}": "1"})

    assert "Keranjang masih kosong" in open_page(ani, "/belanja/keranjang/")
    assert Need.objects.get().purpose == "Rapat koordinasi triwulan keempat"


def test_a_basket_that_another_tab_emptied_says_that_nothing_was_submitted(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani)
    ani.post("/belanja/keranjang/", form | {f"remove_{scene.paper.id}": "1"})

    answer = ani.post("/belanja/keranjang/", form | {"submit": "1"})

    assert "Tidak ada yang diajukan" in answer.content.decode()
    assert ProcurementOrder.objects.count() == 0


def test_the_receiver_takes_in_a_lot_after_another_was_accepted(scene):
    order = scene.confirmed_order()
    for quantity in (25, 15):
        scene.ship(order, quantity=quantity)
    scene.arrive(order)
    scene.inspect(order)
    scene.sign(order)
    scene.accept(order)
    fitri = browser(scene, scene.fitri)
    assert order.number in open_page(fitri, "/penerimaan/")
    assert "Barang sudah tiba" in open_page(fitri, f"/penerimaan/{order.number}/")

    assert fitri.post(f"/penerimaan/{order.number}/tiba/", {"lot": "2"}).status_code == 302

    assert fresh(order).state == OrderState.DELIVERED


def test_extra_fields_of_a_form_change_nothing(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | {
        "submit": "1", "state": "paid", "total_idr": "1", "requester": "1", "agency_id": "1",
        "approver": str(scene.ani.id),
        "price": "1", "unit_price_idr": "1", "is_staff": "on",
    }  # fmt: skip

    ani.post("/belanja/keranjang/", form)

    order = ProcurementOrder.objects.get()
    assert (order.state, order.total_idr, order.approver_id) == (OrderState.SUBMITTED, 2_400_000, None)


def test_a_forged_price_field_is_refused(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | {f"price_{scene.paper.id}": "1", "submit": "1"}

    response = ani.post("/belanja/keranjang/", form)

    assert response.status_code == 422 and ProcurementOrder.objects.count() == 0


@pytest.mark.parametrize("who", ["ani", "eko", "budi", "fitri", "sari"])
def test_another_offices_and_vendors_order_does_not_exist(scene, who):
    order = scene.approved_order()
    stranger = scene.joko if who == "sari" else getattr(scene.other_office, who)
    client = browser(scene, stranger)

    for address in (
        f"/pesanan/{order.number}/", f"/belanja/pilih/{order.number}/", f"/persetujuan/{order.number}/",
        f"/penerimaan/{order.number}/", f"/toko/pesanan/{order.number}/", f"/pesanan/{order.number}/batal/",
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404), address
    assert client.get(f"/pesanan/{order.number}/").status_code == 404
    assert order.number not in client.get("/toko/pesanan/" if who == "sari" else "/pesanan/").content.decode()


@pytest.mark.parametrize(("days", "words"), [(3, "2 working days left."), (4, "1 working day left.")])
def test_one_working_day_that_is_left_is_one_in_english(scene, days, words):
    order = scene.chosen_order()

    with time_machine.travel(NOON + timedelta(days=days)):  # the last of the three days is Wednesday 25 November
        client = browser(scene, scene.budi)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert words in open_page(client, f"/pesanan/{order.number}/")


def test_a_vendor_sees_nothing_before_the_letter_and_no_inner_reasons_after(scene):
    assert scene.jaya_paper
    order = scene.compared_order(total=scene.paper.unit_price * 250, reason="Alasan dalam rahasia kantor")
    sari = browser(scene, scene.sari)
    assert sari.get(f"/pesanan/{order.number}/").status_code == 404

    order = scene.approved_order()
    page = open_page(sari, f"/toko/pesanan/{order.number}/")

    assert "rahasia kantor" not in page and "Satu-satunya yang dapat mengirim" not in page
    assert scene.line.account_code not in page and "Pagu" not in page


def test_the_request_note_is_linked_for_the_office_and_for_auditors_and_for_no_vendor(scene):
    order = scene.approved_order()
    note = f"/dokumen/{order.need.request_note_id}/"

    for reader in (scene.ani, scene.eko, scene.budi, scene.fitri):
        client = browser(scene, reader)
        assert f'href="{note}"' in open_page(client, f"/pesanan/{order.number}/")
        assert order.need.purpose in open_page(client, note)
    assert f'href="{note}"' in open_page(browser(scene, scene.dewi), f"/pengawasan/transaksi/{order.number}/")
    sari = browser(scene, scene.sari)
    assert note not in open_page(sari, f"/toko/pesanan/{order.number}/") and sari.get(note).status_code == 404
    assert browser(scene, scene.other_office.ani).get(note).status_code == 404


def test_the_note_is_there_as_soon_as_the_need_is_submitted(scene):
    order = scene.submitted_order()

    page = open_page(browser(scene, scene.ani), f"/pesanan/{order.number}/")

    assert "Nota Dinas Permintaan" in page and "Belum ada dokumen" not in page


def test_visitors_are_sent_to_sign_in_and_wrong_roles_are_refused(scene):
    order = scene.submitted_order()

    assert Client().get(f"/pesanan/{order.number}/").status_code == 302
    assert browser(scene, scene.sari).get("/persetujuan/").status_code == 403
    assert browser(scene, scene.fitri).get("/belanja/keranjang/").status_code == 403
    assert browser(scene, scene.ani).post(f"/toko/pesanan/{order.number}/konfirmasi/").status_code == 403


def test_a_requester_who_is_purchasing_officer_too_reads_why_and_not_that_the_order_no_longer_waits(scene):
    scene.give(scene.user_of(scene.ani), Role.PURCHASING_OFFICER, scene.office.id)
    order = scene.submitted_order()
    ani, address = browser(scene, scene.ani), f"/belanja/pilih/{order.number}/"
    mine, over = "Pemohon tidak dapat memilih", "tidak lagi menunggu pemilihan"

    waiting = open_page(ani, address)
    choose_offer(order_id=order.id, actor=scene.eko, at=scene.tick())
    chosen = open_page(ani, address)

    assert mine in waiting and over not in waiting
    assert over in chosen and mine not in chosen


def test_wrong_steps_by_address_are_refused_with_a_reason(scene):
    order = scene.submitted_order()
    budi = browser(scene, scene.budi)
    form = {"decision": "approve", "note": "", "content": "0" * 64, "attempt_key": "0" * 32}

    response = budi.post(f"/persetujuan/{order.number}/", form)

    assert response.status_code == 422 and fresh(order).state == OrderState.SUBMITTED


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("ani", "/pesanan/", 16),
        ("budi", "/persetujuan/", 40),
        ("eko", "/belanja/pilih/", 16),
        ("sari", "/toko/pesanan/", 14),
    ],
)
def test_lists_cost_the_same_queries_however_long(scene, django_assert_max_num_queries, who, address, most):
    actor = getattr(scene, who)
    make = {"ani": scene.submitted_order, "eko": scene.submitted_order, "budi": scene.chosen_order}.get(
        who, scene.approved_order
    )
    client = browser(scene, actor)
    make(total=scene.paper.unit_price * 10, reason="Kebutuhan bidang masing-masing")
    open_page(client, address)
    with django_assert_max_num_queries(most) as few:
        open_page(client, address)
    for _ in range(3):
        make(total=scene.paper.unit_price * 10, reason="Kebutuhan bidang masing-masing")

    with django_assert_max_num_queries(most) as many:
        open_page(client, address)

    assert len(many) == len(few)


def test_photos_of_a_delivery_are_taken_in_and_shown(scene):
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    order = scene.shipped_order()
    picture = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "JPEG")
    upload = SimpleUploadedFile("gerbang.jpg", picture.getvalue(), "image/jpeg")
    fitri = browser(scene, scene.fitri)

    assert fitri.post(f"/penerimaan/{order.number}/tiba/", {"lot": "1", "photo": upload}).status_code == 302
    bad = SimpleUploadedFile("gerbang.jpg", b"<script>", "image/jpeg")
    line = order.lines.get()
    key = hidden(open_page(fitri, f"/penerimaan/{order.number}/"))
    counted = key | {f"good_{line.id}": "38", f"bad_{line.id}": "2", f"condition_{line.id}": "damaged"}
    response = fitri.post(f"/penerimaan/{order.number}/", counted | {f"note_{line.id}": "Basah", "photo_1": bad})

    assert response.status_code == 422 and "Basah" in response.content.decode()
    assert order.shipments.get().arrival_photo is not None and fresh(order).state == OrderState.DELIVERED
    assert "Foto saat tiba" in open_page(browser(scene, scene.ani), f"/pesanan/{order.number}/")


def test_a_lot_sent_twice_from_the_same_page_is_one(scene):
    order = scene.confirmed_order()
    sari, line = browser(scene, scene.sari), order.lines.get()
    page = hidden(open_page(sari, f"/toko/pesanan/{order.number}/"))
    lot = page | {f"qty_{line.id}": "1", "carrier": "Kurir toko"}

    answers = [sari.post(f"/toko/pesanan/{order.number}/kirim/", lot, follow=True) for _press in range(2)]

    assert order.shipments.count() == 1
    assert all("Lot 1 dikirim. Surat jalan terbit." in answer.content.decode() for answer in answers)


@pytest.mark.parametrize(("of_another_tab", "status"), [(False, 409), (True, 422)])
def test_another_lot_sent_from_an_old_page_is_told_and_keeps_what_was_typed(scene, of_another_tab, status):
    order = scene.confirmed_order()
    sari, line, address = browser(scene, scene.sari), order.lines.get(), f"/toko/pesanan/{order.number}/"
    tabs = [hidden(open_page(sari, address)) for _tab in range(2)]
    sari.post(f"{address}kirim/", tabs[0] | {f"qty_{line.id}": "1", "carrier": "Kurir toko"})

    late = tabs[of_another_tab] | {f"qty_{line.id}": "3", "carrier": "Truk Wibowo"}
    answer = sari.post(f"{address}kirim/", late)

    page = answer.content.decode()
    assert answer.status_code == status and "Truk Wibowo" in page and "tidak mengubah apa pun" in page
    assert order.shipments.get().carrier == "Kurir toko"


@pytest.mark.parametrize("of_another_tab", [False, True])
def test_the_refused_lot_becomes_the_next_one_when_it_is_sent_again_on_purpose(scene, of_another_tab):
    order = scene.confirmed_order()
    sari, line, address = browser(scene, scene.sari), order.lines.get(), f"/toko/pesanan/{order.number}/"
    tabs = [hidden(open_page(sari, address)) for _tab in range(2)]
    sari.post(f"{address}kirim/", tabs[0] | {f"qty_{line.id}": "1", "carrier": "Kurir toko"})
    typed = {f"qty_{line.id}": "3", "carrier": "Truk Wibowo"}

    refused = sari.post(f"{address}kirim/", tabs[of_another_tab] | typed).content.decode()
    again = [sari.post(f"{address}kirim/", hidden(refused) | typed, follow=True) for _press in range(2)]

    assert "Isian di bawah kini untuk lot 2" in refused and f'name="qty_{line.id}" value="3"' in refused
    assert all("Lot 2 dikirim. Surat jalan terbit." in answer.content.decode() for answer in again)
    assert list(order.shipments.order_by("lot").values_list("lot", "carrier")) == [
        (1, "Kurir toko"),
        (2, "Truk Wibowo"),
    ]


def test_the_address_of_a_refused_lot_opens_the_order(scene):
    order = scene.confirmed_order()
    address = f"/toko/pesanan/{order.number}/"

    answer = browser(scene, scene.sari).get(f"{address}kirim/")

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert browser(scene, scene.ani).get(f"{address}kirim/").status_code in (403, 404)


def test_another_lot_sent_when_nothing_is_left_is_told_on_the_order(scene):
    order = scene.confirmed_order()
    sari, line, address = browser(scene, scene.sari), order.lines.get(), f"/toko/pesanan/{order.number}/"
    lot = hidden(open_page(sari, address)) | {f"qty_{line.id}": "40", "carrier": "Kurir toko"}
    sari.post(f"{address}kirim/", lot)

    answer = sari.post(f"{address}kirim/", lot | {"carrier": "Truk Wibowo"}, follow=True)

    assert answer.redirect_chain[0][0] == address and "tidak mengubah apa pun" in answer.content.decode()
    assert order.shipments.get().carrier == "Kurir toko"


@pytest.mark.parametrize("reason", ["\u200b", " \u3164\u00ad ", "Lengkapi \u202esifitagen\u202c data"])
def test_a_reason_that_hides_something_or_shows_nothing_sends_no_order_back(scene, reason):
    order = scene.chosen_order()
    budi = browser(scene, scene.budi)
    decision = hidden(open_page(budi, f"/persetujuan/{order.number}/")) | {"decision": "return", "note": reason}

    response = budi.post(f"/persetujuan/{order.number}/", decision)

    assert response.status_code == 422 and fresh(order).state == "awaiting_approval"
    if "\u202e" in reason:
        assert "Ada tanda tersembunyi pengubah arah baca (U+202E) di “Lengkapi sifit" in response.content.decode()
        budi.cookies["bahasa"] = "en"
        page = budi.post(f"/persetujuan/{order.number}/", decision).content.decode()
        assert "There is a hidden sign that turns the order of reading (U+202E)" in page


def test_what_is_typed_into_the_basket_keeps_nothing_hidden(scene):
    ani = browser(scene, scene.ani)
    typed = {"purpose": "Rapat\u200b koordinasi 👨\u200d👩\u200d👧 \ufeff", "delivery_place": "Gudang \u200eDiskominfo"}

    ani.post("/belanja/keranjang/", fill_basket(scene, ani) | typed | {"submit": "1"})

    need = Need.objects.get(orders__isnull=False)
    assert (need.purpose, need.delivery_place) == ("Rapat koordinasi 👨\u200d👩\u200d👧", "Gudang Diskominfo")


@pytest.mark.parametrize("write", ["+{}", "{}.0", "{}e0", "-{}"])
def test_a_number_that_a_page_sends_along_is_digits(scene, write):
    ani = browser(scene, scene.ani)

    ani.post("/belanja/keranjang/tambah/", {"listing": write.format(scene.paper.id), "quantity": "40"})

    assert scene.paper.name not in open_page(ani, "/belanja/keranjang/")


def test_an_account_is_named_by_its_own_name_beside_its_sub_activity(scene):
    """On the basket, to who approves, on the order and on the signed letter."""
    account = Account.objects.get(code=scene.line.account_code)
    activity = scene.office.sub_activity
    ani, budi = browser(scene, scene.ani), browser(scene, scene.budi)
    basket = ani.post("/belanja/keranjang/", fill_basket(scene, ani)).headers["Location"]

    pages = [open_page(ani, basket)]
    order = scene.chosen_order(reason="Kebutuhan bidang masing-masing")
    pages += [open_page(budi, f"/persetujuan/{order.number}/"), open_page(ani, f"/pesanan/{order.number}/")]
    for page in pages:
        named = [words.strip() for words in re.findall(rf"{re.escape(account.code)}([^<,]+)", page)]
        assert account.name in named and activity.name not in named, named
    assert f"{activity.name}</span>" in pages[0] and f"{activity.name}</span>" in pages[2]

    order = scene.approve(order)
    letter = Document.objects.get(order_id=order.id, kind="purchase_letter")
    assert letter.fields["accounts"] == [
        {
            "code": account.code,
            "name": account.name,
            "sub_activity": f"{activity.code} {activity.name}",
            "amount_idr": order.total_idr,
        }
    ]
    facts = sheet_of(letter)["facts"]
    assert ["Sub kegiatan", str(activity)] in facts and ["Rekening", str(account)] in facts


def figures(page: str) -> dict[str, str]:
    """The sums that an order's page names: its table's last row and its summary."""
    found = re.findall(r"<dt[^>]*>([^<]+)</dt><dd[^>]*><span class=\"ds-num\">([^<]+)</span>", page)
    total = re.search(r"<tfoot>.*?</tfoot>", page, re.S)[0]
    label, amount = [text.strip() for text in re.findall(r">([^<>]+)<", total) if text.strip()]
    return {name: sum_.replace("\xa0", "") for name, sum_ in [*found, (label, amount)]}


def test_what_was_ordered_accepted_and_paid_are_three_figures_of_three_names(scene):
    order = scene.inspected_order(rejected=2)
    ani, address = browser(scene, scene.ani), f"/pesanan/{order.number}/"
    unpaid = figures(open_page(ani, address))
    scene.sign(order)
    handover = scene.accept(order)
    scene.close_rest(order)
    record_payment(order_id=order.id, payable_id=handover.payable_id, at=scene.tick())

    paid = figures(open_page(ani, address))
    ani.cookies["bahasa"] = "en"
    english = figures(open_page(ani, address))

    assert unpaid["Nilai pesanan"] == "Rp2.400.000" and "Jumlah dibayar" not in unpaid
    names = ("Nilai pesanan", "Nilai diterima", "Jumlah dibayar")
    assert [paid[name] for name in names] == ["Rp2.400.000", "Rp2.280.000", "Rp2.280.000"]
    assert {"Order value", "Amount paid"} <= set(english)


def test_papers_of_a_part_that_was_accepted_are_not_announced_again(scene):
    order = scene.inspected_order(rejected=2)
    ani, address = browser(scene, scene.ani), f"/pesanan/{order.number}/"
    before = open_page(ani, address)
    scene.sign(order)
    scene.accept(order)
    assert fresh(order).state == OrderState.PARTIALLY_ACCEPTED

    assert "Tersedia setelah BAST" in before and "Tersedia setelah BAST" not in open_page(ani, address)


def test_a_receipt_is_credited_to_who_accepted_and_not_to_the_vendor_who_leaves_the_rest(scene):
    order = scene.inspected_order(rejected=2)
    scene.sign(order)
    scene.accept(order)
    ani, address = browser(scene, scene.ani), f"/pesanan/{order.number}/"
    half_way = receipt(open_page(ani, address))
    scene.close_rest(order)

    assert "Budi" not in half_way and "Sari" not in half_way
    assert "Budi" in (whole := receipt(open_page(ani, address))) and "Sari" not in whole


def receipt(page: str) -> str:
    """What stands below the timeline's step of receiving."""
    return re.search(r">Penerimaan<(.*?)</li>", page, re.S)[1]


def test_what_was_rejected_was_shipped_too(scene):
    order = scene.inspected_order(rejected=2)
    ani, address = browser(scene, scene.ani), f"/pesanan/{order.number}/"

    counted = open_page(ani, address)
    scene.sign(order)
    scene.accept(order)

    assert "dikirim 40, ditolak 2, diterima 0" in counted
    assert "dikirim 40, ditolak 2, diterima 38" in open_page(ani, address)
