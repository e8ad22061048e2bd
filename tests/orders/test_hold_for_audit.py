from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotPermitted
from orders.models import OrderAuditHold, ProcurementOrder
from orders.refusals import (
    AlreadyHeld,
    AuditHold,
    LetterNumberMissing,
    NotHeldForAudit,
    NothingToHold,
    ReasonRequired,
)
from orders.services import hold_for_audit, record_payment, release_audit_hold
from orders.states import OrderState
from payments.payables import services as payables
from payments.payables.errors import PayableBlocked
from payments.payables.models import Payable
from payments.payables.states import PayableState
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh

LETTER = "700/12/ITPROV/2026"
REASON = "Harga jauh di atas kisaran wajar"


def hold(scene, order, *, actor=None, letter=LETTER, reason=REASON):
    return hold_for_audit(
        order_id=order.id, letter_number=letter, reason=reason, actor=actor or scene.dewi, at=scene.tick()
    )


def release(scene, order, *, actor=None, reason="Harga terbukti wajar setelah dibandingkan"):
    return release_audit_hold(order_id=order.id, reason=reason, actor=actor or scene.dewi, at=scene.tick())


def payable_of(order) -> Payable:
    return Payable.objects.get(order_id=order.id)


def test_a_held_order_is_not_paid_until_it_is_released(scene):
    order = scene.accepted_order()

    held = hold(scene, order)

    assert fresh(order).audit_hold and held.letter_number == LETTER and held.placed_by_id == scene.dewi.id
    assert payable_of(order).state == PayableState.BLOCKED and announced()[-1] == "OrderHeldForAudit"
    with pytest.raises(PayableBlocked) as refusal:
        payables.start_charging(payable_id=payable_of(order).id, actor=scene.citra, at=scene.tick())
    assert REASON in str(refusal.value) and payable_of(order).state == PayableState.BLOCKED

    release(scene, order)

    assert not fresh(order).audit_hold and payable_of(order).state == PayableState.OPEN
    assert announced()[-1] == "OrderHoldReleased" and broken_invariants() == {}
    assert AuditEntry.objects.filter(what__startswith="orders.order.h", why__gt="").count() == 2


def test_a_held_order_is_not_approved(scene):
    order = scene.chosen_order()
    hold(scene, order)
    before = state_of_the_world(scene, order)

    with pytest.raises(AuditHold):
        scene.approve(order)
    assert state_of_the_world(scene, order) == before

    release(scene, order)
    assert scene.approve(fresh(order)).state == OrderState.ORDERED


def test_goods_of_a_held_order_are_not_accepted(scene):
    order = scene.signed_order()
    hold(scene, order)
    before = state_of_the_world(scene, order)

    with pytest.raises(AuditHold):
        scene.accept(order)

    assert state_of_the_world(scene, order) == before and not Payable.objects.exists()


def test_a_dispute_still_blocks_after_the_audit_is_done(scene):
    order = scene.accepted_order()
    payables.block_payable(payable_id=payable_of(order).id, reason="sengketa", actor=scene.budi, at=scene.tick())
    hold(scene, order)

    release(scene, order)

    assert payable_of(order).state == PayableState.BLOCKED


def test_a_payment_under_way_goes_on(scene):
    order = scene.accepted_order()
    payables.start_charging(payable_id=payable_of(order).id, actor=scene.citra, at=scene.tick())

    hold(scene, order)

    assert payable_of(order).state == PayableState.CHARGING
    record_payment(order_id=order.id, payable_id=payable_of(order).id, at=scene.tick())
    assert fresh(order).state == OrderState.PAID
    release(scene, order)
    assert not fresh(order).audit_hold


@pytest.mark.parametrize("who", ["ani", "eko", "budi", "citra", "sari"])
def test_only_the_internal_auditor_holds_and_releases(scene, who):
    order = scene.accepted_order()
    before = state_of_the_world(scene, order)
    with pytest.raises(NotPermitted):
        hold(scene, order, actor=getattr(scene, who))
    assert state_of_the_world(scene, order) == before

    hold(scene, order)
    with pytest.raises(NotPermitted):
        release(scene, order, actor=getattr(scene, who))
    assert fresh(order).audit_hold


def test_the_external_auditor_reads_only(scene):
    bpk = scene.person("Bima Sakti", Role.EXTERNAL_AUDITOR, scene.dewi.organisations(Role.INTERNAL_AUDITOR).pop())
    order = scene.accepted_order()

    with pytest.raises(NotPermitted):
        hold(scene, order, actor=bpk)

    assert not fresh(order).audit_hold


def test_a_hold_needs_letter_and_reason_and_is_one(scene):
    order, auditor = scene.accepted_order(), scene.dewi
    before = state_of_the_world(scene, order)
    for letter, reason, refusal in [(" ", REASON, LetterNumberMissing), (LETTER, "x", ReasonRequired)]:
        with pytest.raises(refusal):
            hold(scene, order, actor=auditor, letter=letter, reason=reason)
    assert state_of_the_world(scene, order) == before
    with pytest.raises(NotHeldForAudit):
        release(scene, order)

    hold(scene, order)
    with pytest.raises(AlreadyHeld):
        hold(scene, order)
    assert OrderAuditHold.objects.count() == 1


def test_what_is_paid_is_not_held(scene):
    order = scene.paid_order()

    with pytest.raises(NothingToHold):
        hold(scene, order)

    assert not fresh(order).audit_hold


def refused_by_the_database(match, act):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        act()
        connection.check_constraints()


def test_the_database_keeps_flag_and_row_together(scene):
    order, auditor = scene.accepted_order(), scene.dewi
    orders = ProcurementOrder.objects.filter(id=order.id)
    row = {"order": order, "letter_number": LETTER, "reason": REASON, "placed_at": scene.tick()}

    refused_by_the_database("disagree", lambda: orders.update(audit_hold=True))
    refused_by_the_database(
        "disagree", lambda: OrderAuditHold.objects.bulk_create([OrderAuditHold(placed_by_id=auditor.id, **row)])
    )
    by_budi = OrderAuditHold(placed_by_id=scene.budi.id, **row)
    refused_by_the_database("internal auditor", lambda: OrderAuditHold.objects.bulk_create([by_budi]))
    hold(scene, order)
    refused_by_the_database("disagree", lambda: orders.update(audit_hold=False))
    refused_by_the_database("only released", lambda: OrderAuditHold.objects.update(reason="Lain sekali"))


def test_the_database_stops_the_approval_of_a_held_order(scene):
    order = scene.chosen_order()
    hold(scene, order)

    refused_by_the_database(
        "held for audit", lambda: ProcurementOrder.objects.filter(id=order.id).update(state=OrderState.ORDERED)
    )
    assert fresh(order).state == OrderState.AWAITING_APPROVAL
