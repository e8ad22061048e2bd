"""Orders that go no further: cancelled, withdrawn, declined, expired. Money and goods come back once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from catalog.stock import held_for
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from orders.models import OrderHistory
from orders.refusals import ReasonRequired
from orders.services import cancel_order, confirm_order, decline_order, expire_order, expire_orders
from orders.states import OrderState
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh

REASON = "Kegiatan dibatalkan oleh pimpinan"


def assert_everything_came_back(scene, order):
    assert fresh(scene.line).reserved_idr == 0 and held_for(order.id) == {}
    assert fresh(scene.paper.stock_record).num_allocated == 0
    assert broken_invariants() == {}


@pytest.mark.parametrize("make", ["submitted_order", "compared_order", "chosen_order"])
def test_the_requester_may_cancel_before_the_letter(scene, make):
    order = getattr(scene, make)()

    order = cancel_order(order_id=order.id, reason=REASON, actor=scene.ani, at=scene.tick())

    assert order.state == OrderState.CANCELLED and announced()[-1] == "OrderCancelled"
    assert_everything_came_back(scene, order)


def test_t04_what_was_cancelled_can_be_ordered_again_and_both_stay_on_record(scene):
    first = scene.submitted_order(total=Rupiah(4_020_000))
    cancel_order(order_id=first.id, reason=REASON, actor=scene.ani, at=scene.tick())

    second = scene.submitted_order(total=Rupiah(9_960_000))

    assert fresh(scene.line).reserved_idr == 9_960_000
    assert OrderHistory.objects.filter(order=first).count() == 3 and second.state == OrderState.SUBMITTED


def test_after_the_letter_only_the_commitment_officer_withdraws(scene):
    order = scene.approved_order()
    before = state_of_the_world(scene, order)

    for actor in (scene.ani, scene.eko, scene.sari):
        with pytest.raises(NotPermitted):
            cancel_order(order_id=order.id, reason=REASON, actor=actor, at=scene.tick())
    assert state_of_the_world(scene, order) == before
    order = cancel_order(order_id=order.id, reason=REASON, actor=scene.budi, at=scene.tick())

    assert order.state == OrderState.CANCELLED
    assert_everything_came_back(scene, order)


def test_a_bound_order_cannot_be_cancelled(scene):
    order = scene.confirmed_order()
    before = state_of_the_world(scene, order)

    for actor in (scene.ani, scene.budi):
        with pytest.raises((WrongState, NotPermitted)):
            cancel_order(order_id=order.id, reason=REASON, actor=actor, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_cancelling_twice_gives_back_once(scene):
    order = scene.submitted_order()
    cancel_order(order_id=order.id, reason=REASON, actor=scene.ani, at=scene.tick())
    before = state_of_the_world(scene, order)

    with pytest.raises(WrongState):
        cancel_order(order_id=order.id, reason=REASON, actor=scene.ani, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_cancelling_needs_a_reason(scene):
    order = scene.submitted_order()

    with pytest.raises(ReasonRequired):
        cancel_order(order_id=order.id, reason=" . ", actor=scene.ani, at=scene.tick())

    assert fresh(order).state == OrderState.SUBMITTED


def test_the_vendor_may_decline_with_a_reason(scene):
    order = scene.approved_order()

    with pytest.raises(ReasonRequired):
        decline_order(order_id=order.id, reason="", actor=scene.sari, at=scene.tick())
    order = decline_order(order_id=order.id, reason="Mesin potong sedang rusak", actor=scene.sari, at=scene.tick())

    assert order.state == OrderState.REJECTED and announced()[-1] == "OrderDeclined"
    assert_everything_came_back(scene, order)


def test_another_vendor_cannot_answer(scene):
    order, joko = scene.approved_order(), scene.joko
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        decline_order(order_id=order.id, reason=REASON, actor=joko, at=scene.tick())
    with pytest.raises(NotPermitted):
        confirm_order(order_id=order.id, attempt_key=uuid4(), actor=joko, at=scene.tick())

    assert state_of_the_world(scene, order) == before


@pytest.mark.parametrize("make", ["submitted_order", "compared_order", "chosen_order", "approved_order"])
def test_a_hold_ends_at_its_time_and_gives_back_once(scene, make):
    order = fresh(getattr(scene, make)())
    moment = order.hold_expires_at + timedelta(seconds=1)

    assert expire_orders(at=order.hold_expires_at - timedelta(seconds=1)) == 0
    assert expire_orders(at=moment) == 1 and expire_orders(at=moment) == 0
    assert expire_order(order_id=order.id, at=moment) is False

    assert fresh(order).state == OrderState.EXPIRED and announced()[-1] == "OrderExpired"
    assert_everything_came_back(scene, order)


def test_a_confirmed_order_never_expires(scene):
    order = scene.confirmed_order()

    assert expire_orders(at=scene.now + timedelta(days=365)) == 0

    assert fresh(order).state == OrderState.CONFIRMED


def test_deadlines_are_working_days_for_officers_and_days_for_vendors(scene):
    chosen = fresh(scene.chosen_order())
    approved = fresh(scene.approved_order())

    # Friday 20 November: three working days are Wednesday 25; five days are Wednesday 25 as well.
    assert f"{chosen.hold_expires_at:%d %H:%M}" == "25 16:59"
    assert f"{approved.hold_expires_at:%d %H:%M}" == "25 16:59"
