"""The same button pressed twice at the gate: one act, and the second press reads what the first one did."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection

from marketplace.accounts.roles import Role
from marketplace.kernel.money import Rupiah
from orders.models import ProcurementOrder
from orders.states import OrderState
from tests.orders.test_pages import browser, fill_basket, hidden, open_page
from tests.scenes import NOON, Scene, fresh

SAVED, RECORDED = "Pemeriksaan disimpan. BAST menunggu tanda tangan penjual.", "Kedatangan dicatat. Periksa barangnya."


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON + timedelta(hours=20), tick=True):
        yield


def counted(order: ProcurementOrder, page: str, **more: str) -> dict[str, str]:
    line = order.lines.get()
    good = {f"good_{line.id}": str(line.quantity), f"bad_{line.id}": "0", f"condition_{line.id}": "good"}
    return hidden(page) | good | more


def test_an_inspection_sent_twice_is_one_and_reads_the_same_words(scene):
    order = scene.arrived_order()
    address = f"/penerimaan/{order.number}/"
    fitri = browser(scene, scene.fitri)
    form = counted(order, open_page(fitri, address), note="Utuh")

    first, second = [fitri.post(address, form, follow=True) for _press in range(2)]
    other = fitri.post(address, form | {"note": "Basah semua"})

    assert [answer.redirect_chain[0][0] for answer in (first, second)] == [f"/pesanan/{order.number}/"] * 2
    assert SAVED in first.content.decode() and SAVED in second.content.decode()
    assert other.status_code == 409
    assert order.inspections.get().note == "Utuh" and order.handovers.count() == 1


def test_a_count_that_comes_after_a_colleagues_is_led_to_what_is_so_now(scene):
    order = scene.arrived_order()
    address = f"/penerimaan/{order.number}/"
    colleague = scene.person("Gita Penerima", Role.RECEIVER, scene.office.id)
    early, late = browser(scene, scene.fitri), browser(scene, colleague)
    forms = [counted(order, open_page(client, address)) for client in (early, late)]

    early.post(address, forms[0])
    answer = late.post(address, forms[1], follow=True)

    assert answer.redirect_chain[0][0] == f"/pesanan/{order.number}/" and SAVED not in answer.content.decode()
    assert order.inspections.get().receiver_id == scene.fitri.id


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_inspection_and_both_read_that_it_is_saved():
    scene = Scene()
    order = scene.arrived_order()
    address = f"/penerimaan/{order.number}/"
    clients = [browser(scene, scene.fitri) for _ in range(2)]
    form = counted(order, open_page(clients[0], address))
    together = Barrier(2)

    def press(client) -> tuple[str, str]:
        try:
            together.wait(timeout=60)
            answer = client.post(address, form, follow=True)
            return answer.redirect_chain[0][0], answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, clients))

    assert [where for where, _page in answers] == [f"/pesanan/{order.number}/"] * 2
    assert all(SAVED in page for _where, page in answers)
    assert order.inspections.count() == 1 and fresh(order).state == OrderState.INSPECTION


@pytest.mark.django_db(transaction=True)
def test_four_presses_of_a_basket_at_once_are_one_order_and_all_read_that_it_is_submitted():
    scene = Scene()
    clients = [browser(scene, scene.ani) for _ in range(4)]
    form = fill_basket(scene, clients[0]) | {"submit": "1"}
    together = Barrier(4)

    def press(client) -> tuple[int, str]:
        try:
            together.wait(timeout=60)
            answer = client.post("/belanja/keranjang/", form)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, clients))

    assert answers == [(302, f"/pesanan/{ProcurementOrder.objects.get().number}/")] * 4


def test_an_arrival_recorded_twice_is_one_and_reads_the_same_words(scene):
    order = scene.shipped_order()
    address = f"/penerimaan/{order.number}/tiba/"
    fitri = browser(scene, scene.fitri)

    first, second = [fitri.post(address, {"lot": "1"}, follow=True).content.decode() for _press in range(2)]

    assert RECORDED in first and RECORDED in second
    assert fresh(order).history.filter(action="arrive_all").count() == 1


def test_an_arrival_that_a_colleague_recorded_is_refused_with_the_reason(scene):
    order = scene.shipped_order()
    address = f"/penerimaan/{order.number}/tiba/"
    colleague = scene.person("Gita Penerima", Role.RECEIVER, scene.office.id)
    browser(scene, colleague).post(address, {"lot": "1"})

    fitri = browser(scene, scene.fitri)
    answer = fitri.post(address, {"lot": "1"})
    page = open_page(fitri, answer["Location"])

    assert answer.status_code == 303
    assert RECORDED not in page and "tidak dapat dilakukan pada tahap sekarang" in page
    assert order.shipments.get().arrival_recorded_by_id == colleague.id


# ---- choosing, starting, giving up: the second press reads what the first one did -----------------------------------


def twice(client, address: str, form: dict[str, str]) -> list[str]:
    answers = [client.post(address, form, follow=True) for _press in range(2)]
    assert [answer.redirect_chain[0][0] for answer in answers] == [answers[0].redirect_chain[0][0]] * 2
    return [answer.content.decode() for answer in answers]


def button(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address."""
    return hidden(re.search(rf'<form method="post" action="{action}"[^>]*>(.*?)</form>', page, re.S)[1])


def test_a_comparison_opened_twice_is_one_and_is_chosen_from_twice_with_one_choice(scene):
    order = scene.submitted_order()
    address = f"/belanja/pilih/{order.number}/"
    eko = browser(scene, scene.eko)

    pages = twice(eko, f"{address}banding/", button(open_page(eko, address), f"{address}banding/"))
    assert all("Formulir" not in page and 'name="offer"' in page for page in pages)
    assert fresh(order).comparisons.count() == 1

    page = open_page(eko, address)
    offer = re.search(r'name="offer" value="(\d+)"', page)
    form = hidden(page) | {"offer": offer[1], "reason": "Pembanding lain tidak ada di kabupaten ini"}
    pages = twice(eko, address, form)

    assert all("Pilihan dikirim ke PPK." in page for page in pages)
    assert fresh(order).state == OrderState.AWAITING_APPROVAL
    assert fresh(order).history.filter(action="choose").count() == 1


def test_a_direct_choice_pressed_twice_is_one(scene):
    order = scene.submitted_order()
    address = f"/belanja/pilih/{order.number}/"
    eko = browser(scene, scene.eko)

    pages = twice(eko, f"{address}langsung/", button(open_page(eko, address), f"{address}langsung/"))

    assert all("Pilihan dikirim ke PPK." in page for page in pages)
    assert fresh(order).state == OrderState.AWAITING_APPROVAL


def test_work_begun_twice_is_begun_once(scene):
    order = scene.confirmed_order()
    address = f"/toko/pesanan/{order.number}/"
    sari = browser(scene, scene.sari)

    pages = twice(sari, f"{address}mulai/", button(open_page(sari, address), f"{address}mulai/"))

    assert all("Pembeli melihat bahwa pesanan sedang dikerjakan." in page for page in pages)
    assert fresh(order).state == OrderState.IN_PROGRESS


def test_an_order_cancelled_twice_is_cancelled_once_and_another_reason_is_refused(scene):
    order = scene.submitted_order()
    address = f"/pesanan/{order.number}/batal/"
    ani = browser(scene, scene.ani)
    form = hidden(open_page(ani, address)) | {"reason": "Kebutuhannya sudah tidak ada"}

    pages = twice(ani, address, form)
    other = ani.post(address, form | {"reason": "Kebutuhannya pindah bidang"})

    assert all("Pesanan dibatalkan. Anggaran dan stok sudah dilepas." in page for page in pages)
    assert other.status_code == 409 and fresh(order).state == OrderState.CANCELLED


def test_a_press_without_a_key_is_judged_by_what_is_so(scene):
    order = scene.confirmed_order()
    sari = browser(scene, scene.sari)

    pages = []
    for _press in range(2):
        sari.post(f"/toko/pesanan/{order.number}/mulai/")
        pages.append(open_page(sari, f"/toko/pesanan/{order.number}/"))

    assert "Pembeli melihat" in pages[0] and "Pembeli melihat" not in pages[1]
    assert fresh(order).history.filter(action="start").count() == 1


# ---- a basket that comes again after it was submitted ----------------------------------------------------------------


def told_apart(page: str) -> list[tuple[str, str, str]]:
    """The rows of the table of what was not taken."""
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", page, re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [tuple(re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in row) for row in cells]


def submitted(scene, **more: str):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani) | more | {"submit": "1"}
    assert "diajukan." in ani.post("/belanja/keranjang/", form, follow=True).content.decode()
    return ani, form, ProcurementOrder.objects.get()


def everything(order: ProcurementOrder) -> list:
    need = order.need
    need.refresh_from_db()
    return [
        *fresh(order).lines.values_list("quantity", "unit_price_idr"),
        *order.charges.values_list("budget_line", "amount_idr"),
        need.purpose, need.parts, need.delivery_place, ProcurementOrder.objects.count(), type(need).objects.count(),
    ]  # fmt: skip


@pytest.mark.parametrize("button", ["submit", "save"])
def test_a_basket_changed_after_it_was_submitted_is_told_what_was_not_taken(scene, button):
    ani, form, order = submitted(scene)
    before = everything(order)
    late = form | {
        "purpose": "Rapat <b>lain</b>",
        f"qty_{scene.paper.id}": "75",
        f"amount_{scene.sari_vendor.pk}_1": "9.000",
    }
    del late["submit"]

    answer = ani.post("/belanja/keranjang/", late | {button: "1"})

    page = answer.content.decode()
    assert answer.status_code == 409 and f'href="/pesanan/{order.number}/"' in page
    assert f"Keperluan ini menjadi pesanan {order.number}" in page and "diajukan." not in page
    assert told_apart(page) == [
        ("Dipakai untuk", "Rapat koordinasi triwulan keempat", "Rapat &lt;b&gt;lain&lt;/b&gt;"),
        (scene.paper.name, "40", "75"),
        (
            f"Dibebankan ke, {scene.sari_vendor.display_name}",
            "5.1.02.01.01.0024 Belanja Alat/Bahan untuk Kegiatan Kantor-Alat Tulis Kantor: sisanya",
            "5.1.02.01.01.0024 Belanja Alat/Bahan untuk Kegiatan Kantor-Alat Tulis Kantor: Rp9.000",
        ),
    ]
    assert everything(order) == before and fresh(scene.line).reserved_idr == 2_400_000


@pytest.mark.parametrize(
    ("name", "typed"),
    [("needed_by", "32/13/2026"), ("delivery_place", ""), ("rup_code", "12"), ("qty", "banyak"), ("qty", "0")],
)
def test_what_is_wrong_in_itself_is_shown_as_it_was_typed(scene, name, typed):
    ani, form, order = submitted(scene)
    before = everything(order)

    name = f"qty_{scene.paper.id}" if name == "qty" else name
    answer = ani.post("/belanja/keranjang/", form | {name: typed})

    assert answer.status_code == 409 and [row[2] for row in told_apart(answer.content.decode())] == [typed or "–"]
    assert everything(order) == before


def test_steppers_and_removal_pressed_too_late_are_told_too(scene):
    ani, form, order = submitted(scene)
    del form["submit"]

    pages = [
        ani.post("/belanja/keranjang/", form | {name.format(scene.paper.id): "1"}).content.decode()
        for name in ("qty_{}_plus", "qty_{}_minus", "remove_{}")
    ]

    assert [told_apart(page) for page in pages] == [[(scene.paper.name, "40", now)] for now in ("41", "39", "0")]


def test_the_same_basket_from_another_tab_is_a_quiet_repeat(scene):
    ani = browser(scene, scene.ani)
    form = fill_basket(scene, ani)
    ani.post("/belanja/keranjang/", form | {"save": "1"})
    tabs = [form | hidden(open_page(ani, "/belanja/keranjang/")) | {"submit": "1"} for _tab in range(2)]
    assert tabs[0]["attempt_key"] != tabs[1]["attempt_key"]

    first = ani.post("/belanja/keranjang/", tabs[0])
    same = ani.post(
        "/belanja/keranjang/",
        tabs[1] | {"purpose": " Rapat koordinasi triwulan keempat ", "needed_by": "10 Desember 2026"},
    )

    assert (first.status_code, same.status_code) == (302, 302) and first["Location"] == same["Location"]
    assert ProcurementOrder.objects.count() == 1


def test_a_line_of_another_office_is_not_named_to_who_typed_its_number(scene):
    ani, foreign = browser(scene, scene.ani), scene.other_office.line(account="5.1.02.01.01.0052")
    form = fill_basket(scene, ani) | {"submit": "1"}
    assert ani.post("/belanja/keranjang/", form).status_code == 302

    again = ani.post("/belanja/keranjang/", form | {f"line_{scene.sari_vendor.pk}_1": str(foreign.id)})

    assert again.status_code == 409 and foreign.account_code not in again.content.decode()


def test_goods_taken_out_in_another_tab_are_named_before_and_after_the_need_is_submitted(scene):
    ani, chair = browser(scene, scene.ani), scene.listing(scene.sari_vendor, price=Rupiah(90_000))
    old = fill_basket(scene, ani) | {f"qty_{chair.id}": "2", f"price_{chair.id}": "90000"}

    asked = ani.post("/belanja/keranjang/", old | {"submit": "1"})
    assert asked.status_code == 422 and f"{chair.name} sudah tidak ada di keranjang" in asked.content.decode()
    assert ProcurementOrder.objects.count() == 0

    del old[f"qty_{chair.id}"]
    assert ani.post("/belanja/keranjang/", old | {"submit": "1"}).status_code == 302
    answer = ani.post("/belanja/keranjang/", old | {f"qty_{chair.id}": "2", "submit": "1"})

    assert answer.status_code == 409 and told_apart(answer.content.decode()) == [(chair.name, "–", "2")]


def test_a_changed_basket_of_somebody_else_is_told_nothing(scene):
    _ani, form, _order = submitted(scene)

    answer = browser(scene, scene.other_office.ani).post("/belanja/keranjang/", form | {"purpose": "Mengintip"})

    assert answer.status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_with_other_words_are_one_order_and_one_is_told():
    scene = Scene()
    clients = [browser(scene, scene.ani) for _ in range(2)]
    form = fill_basket(scene, clients[0]) | {"submit": "1"}
    together = Barrier(2)

    def press(place: int) -> tuple[int, str]:
        try:
            together.wait(timeout=60)
            answer = clients[place].post("/belanja/keranjang/", form | {"purpose": f"Rapat bidang {place}"})
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, range(2)))

    order = ProcurementOrder.objects.select_related("need").get()
    assert sorted(status for status, _page in answers) == [302, 409]
    page = next(page for status, page in answers if status == 409)
    assert order.number in page and told_apart(page)[0][1] == order.need.purpose
