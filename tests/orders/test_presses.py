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
    assert other.status_code == 422
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
    assert other.status_code == 422 and fresh(order).state == OrderState.CANCELLED


def test_a_press_without_a_key_is_judged_by_what_is_so(scene):
    order = scene.confirmed_order()
    sari = browser(scene, scene.sari)

    pages = []
    for _press in range(2):
        sari.post(f"/toko/pesanan/{order.number}/mulai/")
        pages.append(open_page(sari, f"/toko/pesanan/{order.number}/"))

    assert "Pembeli melihat" in pages[0] and "Pembeli melihat" not in pages[1]
    assert fresh(order).history.filter(action="start").count() == 1
