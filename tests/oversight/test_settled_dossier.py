"""The dossier of a purchase whose card bill went all the way to the repaid bank."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from marketplace.kernel.audit_log.sequencer import catch_up
from marketplace.oversight.evidence import gather
from marketplace.oversight.integrity import checks_of
from orders.models import ProcurementOrder
from tests.payments.settlement.scene import SettlementScene


@pytest.fixture
def settled(db, as_sequencer) -> SettlementScene:
    cache.clear()
    scene = SettlementScene()
    scene.bought()
    scene.repaid()
    with as_sequencer():
        catch_up()
    return scene


def test_every_paper_and_every_book_stands_in_the_dossier_and_all_of_it_is_whole(settled, client):
    order = ProcurementOrder.objects.get()
    client.force_login(settled.user_of(settled.dewi))

    text = client.get(reverse("oversight:order", args=[order.number])).content.decode()

    for expected in (
        *("DPR ", "DPT ", "NPD ", "SPP ", "SPM ", "SP2D "),
        *("BUD.REALISASI", "ANG.BELANJA", "LO.UTANG_KKPD", "LIM.TERPAKAI", "MKT.BANK"),
        "untuk seluruh tagihan",
        "Uang ke penjual",
        settled.card.last4,
    ):
        assert expected in text, expected
    assert settled.sari_vendor.bank_accounts.get().number not in text
    evidence = gather(order, actor=settled.dewi)
    assert {check.code: check.wrong for check in checks_of(evidence) if check.tone != "ok"} == {}
    assert len(evidence.statements) == 1 and len(evidence.payouts) == 1


def test_the_dossier_of_a_settled_purchase_costs_a_fixed_number_of_queries(settled, django_assert_max_num_queries):
    order, dewi = ProcurementOrder.objects.select_related("need", "vendor", "agency").get(), settled.dewi

    with django_assert_max_num_queries(32):
        gather(order, actor=dewi)
