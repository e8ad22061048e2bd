"""What must hold whenever money is promised: at the submission, the choice, the approval and the vendor's yes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.errors import NotPermitted
from orders.refusals import CheckBlocks
from orders.services import choose_offer, confirm_order
from orders.states import OrderState
from tests.orders.looking import broken_invariants, state_of_the_world
from tests.scenes import NOON, fresh

RENT = "5.1.02.02.04.0123"


@pytest.fixture
def direct(settings):
    settings.TAX_CHANNEL = "DIRECT"


@pytest.fixture
def tents(scene):
    """Tents of a company for rent: of the rent a treasurer would keep PPh 23."""
    vendor = scene.vendor("CV Tenda Jaya", legal_form="cv")
    return scene.listing(vendor, name="Sewa tenda kerucut", category="16.03", stock=500)


def set_state(vendor, state):
    vendor.state = state
    vendor.save(update_fields=["state"])


def tents_need(scene, tents):
    line = scene.office.line(account=RENT, code="1.01.01.1.06.09")
    return scene.draft_need(goods=[(tents, 40)], lines=[(line.id, None)])


def test_a_card_refuses_at_submission_what_nobody_could_withhold(scene, direct, tents):
    need = tents_need(scene, tents)
    before = state_of_the_world(scene)

    with pytest.raises(CheckBlocks) as refusal:
        scene.submit(need)

    assert refusal.value.code == "CARD_CANNOT_WITHHOLD" and "PPh 23" in str(refusal.value)
    assert state_of_the_world(scene) == before and fresh(need).state == "open"


def test_the_same_rent_is_ordered_where_the_platform_collects(scene, tents):
    order = scene.submit(tents_need(scene, tents))[0]

    assert order.state == OrderState.SUBMITTED and broken_invariants() == {}


def test_goods_are_ordered_in_both_channels(scene, direct):
    assert scene.submitted_order().state == OrderState.SUBMITTED


def test_the_basket_says_so_before_the_button_is_pressed(scene, direct, tents):
    tents_need(scene, tents)
    client = Client()
    client.force_login(scene.user_of(scene.ani))

    with time_machine.travel(NOON + timedelta(hours=3)):
        page = client.get("/belanja/keranjang/").content.decode()

    assert "Kartu tidak dapat membayar pesanan ini" in page and "PPh 23 wajib dipotong bendahara" in page


def test_a_channel_changed_after_the_choice_stops_the_approval(scene, tents, settings):
    need = tents_need(scene, tents)
    order = scene.submit(need)[0]
    scene_order = choose_offer(order_id=order.id, actor=scene.eko, at=scene.tick())
    settings.TAX_CHANNEL = "DIRECT"
    before = state_of_the_world(scene, scene_order)

    with pytest.raises(CheckBlocks):
        scene.approve(scene_order)

    assert state_of_the_world(scene, scene_order) == before


@pytest.mark.parametrize("state", ["suspended", "blacklisted"])
def test_a_vendor_that_may_not_sell_is_not_chosen(scene, state):
    order = scene.submitted_order()
    set_state(scene.sari_vendor, "suspended")
    if state == "blacklisted":
        set_state(scene.sari_vendor, state)
    before = state_of_the_world(scene, order)

    with pytest.raises(CheckBlocks) as refusal:
        choose_offer(order_id=order.id, actor=scene.eko, at=scene.tick())

    assert refusal.value.code == "VENDOR_ACTIVE" and state_of_the_world(scene, order) == before


def test_any_official_of_the_office_behind_the_vendor_stops_the_order(scene):
    order = scene.chosen_order()
    scene.run_by(scene.sari_vendor, scene.citra)
    before = state_of_the_world(scene, order)

    with pytest.raises(CheckBlocks) as refusal:
        scene.approve(order)

    assert refusal.value.code == "CONFLICT_OF_INTEREST" and "Citra" in str(refusal.value)
    assert state_of_the_world(scene, order) == before


def test_an_official_of_another_office_stops_nothing(scene):
    scene.run_by(scene.sari_vendor, scene.other_office.citra)

    assert scene.approved_order().state == OrderState.ORDERED


def test_a_suspended_vendor_confirms_nothing_but_finishes_what_it_confirmed(scene):
    waiting, running = scene.approved_order(), scene.confirmed_order()
    set_state(scene.sari_vendor, "suspended")
    before = state_of_the_world(scene, waiting)

    with pytest.raises(NotPermitted) as refusal:
        confirm_order(order_id=waiting.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())
    assert "ditangguhkan" in str(refusal.value) and state_of_the_world(scene, waiting) == before

    scene.ship(running)
    assert fresh(running).state == OrderState.IN_PROGRESS


def test_pages_say_why_before_the_decision(scene):
    order, waiting = scene.chosen_order(), scene.approved_order()
    small = scene.submitted_order()
    set_state(scene.sari_vendor, "suspended")

    with time_machine.travel(scene.tick()):
        pages = [
            (scene.budi, f"/persetujuan/{order.number}/"),
            (scene.eko, f"/belanja/pilih/{small.number}/"),
            (scene.sari, f"/toko/pesanan/{waiting.number}/"),
        ]
        for actor, address in pages:
            client = Client()
            client.force_login(scene.user_of(actor))
            page = client.get(address).content.decode()
            assert "Penjual ini sedang ditangguhkan." in page, address
            assert "Pilih langsung tanpa perbandingan" not in page and "Konfirmasi dan tanda tangani" not in page
