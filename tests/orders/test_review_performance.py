from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.kernel.errors import NotPermitted, WrongState
from orders.policies import (
    VENDOR_ACTS,
    may_accept,
    may_approve,
    may_ask_close_short,
    may_choose,
    may_receive,
    may_review,
)
from orders.services import Scores, complete_due_orders, review_performance
from orders.services.review_performance import ScoreOutOfRange
from orders.states import OrderState
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh

GOOD = Scores(quality=3, cost=2, timeliness=3, service=2)


def test_judging_completes_the_order_and_tells_the_vendors_room(scene):
    order = scene.paid_order()

    order = review_performance(order_id=order.id, scores=GOOD, actor=scene.budi, at=scene.tick())

    assert order.state == OrderState.COMPLETED and announced()[-1] == "OrderCompleted"
    assert fresh(scene.sari_vendor).rated_orders == 1 and broken_invariants() == {}


@pytest.mark.parametrize("who", ["ani", "eko", "fitri", "sari", "dewi"])
def test_only_the_commitment_officer_judges(scene, who):
    order, actor = scene.paid_order(), getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        review_performance(order_id=order.id, scores=GOOD, actor=actor, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_nobody_judges_accepts_or_receives_for_the_office_what_the_own_shop_sold(scene):
    """A role in the office does not help whoever works for the seller (S6)."""
    order = scene.paid_order()
    for role, may in (
        (Role.COMMITMENT_OFFICER, (may_review, may_approve, may_accept, may_ask_close_short)),
        (Role.RECEIVER, (may_receive,)),
        (Role.PURCHASING_OFFICER, (may_choose,)),
    ):
        user = scene.user_of(scene.person(f"Gani {role}", role, scene.office.id))
        assert all(question(scene.act_as(user), order) for question in may)
        scene.give(user, Role.VENDOR_STAFF, scene.sari_vendor.pk)
        assert {question(scene.act_as(user), order).code for question in may} == {VENDOR_ACTS}
    both = scene.act_as(User.objects.get(full_name="Gani ppk"))
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted, match="bekerja untuk penjual"):
        review_performance(order_id=order.id, scores=GOOD, actor=both, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_scores_stay_in_their_scale_and_unpaid_orders_are_not_judged(scene):
    unpaid, paid = scene.accepted_order(), scene.paid_order()

    with pytest.raises(WrongState):
        review_performance(order_id=unpaid.id, scores=GOOD, actor=scene.budi, at=scene.tick())
    with pytest.raises(ScoreOutOfRange):
        review_performance(order_id=paid.id, scores=Scores(4, 1, 1, 1), actor=scene.budi, at=scene.tick())

    assert fresh(unpaid).state == OrderState.INVOICED and fresh(paid).state == OrderState.PAID


def test_a_paid_order_completes_by_itself_after_fourteen_days_once(scene):
    order = scene.paid_order()

    assert complete_due_orders(at=scene.now + timedelta(days=13)) == 0
    assert complete_due_orders(at=scene.now + timedelta(days=15)) == 1
    assert complete_due_orders(at=scene.now + timedelta(days=15)) == 0

    assert fresh(order).state == OrderState.COMPLETED and fresh(scene.sari_vendor).rated_orders == 0
