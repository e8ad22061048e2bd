"""The core of buying and paying, in a browser that runs no script."""

from __future__ import annotations

import pytest

from orders.models import ProcurementOrder
from orders.states import OrderState
from payments.cards.models import Card
from tests.journeys import buying, paying, selling
from tests.scenes import fresh

pytestmark = pytest.mark.browser

TOTAL = 40 * 60_000


def test_goods_are_bought_received_and_paid_without_scripts(province, visitor, work_off):
    def person(actor, **options):
        return visitor(javascript=False, **options).sign_in(province.login_of(actor))

    work_off()
    ani = person(province.ani)
    ani.open("/kategori/").follow("Alat Tulis Kantor").follow("Kertas HVS")
    ani.main.get_by_label("Kota Semarang").first.check()
    ani.page.set_viewport_size({"width": 390, "height": 900})
    assert ani.page.evaluate("document.documentElement.scrollWidth") == 390, "the button beside the choice of order"
    ani.page.set_viewport_size({"width": 1280, "height": 900})
    ani.press("Terapkan saringan").reads("1 produk").follow("Kertas HVS A4 80 gram")
    number = buying.ask(ani, province.line, quantity=40)
    assert fresh(province.line).reserved_idr == TOTAL

    buying.choose(person(province.eko), number, vendor="Warung Sari")
    budi = person(province.budi)
    buying.approve(budi, number)
    sari = person(province.sari, width=390)
    selling.confirm_and_ship(sari, number)
    buying.receive(person(province.fitri, width=390), number, good=40)
    selling.sign_handover(sari, number)
    buying.sign_handover(budi, number)
    paying.pay(person(province.citra), number, amount="Rp2.400.000")
    work_off()

    order = ProcurementOrder.objects.get(number=number)
    line, card = fresh(province.line), Card.objects.get(pk=province.card.pk)
    assert (order.state, line.committed_idr, line.obligated_idr) == (OrderState.PAID, 0, TOTAL)
    assert (card.held_idr, card.used_idr) == (0, TOTAL)
    sari.open("/toko/uang/").reads(number, "Masuk rekening")
