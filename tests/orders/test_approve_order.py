from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from marketplace.accounts.roles import Role
from marketplace.documents.models import Document
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from orders.refusals import AuditHold, CheckBlocks, ContentChanged, ReasonRequired
from orders.services import approve_order, content_hash, hold_for_audit, return_order
from orders.states import OrderState
from payments.budget.errors import WrongFiscalYear
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh


def approve(scene, order, *, actor=None, key=None, shown=None, at=None):
    return approve_order(
        order_id=order.id,
        content_sha256=shown or content_hash(order.id),
        attempt_key=key or uuid4(),
        actor=actor or scene.budi,
        at=at or scene.tick(),
    )


def test_approving_signs_the_purchase_letter_and_writes_oscars_order_once(scene):
    order = scene.chosen_order(total=Rupiah(2_400_000))

    order = approve(scene, order)

    assert order.state == OrderState.ORDERED and order.approver_id == scene.budi.id
    letter = Document.objects.get(id=order.purchase_letter_id)
    assert letter.kind == "purchase_letter" and letter.number.startswith("000.3.2/SP/1/DISKOMINFO/XI/2026")
    assert letter.state == "issued" and letter.signatures.count() == 1
    assert order.oscar_order.number == order.number and order.oscar_order.lines.count() == 1
    assert fresh(scene.line).reserved_idr == 2_400_000
    assert announced()[-1] == "OrderApproved" and broken_invariants() == {}


def test_pressing_twice_signs_one_letter(scene):
    order, key = scene.chosen_order(), uuid4()
    shown = content_hash(order.id)

    first = approve(scene, order, key=key, shown=shown)
    second = approve(scene, order, key=key, shown=shown)

    assert first == second and Document.objects.filter(kind="purchase_letter").count() == 1


def test_the_requester_cannot_approve_even_as_commitment_officer(scene):
    scene.give(scene.user_of(scene.ani), Role.COMMITMENT_OFFICER, scene.office.id)
    ani = scene.act_as(scene.user_of(scene.ani))
    order = scene.chosen_order(requester=ani)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted) as refusal:
        approve(scene, order, actor=ani)

    assert refusal.value.code == "SOD_REQUESTER_APPROVES" and state_of_the_world(scene, order) == before


def test_the_chooser_cannot_approve_even_as_commitment_officer(scene):
    scene.give(scene.user_of(scene.eko), Role.COMMITMENT_OFFICER, scene.office.id)
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted) as refusal:
        approve(scene, order, actor=scene.act_as(scene.user_of(scene.eko)))

    assert refusal.value.code == "SOD_CHOOSER_APPROVES" and state_of_the_world(scene, order) == before


@pytest.mark.parametrize("who", ["ani", "eko", "fitri", "citra", "sari", "dewi"])
def test_nobody_but_the_commitment_officer_approves(scene, who):
    order, actor = scene.chosen_order(), getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        approve(scene, order, actor=actor)

    assert state_of_the_world(scene, order) == before


def test_an_order_that_was_not_chosen_cannot_be_approved(scene):
    order = scene.submitted_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(WrongState):
        approve(scene, order)

    assert state_of_the_world(scene, order) == before


def test_what_is_signed_is_what_was_shown(scene):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(ContentChanged):
        approve(scene, order, shown="0" * 64)

    assert state_of_the_world(scene, order) == before


def test_a_vendor_suspended_meanwhile_gets_no_letter(scene):
    order = scene.chosen_order()
    scene.sari_vendor.state = "suspended"
    scene.sari_vendor.save(update_fields=["state"])
    before = state_of_the_world(scene, order)

    with pytest.raises(CheckBlocks) as refusal:
        approve(scene, order)

    assert refusal.value.code == "VENDOR_ACTIVE" and state_of_the_world(scene, order) == before


def test_an_officer_who_owns_the_shop_cannot_approve_its_order(scene):
    order = scene.chosen_order()
    scene.run_by(scene.sari_vendor, scene.budi)

    with pytest.raises(CheckBlocks) as refusal:
        approve(scene, order)

    assert refusal.value.code == "CONFLICT_OF_INTEREST" and fresh(order).state == OrderState.AWAITING_APPROVAL


def test_an_audit_hold_stops_the_signature(scene):
    order = scene.chosen_order()
    hold_for_audit(
        order_id=order.id,
        letter_number="700/1/2026",
        reason="Harga perlu dijelaskan",
        actor=scene.dewi,
        at=scene.tick(),
    )

    with pytest.raises(AuditHold):
        approve(scene, order)

    assert fresh(order).state == OrderState.AWAITING_APPROVAL


def test_last_years_order_cannot_be_approved_in_january(scene):
    order = scene.chosen_order()

    with pytest.raises(WrongFiscalYear):
        approve(scene, order, at=scene.now + timedelta(days=60))

    assert fresh(order).state == OrderState.AWAITING_APPROVAL


def test_returning_keeps_the_money_held_and_lets_the_officer_choose_again(scene):
    order = scene.chosen_order()

    order = return_order(order_id=order.id, reason="Bandingkan dengan penjual kedua", actor=scene.budi, at=scene.tick())

    assert order.state == OrderState.SUBMITTED and order.screen.key == "returned"
    assert fresh(scene.line).reserved_idr == order.total_idr
    assert announced()[-1] == "OrderReturned" and broken_invariants() == {}


@pytest.mark.parametrize(
    ("who", "reason", "refusal"), [("budi", "", ReasonRequired), ("eko", "Alasan panjang", NotPermitted)]
)
def test_returning_needs_the_commitment_officer_and_a_reason(scene, who, reason, refusal):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(refusal):
        return_order(order_id=order.id, reason=reason, actor=getattr(scene, who), at=scene.tick())

    assert state_of_the_world(scene, order) == before
