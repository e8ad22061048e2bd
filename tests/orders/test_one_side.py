"""Nobody acts on both sides of one order (S6), and an order names who acted: attacked with SQL as the app role."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from marketplace.accounts.models import RoleAssignment
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.documents.models import Document
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import refusal_for_constraint
from orders import services as orders
from orders.policies import may_ship
from orders.refusals import OfficeActsForVendor, SamePersonOnOrder, VendorActsForOffice
from orders.services.submit_need import submit_need
from orders.states import MOVE_ROLES
from tests.orders.looking import broken_invariants, state_of_the_world
from tests.orders.test_database_refuses import refused
from tests.orders.test_pages import browser
from tests.scenes import NOON, Scene, fresh
from vendors.models import Principal


@pytest.fixture
def gani(scene) -> Actor:
    """An official of the office, in whatever role a test needs."""
    return scene.person("Gani Saputra", Role.PURCHASING_OFFICER, scene.office.id)


def give(scene: Scene, actor: Actor, role: str, organisation_id: int) -> Actor:
    scene.give(scene.user_of(actor), role, organisation_id)
    return scene.act_as(scene.user_of(actor))


def as_staff(scene: Scene, gani: Actor) -> None:
    give(scene, gani, Role.VENDOR_STAFF, scene.sari_vendor.pk)


def as_owner(scene: Scene, gani: Actor) -> None:
    give(scene, gani, Role.VENDOR_OWNER, scene.sari_vendor.pk)


def as_manager_without_a_role(scene: Scene, gani: Actor) -> None:
    """Known to the marketplace by NIK only (S10)."""
    Principal.objects.create(
        vendor=scene.sari_vendor, full_name="G. Saputra", role="pengurus", nik_hash=scene.user_of(gani).nik_hash,
        since=date(2026, 1, 1),
    )  # fmt: skip


def move(scene: Scene, order, action: str, after: str, actor: Actor, role: str) -> tuple[str, list]:
    """One row of history, written by hand."""
    return (
        "INSERT INTO orders_orderhistory (order_id, step, action, before, after, actor_id, actor_name, role, reason,"
        " facts, at) SELECT id, (SELECT max(step) + 1 FROM orders_orderhistory WHERE order_id = %s), %s, state, %s,"
        " %s, 'x', %s, '', '{}', %s FROM orders_procurementorder WHERE id = %s",
        [order.id, action, after, actor.id, role, scene.now, order.id],
    )


def stands(scene: Scene, order, *statements: tuple[str, list]) -> type:
    """What the page would say to the attack, after looking that it changed nothing."""
    before = state_of_the_world(scene, order)
    refusal = refusal_for_constraint(refused(*statements))
    assert state_of_the_world(scene, order) == before
    assert refusal is not None
    return refusal


def test_the_database_knows_whose_moves_are_the_vendors():
    """`order_move_is_the_vendors` and MOVE_ROLES say the same."""
    text = (Path(orders.__file__).parents[1] / "sql" / "one_side_v1.sql").read_text()
    line = next(line for line in text.splitlines() if "SELECT p_action IN" in line)
    theirs = {action for action, roles in MOVE_ROLES.items() if set(roles) & VENDOR_ROLES}

    assert set(line.split("'")[1::2]) == theirs
    assert all(set(MOVE_ROLES[action]) <= VENDOR_ROLES for action in theirs)


@pytest.mark.parametrize("become", [as_staff, as_owner, as_manager_without_a_role])
def test_the_vendors_people_neither_compare_nor_choose(scene, gani, become):
    order = scene.submitted_order()
    become(scene, gani)
    opened = move(scene, order, "open_comparison", "comparing", gani, "pp")
    chosen = move(scene, order, "choose_direct", "awaiting_approval", gani, "pp")
    named = ("UPDATE orders_procurementorder SET chooser_id = %s WHERE id = %s", [gani.id, order.id])
    comparison = (
        "INSERT INTO orders_comparison (id, order_id, opened_by_id, opened_at, minimum, reason)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 1, '')",
        [order.id, gani.id, scene.now],
    )

    assert stands(scene, order, opened) is VendorActsForOffice
    assert stands(scene, order, named, chosen) is VendorActsForOffice
    assert stands(scene, order, comparison) is VendorActsForOffice


def test_they_neither_approve_nor_sign_the_purchase_letter(scene, gani):
    as_staff(scene, gani)
    gani = give(scene, gani, Role.COMMITMENT_OFFICER, scene.office.id)
    order = scene.chosen_order()
    named = ("UPDATE orders_procurementorder SET approver_id = %s WHERE id = %s", [gani.id, order.id])
    approved = move(scene, order, "approve", "ordered", gani, "ppk")
    sent_back = move(scene, order, "return", "submitted", gani, "ppk")

    assert stands(scene, order, named, approved) is VendorActsForOffice
    assert stands(scene, order, sent_back) is VendorActsForOffice

    order = scene.approve(order)
    letter = Document.objects.get(id=order.purchase_letter_id)
    assert letter.signatures.get().user_id == scene.budi.id
    signed = (
        "INSERT INTO documents_signature (document_id, user_id, name, nip, role, content_sha256, signed_at)"
        " VALUES (%s, %s, 'x', '', 'receiver', %s, %s)",
        [letter.id, gani.id, letter.content_sha256, scene.now],
    )
    assert stands(scene, order, signed) is VendorActsForOffice


def test_they_neither_receive_inspect_nor_accept(scene, gani):
    as_staff(scene, gani)
    gani = give(scene, give(scene, gani, Role.RECEIVER, scene.office.id), Role.COMMITMENT_OFFICER, scene.office.id)
    order = scene.shipped_order()
    arrived = (
        "UPDATE orders_shipment SET state = 'arrived', arrived_at = %s, arrival_recorded_by_id = %s"
        " WHERE order_id = %s",
        [scene.now, gani.id, order.id],
    )
    assert stands(scene, order, arrived) is VendorActsForOffice
    assert stands(scene, order, move(scene, order, "arrive_all", "delivered", gani, "receiver")) is VendorActsForOffice

    scene.arrive(order)
    order = fresh(order)
    named = ("UPDATE orders_procurementorder SET receiver_id = %s WHERE id = %s", [gani.id, order.id])
    inspected = move(scene, order, "inspect", "inspection", gani, "receiver")
    report = (
        "INSERT INTO orders_inspection (id, order_id, sequence, receiver_id, at, note, accepted_idr)"
        " VALUES (gen_random_uuid(), %s, 1, %s, %s, '', 0)",
        [order.id, gani.id, scene.now],
    )
    assert stands(scene, order, named, inspected) is VendorActsForOffice
    assert stands(scene, order, report) is VendorActsForOffice

    scene.inspect(order)
    scene.sign(order)
    order = fresh(order)
    accepted = (
        "UPDATE orders_handover SET accepted_by_id = %s, accepted_at = %s, payable_id = gen_random_uuid()"
        " WHERE order_id = %s",
        [gani.id, scene.now, order.id],
    )
    assert stands(scene, order, accepted) is VendorActsForOffice
    assert stands(scene, order, move(scene, order, "accept_all", "accepted", gani, "ppk")) is VendorActsForOffice


def test_they_do_not_judge_the_delivery(scene, gani):
    as_staff(scene, gani)
    gani = give(scene, gani, Role.COMMITMENT_OFFICER, scene.office.id)
    order = scene.paid_order()
    review = (
        "INSERT INTO orders_performancereview (order_id, quality, cost, timeliness, service, note, reviewed_by_id,"
        " reviewed_at) VALUES (%s, 3, 3, 3, 3, '', %s, %s)",
        [order.id, gani.id, scene.now],
    )

    assert stands(scene, order, review) is VendorActsForOffice
    assert stands(scene, order, move(scene, order, "complete", "completed", gani, "ppk")) is VendorActsForOffice


def test_a_requester_does_not_order_from_the_own_shop(scene):
    need = scene.draft_need()
    ani = give(scene, scene.ani, Role.VENDOR_STAFF, scene.sari_vendor.pk)
    before = state_of_the_world(scene)

    with pytest.raises(VendorActsForOffice) as refusal:
        submit_need(need_id=need.id, shown=scene.shown(need), attempt_key=uuid4(), actor=ani, at=scene.tick())

    assert "is of the vendor" in str(refusal.value.__cause__)  # the database said so
    assert state_of_the_world(scene) == before


def test_whoever_shipped_for_the_vendor_never_receives_the_same_goods(scene):
    """The role in the shop has ended; the act on this order has not."""
    order = scene.confirmed_order()
    gani = scene.person("Gani Saputra", Role.VENDOR_STAFF, scene.sari_vendor.pk)
    quantities = {line.id: line.remaining_quantity for line in order.lines.all()}
    orders.ship_order(order_id=order.id, quantities=quantities, carrier="Kurir", actor=gani, at=scene.tick())
    RoleAssignment.objects.filter(user_id=gani.id).update(revoked_at=scene.tick())
    gani = give(scene, gani, Role.RECEIVER, scene.office.id)
    scene.tick()

    arrived = move(scene, fresh(order), "arrive_all", "delivered", gani, "receiver")
    assert stands(scene, order, arrived) is VendorActsForOffice

    other = scene.shipped_order()
    orders.record_arrival(order_id=other.id, lot=1, actor=gani, at=scene.tick())
    assert fresh(other).state == "delivered"


def test_whoever_acted_for_the_office_never_answers_for_the_vendor(scene, gani):
    order = scene.submitted_order()
    orders.open_comparison(order_id=order.id, actor=gani, at=scene.tick())
    offer = order.comparisons.get().offers.get()
    orders.choose_offer(
        order_id=order.id, offer_id=offer.id, reason="Satu-satunya yang tepat waktu", actor=gani, at=scene.tick()
    )
    order = scene.approve(fresh(order))
    gani = give(scene, gani, Role.VENDOR_OWNER, scene.sari_vendor.pk)
    named = ("UPDATE orders_procurementorder SET confirmed_by_id = %s WHERE id = %s", [gani.id, order.id])

    confirmed = move(scene, order, "confirm", "confirmed", gani, "vendor_owner")
    assert stands(scene, order, named, confirmed) is OfficeActsForVendor
    assert stands(scene, order, move(scene, order, "decline", "rejected", gani, "vendor_owner")) is OfficeActsForVendor
    assert may_ship(gani, order).code == OfficeActsForVendor.code

    orders.confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())
    lot = (
        "INSERT INTO orders_shipment (id, order_id, lot, state, carrier, vehicle, note, shipped_by_id, shipped_at)"
        " VALUES (gen_random_uuid(), %s, 1, 'shipped', 'x', '', '', %s, %s)",
        [order.id, gani.id, scene.now],
    )
    assert stands(scene, order, lot) is OfficeActsForVendor


def test_a_past_and_a_coming_role_in_the_shop_are_no_obstacle_and_another_shop_is_none(scene, gani):
    """As on the day of the act: yesterday's and tomorrow's staff of the vendor, and today's of another."""
    user = scene.user_of(gani)
    day = scene.now.date()
    for first, last in ((date(2026, 1, 1), day - timedelta(days=1)), (day + timedelta(days=2), None)):
        RoleAssignment.objects.create(
            user=user, role=Role.VENDOR_STAFF, organisation_id=scene.sari_vendor.pk, valid_from=first, valid_to=last,
            assigned_at=scene.start,
        )  # fmt: skip
    give(scene, gani, Role.VENDOR_OWNER, scene.jaya_vendor.pk)
    order = scene.submitted_order()

    orders.open_comparison(order_id=order.id, actor=gani, at=scene.tick())

    assert fresh(order).state == "comparing"
    assert broken_invariants() == {}


@pytest.mark.parametrize("column", ["chooser_id", "approver_id", "confirmed_by_id", "receiver_id"])
def test_an_order_names_nobody_who_did_not_act(scene, gani, column):
    order = scene.submitted_order()

    named = (f"UPDATE orders_procurementorder SET {column} = %s WHERE id = %s", [gani.id, order.id])

    assert stands(scene, order, named) is SamePersonOnOrder


def test_a_move_is_of_the_person_whom_the_order_names(scene, gani):
    order = scene.submitted_order()
    named = ("UPDATE orders_procurementorder SET chooser_id = %s WHERE id = %s", [scene.eko.id, order.id])

    chosen = move(scene, order, "choose_direct", "awaiting_approval", gani, "pp")

    assert stands(scene, order, named, chosen) is SamePersonOnOrder


INSPECTED = (
    "INSERT INTO orders_inspection (id, order_id, sequence, receiver_id, at, note, accepted_idr)"
    " VALUES (%s, %s, 2, %s, %s, '', 1)"
)
#: A second payable and handover report of the order, with the first's figures and signatures.
OWED = """
INSERT INTO payables_payable SELECT (jsonb_populate_record(owed, jsonb_build_object(
    'id', %s::uuid, 'handover_document_id', gen_random_uuid(), 'state', 'open', %s::text, %s::bigint))).*
  FROM payables_payable owed WHERE order_id = %s
"""
CHARGED = """
INSERT INTO payables_payablecharge (payable_id, agency_id, line_id, amount_idr, treatment)
SELECT %s, agency_id, line_id, amount_idr, treatment FROM payables_payablecharge
"""
REPORTED = """
INSERT INTO orders_handover SELECT (jsonb_populate_record(report, jsonb_build_object(
    'id', gen_random_uuid(), 'sequence', 2, 'inspection_id', %s::uuid, 'payable_id', %s::uuid))).*
  FROM orders_handover report WHERE order_id = %s
"""


@pytest.mark.parametrize("column", ["requester_id", "chooser_id", "approver_id", "receiver_id"])
def test_a_payable_names_the_people_of_its_order(scene, column):
    """Evidence and payment are kept apart from them later (S3, S6)."""
    order, look, owed = scene.accepted_order(), uuid4(), uuid4()
    other = scene.person("Gani Saputra", Role.RECEIVER, scene.office.id)
    connection.check_constraints()  # what was done is judged before, as a commit would

    forged = (
        (INSPECTED, [look, order.id, scene.fitri.id, scene.now]),
        (OWED, [owed, column, other.id, order.id]),
        (CHARGED, [owed]),
        (REPORTED, [look, owed, order.id]),
    )

    assert stands(scene, order, *forged) is SamePersonOnOrder


def test_a_second_report_of_the_same_people_is_stopped_by_what_was_accepted_alone(scene):
    order, look, owed = scene.accepted_order(), uuid4(), uuid4()
    connection.check_constraints()

    forged = (
        (INSPECTED, [look, order.id, scene.fitri.id, scene.now]),
        (OWED, [owed, "receiver_id", scene.fitri.id, order.id]),
        (CHARGED, [owed]),
        (REPORTED, [look, owed, order.id]),
    )

    assert refused(*forged) == "order_owes_what_was_accepted"


def test_a_handover_report_names_who_inspected(scene):
    order, look, owed = scene.accepted_order(), uuid4(), uuid4()
    other = scene.person("Gani Saputra", Role.RECEIVER, scene.office.id)
    connection.check_constraints()  # what was done is judged before, as a commit would

    forged = (
        (INSPECTED, [look, order.id, other.id, scene.now]),
        (OWED, [owed, "receiver_id", scene.fitri.id, order.id]),
        (CHARGED, [owed]),
        (REPORTED, [look, owed, order.id]),
    )

    assert stands(scene, order, *forged) is SamePersonOnOrder


def test_a_page_says_it_in_words_and_keeps_everything_as_it_was(db):
    """Known by NIK only, so the policy does not see it: the database's no is a page, not a failure."""
    with time_machine.travel(NOON + timedelta(hours=2), tick=True):
        scene = Scene()
        order = scene.submitted_order()
        as_manager_without_a_role(scene, scene.eko)
        before = state_of_the_world(scene, order)

        response = browser(scene, scene.eko).post(f"/belanja/pilih/{order.number}/banding/")

        assert response.status_code == VendorActsForOffice.status
        assert "bekerja untuk penjual pesanan ini" in response.content.decode()
        assert state_of_the_world(scene, order) == before
