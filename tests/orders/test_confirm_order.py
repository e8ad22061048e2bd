from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from catalog.models import Listing
from marketplace.documents.models import Document
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotPermitted, WrongState
from orders.services import confirm_order
from orders.states import OrderState
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh


def test_confirming_turns_the_reserve_into_a_commitment_and_completes_the_letter(scene):
    order = scene.approved_order()

    order = confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())

    line = fresh(scene.line)
    assert order.state == OrderState.CONFIRMED and (line.reserved_idr, line.committed_idr) == (0, 2_400_000)
    assert order.due_on == date(2026, 11, 23) and order.hold_expires_at is None
    assert Document.objects.get(id=order.purchase_letter_id).state == "valid"
    assert announced()[-1] == "OrderConfirmed" and broken_invariants() == {}


def test_what_the_letter_says_is_what_the_order_owes(scene):
    """The days that both have signed count, whatever the seller changes in the shop between the two signatures."""
    order = scene.approved_order()
    letter = Document.objects.get(id=order.purchase_letter_id)
    Listing.objects.filter(id=scene.paper.id).update(lead_time_days=90)

    order = confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())

    assert letter.fields["lead_time_days"] == order.lead_time_days == 3 and "due_on" not in letter.fields
    assert order.due_on == local_day(order.confirmed_at) + timedelta(days=3)


def test_pressing_twice_commits_once(scene):
    order, key = scene.approved_order(), uuid4()

    confirm_order(order_id=order.id, attempt_key=key, actor=scene.sari, at=scene.tick())
    confirm_order(order_id=order.id, attempt_key=key, actor=scene.sari, at=scene.tick())

    assert fresh(scene.line).committed_idr == 2_400_000
    with pytest.raises(WrongState):
        confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())


@pytest.mark.parametrize("who", ["ani", "eko", "budi", "fitri", "dewi"])
def test_only_the_vendors_owner_confirms(scene, who):
    order, actor = scene.approved_order(), getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        confirm_order(order_id=order.id, attempt_key=uuid4(), actor=actor, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_an_unapproved_order_cannot_be_confirmed(scene):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(WrongState):
        confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())

    assert state_of_the_world(scene, order) == before
