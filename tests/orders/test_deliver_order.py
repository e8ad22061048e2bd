"""From the confirmed order to the handover report: lots, arrival, counting, signatures, acceptance."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from catalog.stock import held_for
from marketplace.accounts.roles import Role
from marketplace.documents.models import Document
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound, NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from orders.refusals import (
    AlreadySigned,
    AuditHold,
    CountDoesNotMatch,
    GoodsUnderWay,
    HandoverNotReady,
    NothingArrived,
    NothingToShip,
    OverDelivery,
    ReasonRequired,
    ShortCloseNotAsked,
)
from orders.selectors import orders_to_receive
from orders.services import (
    Count,
    accept_delivery,
    ask_close_short,
    close_short,
    hold_for_audit,
    inspect_delivery,
    record_arrival,
    record_payment,
    ship_order,
    sign_handover_vendor,
    start_order,
)
from orders.states import OrderState
from payments.payables.models import Payable
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import fresh


def ship(scene, order, quantity, *, actor=None):
    line = order.lines.get()
    return ship_order(
        order_id=order.id, quantities={line.id: quantity}, carrier="Kurir", actor=actor or scene.sari, at=scene.tick()
    )


def accept(scene, order, *, actor=None, key=None, sequence=1):
    return accept_delivery(
        order_id=order.id, sequence=sequence, attempt_key=key or uuid4(), actor=actor or scene.budi, at=scene.tick()
    )


def inspect(scene, order, accepted, rejected=0, *, note="", actor=None):
    count = Count(order.lines.get().id, accepted=accepted, rejected=rejected, note=note)
    return inspect_delivery(order_id=order.id, counts=[count], actor=actor or scene.fitri, at=scene.tick())


# --- shipping


def test_a_lot_goes_out_with_a_delivery_note_of_the_vendors_own_series(scene):
    order = scene.confirmed_order()

    shipment = ship(scene, order, 25)

    order = fresh(order)
    assert order.state == OrderState.IN_PROGRESS and order.screen.key == "shipped" and shipment.lot == 1
    assert order.lines.get().remaining_quantity == 15
    note = Document.objects.get(id=shipment.document_id)
    assert note.kind == "delivery_note" and note.issuer_id == scene.sari_vendor.pk
    assert announced()[-1] == "OrderShipped"


@pytest.mark.parametrize(("quantity", "refusal"), [(41, OverDelivery), (0, NothingToShip), (-1, OverDelivery)])
def test_more_than_ordered_or_nothing_is_not_shipped(scene, quantity, refusal):
    order = scene.confirmed_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(refusal):
        ship(scene, order, quantity)

    assert state_of_the_world(scene, order) == before


def test_two_lots_together_cannot_exceed_the_order(scene):
    order = scene.confirmed_order()
    ship(scene, order, 30)

    with pytest.raises(OverDelivery):
        ship(scene, order, 11)

    assert order.lines.get().shipped_quantity == 30


def test_shop_staff_may_ship_and_start_but_not_sign(scene):
    staff = scene.person("Tono Staf", Role.VENDOR_STAFF, scene.sari_vendor.pk)
    order = scene.confirmed_order()

    start_order(order_id=order.id, actor=staff, at=scene.tick())
    ship(scene, order, 40, actor=staff)
    scene.arrive(order)
    scene.inspect(order)

    with pytest.raises(NotPermitted):
        sign_handover_vendor(order_id=order.id, sequence=1, actor=staff, at=scene.tick())


def test_lines_of_another_order_cannot_be_shipped(scene):
    order, other = scene.confirmed_order(), scene.confirmed_order()

    with pytest.raises(NotFound):
        ship_order(
            order_id=order.id,
            quantities={other.lines.get().id: 1},
            carrier="Kurir",
            actor=scene.sari,
            at=scene.tick(),
        )

    assert fresh(order).state == OrderState.CONFIRMED


@pytest.mark.parametrize("who", ["ani", "budi", "fitri", "joko"])
def test_only_the_orders_own_vendor_ships(scene, who):
    order, actor = scene.confirmed_order(), getattr(scene, who)

    with pytest.raises(NotPermitted):
        ship(scene, order, 1, actor=actor)

    assert fresh(order).state == OrderState.CONFIRMED


def test_an_unconfirmed_order_is_not_shipped(scene):
    order = scene.approved_order()

    with pytest.raises(WrongState):
        ship(scene, order, 1)

    assert fresh(order).state == OrderState.ORDERED


# --- arrival


def test_the_last_lot_completes_the_delivery(scene):
    order = scene.confirmed_order()
    ship(scene, order, 25)
    scene.arrive(order)
    assert fresh(order).state == OrderState.PARTIALLY_DELIVERED
    ship(scene, order, 15)

    scene.arrive(order)

    assert fresh(order).state == OrderState.DELIVERED and fresh(order).delivered_at is not None


def test_a_lot_arrives_once(scene):
    order = scene.arrived_order()
    before = state_of_the_world(scene, order)

    with pytest.raises(WrongState):
        record_arrival(order_id=order.id, lot=1, actor=scene.fitri, at=scene.tick())
    with pytest.raises(NotFound):
        record_arrival(order_id=order.id, lot=9, actor=scene.fitri, at=scene.tick())

    assert state_of_the_world(scene, order) == before


@pytest.mark.parametrize("who", ["ani", "eko", "budi", "sari"])
def test_only_the_receiver_takes_in_and_inspects(scene, who):
    order, actor = scene.shipped_order(), getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        record_arrival(order_id=order.id, lot=1, actor=actor, at=scene.tick())
    with pytest.raises(NotPermitted):
        inspect(scene, order, 40, actor=actor)

    assert state_of_the_world(scene, order) == before


def test_the_chooser_cannot_receive_even_as_receiver(scene):
    scene.give(scene.user_of(scene.eko), Role.RECEIVER, scene.office.id)
    order = scene.shipped_order()

    with pytest.raises(NotPermitted) as refusal:
        record_arrival(order_id=order.id, lot=1, actor=scene.act_as(scene.user_of(scene.eko)), at=scene.tick())

    assert refusal.value.code == "SOD_CHOOSER_RECEIVES" and fresh(order).state == OrderState.IN_PROGRESS


# --- inspection


def test_good_and_rejected_must_be_what_arrived(scene):
    order = scene.arrived_order()
    before = state_of_the_world(scene, order)

    for accepted, rejected in [(39, 0), (41, 0), (40, 1), (-1, 41)]:
        with pytest.raises(CountDoesNotMatch):
            inspect(scene, order, accepted, rejected, note="Rusak")

    assert state_of_the_world(scene, order) == before


def test_a_rejection_says_why(scene):
    order = scene.arrived_order()

    with pytest.raises(ReasonRequired):
        inspect(scene, order, 38, 2)

    assert fresh(order).state == OrderState.DELIVERED


def test_nothing_can_be_inspected_before_it_arrives(scene):
    order = scene.shipped_order()

    with pytest.raises((NothingArrived, WrongState)):
        inspect(scene, order, 40)

    assert fresh(order).state == OrderState.IN_PROGRESS


def test_when_nothing_is_good_the_vendor_delivers_again(scene):
    order = scene.inspected_order(rejected=40)
    assert order.state == OrderState.IN_PROGRESS and order.handovers.count() == 0
    assert announced()[-1] == "DeliveryRejected" and order.lines.get().remaining_quantity == 40

    scene.ship(order)
    scene.arrive(order)
    scene.inspect(order)

    assert fresh(order).state == OrderState.INSPECTION and order.handovers.get().amount_idr == 2_400_000


def test_a_late_delivery_is_counted_and_its_penalty_is_a_separate_claim(scene):
    order = scene.confirmed_order()
    scene.now += order.due_on - local_day(scene.now) + timedelta(days=3)
    scene.ship(order)
    scene.arrive(order)

    scene.inspect(order)

    handover = order.handovers.get()
    assert (handover.days_late, handover.penalty_idr) == (3, 2_400_000 * 3 // 1000)
    assert handover.amount_idr == 2_400_000


# --- handover and acceptance


def test_both_signatures_make_the_value_payable_and_not_before(scene):
    order = scene.inspected_order()
    with pytest.raises(HandoverNotReady):
        accept(scene, order)
    assert Payable.objects.count() == 0
    scene.sign(order)

    handover = accept(scene, order)

    order, payable = fresh(order), Payable.objects.get()
    assert order.state == OrderState.INVOICED and order.accepted_idr == 2_400_000
    assert (payable.accepted_idr, payable.id, payable.receiver_id) == (2_400_000, handover.payable_id, scene.fitri.id)
    assert fresh(scene.line).obligated_idr == 2_400_000 and held_for(order.id) == {}
    assert Document.objects.get(id=handover.document_id).state == "valid"
    assert announced()[-1] == "DeliveryAccepted" and broken_invariants() == {}


def test_pressing_twice_opens_one_payable(scene):
    order, key = scene.signed_order(), uuid4()

    accept(scene, order, key=key)
    accept(scene, order, key=key)

    assert Payable.objects.count() == 1
    with pytest.raises((AlreadySigned, WrongState)):
        accept(scene, order)


@pytest.mark.parametrize("who", ["ani", "eko", "fitri", "citra", "sari", "dewi"])
def test_only_the_commitment_officer_accepts(scene, who):
    order, actor = scene.signed_order(), getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        accept(scene, order, actor=actor)

    assert state_of_the_world(scene, order) == before and Payable.objects.count() == 0


def test_the_receiver_cannot_accept_even_as_commitment_officer(scene):
    scene.give(scene.user_of(scene.fitri), Role.COMMITMENT_OFFICER, scene.office.id)
    order = scene.signed_order()

    with pytest.raises(NotPermitted) as refusal:
        accept(scene, order, actor=scene.act_as(scene.user_of(scene.fitri)))

    assert refusal.value.code == "SOD_RECEIVER_ACCEPTS" and Payable.objects.count() == 0


def test_the_vendor_signs_once_and_only_its_own(scene):
    order = scene.signed_order()

    with pytest.raises(AlreadySigned):
        sign_handover_vendor(order_id=order.id, sequence=1, actor=scene.sari, at=scene.tick())
    with pytest.raises(NotPermitted):
        sign_handover_vendor(order_id=order.id, sequence=1, actor=scene.joko, at=scene.tick())

    assert Document.objects.filter(kind="handover_report").count() == 1


def test_an_audit_hold_stops_acceptance(scene):
    order = scene.signed_order()
    hold_for_audit(
        order_id=order.id,
        letter_number="700/1/2026",
        reason="Harga perlu dijelaskan",
        actor=scene.dewi,
        at=scene.tick(),
    )

    with pytest.raises(AuditHold):
        accept(scene, order)

    assert Payable.objects.count() == 0


def test_part_accepted_is_paid_for_and_the_rest_follows(scene):
    order = scene.inspected_order(rejected=2)
    scene.sign(order)
    accept(scene, order)
    order = fresh(order)
    assert order.state == OrderState.PARTIALLY_ACCEPTED and order.accepted_idr == 38 * 60_000
    assert fresh(scene.line).committed_idr == 2 * 60_000

    scene.ship(order)
    scene.arrive(order)
    scene.inspect(order)
    scene.sign(order)
    accept(scene, order, sequence=2)

    order = fresh(order)
    assert order.state == OrderState.INVOICED and order.accepted_idr == 2_400_000
    assert [payable.accepted_idr for payable in Payable.objects.order_by("opened_at")] == [2_280_000, 120_000]
    assert broken_invariants() == {}


def test_a_lot_that_was_under_way_arrives_after_another_was_accepted(scene):
    order = scene.confirmed_order()
    scene.ship(order, quantity=25)
    scene.ship(order, quantity=15)
    scene.arrive(order)
    inspect(scene, order, 25)
    scene.sign(order)
    accept(scene, order)
    assert fresh(order).state == OrderState.PARTIALLY_ACCEPTED
    assert list(orders_to_receive({scene.office.id})) == [fresh(order)]

    scene.arrive(order)
    inspect(scene, order, 15)
    scene.sign(order)
    accept(scene, order, sequence=2)

    order = fresh(order)
    assert order.state == OrderState.INVOICED and order.accepted_idr == 2_400_000
    assert list(orders_to_receive({scene.office.id})) == [] and broken_invariants() == {}


def test_the_remainder_is_closed_when_both_agree(scene):
    order = scene.inspected_order(rejected=2)
    scene.sign(order)
    accept(scene, order)
    with pytest.raises(ShortCloseNotAsked):
        close_short(order_id=order.id, actor=scene.sari, at=scene.tick())
    for actor in (scene.ani, scene.sari):
        with pytest.raises(NotPermitted):
            ask_close_short(order_id=order.id, reason="Stok penjual habis", actor=actor, at=scene.tick())
    ask_close_short(order_id=order.id, reason="Stok penjual habis", actor=scene.budi, at=scene.tick())
    with pytest.raises(NotPermitted):
        close_short(order_id=order.id, actor=scene.budi, at=scene.tick())

    order = close_short(order_id=order.id, actor=scene.sari, at=scene.tick())

    line = fresh(scene.line)
    assert order.state == OrderState.INVOICED and (line.committed_idr, line.obligated_idr) == (0, 2_280_000)
    assert held_for(order.id) == {} and announced()[-1] == "OrderClosedShort" and broken_invariants() == {}


def test_goods_under_way_cannot_be_closed_away(scene):
    order = scene.inspected_order(rejected=2)
    scene.sign(order)
    accept(scene, order)
    scene.ship(order)

    with pytest.raises((GoodsUnderWay, WrongState)):
        ask_close_short(order_id=order.id, reason="Stok penjual habis", actor=scene.budi, at=scene.tick())

    assert fresh(order).short_close_asked_at is None


# --- paid


def test_the_order_is_paid_when_its_last_payable_is_and_twice_is_once(scene):
    order = scene.accepted_order()
    payable_id = order.handovers.get().payable_id

    for _ in range(2):
        record_payment(order_id=order.id, payable_id=payable_id, at=scene.tick())

    assert fresh(order).state == OrderState.PAID and announced().count("OrderPaid") == 1


def test_a_payment_of_something_else_changes_nothing(scene):
    order = scene.accepted_order()

    with pytest.raises(NotFound):
        record_payment(order_id=order.id, payable_id=uuid4(), at=scene.tick())

    assert fresh(order).state == OrderState.INVOICED


def test_an_early_payable_leaves_the_order_open_until_the_rest_is_accepted_or_closed(scene):
    order = scene.inspected_order(rejected=2, total=Rupiah(2_400_000))
    scene.sign(order)
    accept(scene, order)
    record_payment(order_id=order.id, payable_id=order.handovers.get().payable_id, at=scene.tick())
    assert fresh(order).state == OrderState.PARTIALLY_ACCEPTED
    ask_close_short(order_id=order.id, reason="Stok penjual habis", actor=scene.budi, at=scene.tick())

    close_short(order_id=order.id, actor=scene.sari, at=scene.tick())

    assert fresh(order).state == OrderState.PAID and broken_invariants() == {}
