"""An officer with the basket open in two tabs: what the second says otherwise is named and can be copied."""

from __future__ import annotations

import pytest

from orders.models import ProcurementOrder
from tests.journeys.test_every_page import problems

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_second_tab_reads_what_was_not_taken(province, visitor):
    province.draft_need()
    ani = visitor().come_in(province.user_of(province.ani)).open("/belanja/keranjang/")
    first, late = ani.page, ani.context.new_page()
    late.goto(first.url)

    ani.press("Ajukan")
    order = ProcurementOrder.objects.get()
    assert ani.path == f"/pesanan/{order.number}/"

    ani.page = late
    ani.fill({"purpose": "Rapat koordinasi bidang yang lain sama sekali"}).press("Ajukan")

    assert "Yang Anda ubah sesudahnya tidak ikut" in ani.text
    assert "Rapat koordinasi bidang yang lain sama sekali" in ani.text and order.need.purpose in ani.text
    assert [*problems(ani)] == []
    ani.enter(order.number)
    assert ani.path == f"/pesanan/{order.number}/"
