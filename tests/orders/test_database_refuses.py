"""The database has the last word: each rule attacked around the use cases and around the ORM's own care."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

import orders
from catalog.models import StockHold
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah
from orders.labels import ACTION_WORDS, FILTERS, SCREEN
from orders.models import Comparison, Handover, Inspection, LegalMove, OrderHistory, ProcurementOrder, Shipment
from orders.states import MOVE_ROLES, ORDER_FLOW, OrderState, legal_moves
from payments.budget.models import BudgetHold
from tests.scenes import PAPER, fresh


def refused(*statements: tuple[str, list]) -> str:
    """Run SQL and the checks of a commit; the name of the constraint that refused."""
    with pytest.raises(DatabaseError) as error, transaction.atomic(), connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
        connection.check_constraints()
    diagnosis = error.value.__cause__.diag
    return diagnosis.constraint_name or diagnosis.message_primary


def test_the_database_knows_exactly_the_moves_of_the_flow(db):
    stored = LegalMove.objects.values_list("action", "before", "after", "roles").order_by("action", "before", "after")

    assert [(*row[:3], list(row[3])) for row in stored] == legal_moves()


def test_every_state_has_a_phrase_and_every_move_roles_and_words(db):
    actions = {move.action for move in ORDER_FLOW.moves}

    assert set(SCREEN) == set(OrderState)
    assert actions | {"create"} == set(MOVE_ROLES) and actions <= set(ACTION_WORDS)
    assert {state for _label, states in FILTERS.values() for state in states} == set(OrderState) - {OrderState.DRAFT}


def test_no_illegal_move_gets_through_from_any_state(scene):
    order = scene.submitted_order()
    legal = {(before, after) for _action, before, after, _roles in legal_moves()}

    for target in OrderState:
        if (order.state, target) in legal or target == order.state:
            continue
        name = refused(("UPDATE orders_procurementorder SET state = %s WHERE id = %s", [target, order.id]))
        assert name == "order_move_is_legal", target
        with pytest.raises(WrongState):
            for action in {move.action for move in ORDER_FLOW.moves}:
                if not ORDER_FLOW.allows(action, order.state):
                    fresh(order).advance(action, actor=SYSTEM, at=scene.now)


def test_a_state_without_its_history_row_is_refused_at_commit(scene):
    order = scene.submitted_order()

    name = refused(("UPDATE orders_procurementorder SET state = 'comparing' WHERE id = %s", [order.id]))

    assert name == "order_state_has_its_move"


def test_a_history_row_without_its_state_is_refused_at_commit(scene):
    order = scene.submitted_order()
    last = order.history.order_by("-step").first()

    row = OrderHistory(
        order=order, step=last.step + 1, action="open_comparison", before="submitted", after="comparing",
        actor_id=scene.eko.id, actor_name="Eko", role="pp", at=scene.now,
    )  # fmt: skip

    with pytest.raises(DatabaseError) as error, transaction.atomic():
        OrderHistory.objects.bulk_create([row])
        connection.check_constraints()
    assert error.value.__cause__.diag.constraint_name == "order_state_has_its_move"


@pytest.mark.parametrize(("who", "role"), [("ani", "ppk"), ("sari", "pp"), ("dewi", "pp")])
def test_who_holds_no_role_for_a_move_cannot_be_written_as_its_maker(scene, who, role):
    order, actor = scene.submitted_order(), getattr(scene, who)
    row = OrderHistory(
        order=order, step=3, action="open_comparison", before="submitted", after="comparing", actor_id=actor.id,
        actor_name="x", role=role, at=scene.now,
    )  # fmt: skip

    with pytest.raises(DatabaseError) as error, transaction.atomic():
        OrderHistory.objects.bulk_create([row])

    assert error.value.__cause__.diag.constraint_name == "order_mover_has_the_role"


def test_a_role_that_has_ended_makes_no_move(scene):
    order = scene.submitted_order()
    row = OrderHistory(
        order=order, step=3, action="open_comparison", before="submitted", after="comparing", actor_id=scene.eko.id,
        actor_name="Eko", role="pp", at=scene.now + timedelta(days=900),
    )  # fmt: skip

    with pytest.raises(DatabaseError) as error, transaction.atomic():
        OrderHistory.objects.bulk_create([row])

    assert error.value.__cause__.diag.constraint_name == "order_mover_has_the_role"


def test_the_system_cannot_make_a_persons_move(scene):
    order = scene.submitted_order()

    with pytest.raises(DatabaseError) as error, transaction.atomic():
        fresh(order).advance("open_comparison", actor=SYSTEM, at=scene.now)

    assert error.value.__cause__.diag.constraint_name == "order_mover_has_the_role"


def test_history_is_written_once(scene):
    order = scene.submitted_order()

    for sql in (
        "UPDATE orders_orderhistory SET actor_name = 'x' WHERE order_id = %s",
        "DELETE FROM orders_orderhistory WHERE order_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [order.id])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE orders_orderhistory CASCADE")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE orders_legalmove SET after = 'paid'")


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("orders_orderline", "unit_price_idr = 1, amount_idr = quantity", "order_lines_are_fixed"),
        ("orders_orderline", "quantity = 41, amount_idr = 41 * unit_price_idr", "order_lines_are_fixed"),
        ("orders_orderline", "shipped_quantity = shipped_quantity - 1", "order_lines_are_fixed"),
        ("orders_ordercharge", "amount_idr = amount_idr - 1", "order_charges_are_fixed"),
    ],
)  # fmt: skip
def test_lines_and_charges_of_a_placed_order_never_change(scene, table, change, name):
    order = scene.shipped_order()

    assert refused((f"UPDATE {table} SET {change} WHERE order_id = %s", [order.id])) == name
    assert refused((f"DELETE FROM {table} WHERE order_id = %s", [order.id])) in (name, "order_lines_are_fixed")


TERMS = ["vendor_id", "requester_id", "chooser_id", "approver_id", "total_idr", "number", "agency_id"]


@pytest.mark.parametrize("column", TERMS)
def test_terms_of_a_placed_order_never_change(scene, column):
    order, other = scene.approved_order(), scene.jaya_vendor
    value = {"vendor_id": other.pk, "total_idr": 1, "number": "DSR-1", "agency_id": other.pk}.get(
        column, scene.citra.id
    )

    name = refused((f"UPDATE orders_procurementorder SET {column} = %s WHERE id = %s", [value, order.id]))

    assert name == "order_terms_are_fixed"


@pytest.mark.parametrize(
    "change",
    ["price_reason = 'lain'", "split_reason = 'lain'", "choice_reason = 'lain'", "approval_note = 'lain'",
     "checks = '[]'", "submitted_at = now()", "due_on = due_on + 30", "hold_expires_at = now()",
     "accepted_idr = total_idr", "end_reason = 'lain'", "paid_at = now()", "lead_time_days = 90",
     "purchase_letter_id = gen_random_uuid()", "short_close_asked_at = now()", "is_disputed = true"],
)  # fmt: skip
def test_what_an_order_says_stays_between_its_moves(scene, change):
    order = scene.inspected_order()

    before = ProcurementOrder.objects.filter(id=order.id).values().get()
    assert refused((f"UPDATE orders_procurementorder SET {change} WHERE id = %s", [order.id])) == (
        "order_changes_by_its_moves"
    )
    assert ProcurementOrder.objects.filter(id=order.id).values().get() == before


@pytest.mark.parametrize(
    "change", ["vendor_id = {jaya}", "title = 'lain'", "checks = '[]'", "hold_expires_at = hold_expires_at + '1 year'"]
)
def test_a_submitted_order_stays_too_until_it_is_chosen(scene, change):
    order = scene.submitted_order()
    change = change.format(jaya=scene.jaya_vendor.pk)

    assert refused((f"UPDATE orders_procurementorder SET {change} WHERE id = %s", [order.id])) == (
        "order_changes_by_its_moves"
    )


def test_a_move_changes_only_what_is_its_own(scene):
    """A purchasing officer may choose, and may not say by it why the requester asked."""
    order = scene.compared_order()

    with pytest.raises(DatabaseError) as error, transaction.atomic():
        moved = fresh(order)
        moved.price_reason = "lain"
        moved.advance("choose", actor=scene.eko, at=scene.now, save=("price_reason",))

    assert error.value.__cause__.diag.constraint_name == "order_changes_by_its_moves"
    assert fresh(order).state == "comparing" and order.history.count() == 3


def test_whoever_moved_an_order_stays_named(scene):
    order = scene.inspected_order()

    nobody = ("UPDATE orders_procurementorder SET receiver_id = NULL WHERE id = %s", [order.id])

    assert refused(nobody) == "order_names_its_movers"
    assert fresh(order).receiver_id == scene.fitri.id


def test_an_order_is_never_deleted(scene):
    order = scene.submitted_order()

    assert refused(("DELETE FROM orders_procurementorder WHERE id = %s", [order.id])) in (
        "order_terms_are_fixed",
        "orders_orderhistory_order_id_fk",
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("chooser_id = requester_id", "order_chooser_is_not_requester"),
        ("approver_id = requester_id", "order_approver_is_not_requester"),
        ("chooser_id = {eko}, approver_id = {eko}", "order_approver_is_not_chooser"),
        ("chooser_id = {eko}, receiver_id = {eko}", "order_receiver_is_not_chooser"),
    ],
)
def test_two_steps_that_two_people_must_make_are_never_one_persons(scene, change, name):
    order, change = scene.submitted_order(), change.format(eko=scene.eko.id)

    assert refused((f"UPDATE orders_procurementorder SET {change} WHERE id = %s", [order.id])) == name


def test_the_sums_are_judged_at_commit(scene):
    order = scene.submitted_order()
    half = ("UPDATE orders_ordercharge SET amount_idr = amount_idr - 1 WHERE order_id = %s", [order.id])
    total = ("UPDATE orders_procurementorder SET total_idr = total_idr + 1 WHERE id = %s", [order.id])

    assert refused(half) == "order_total_is_sum_of_charges"
    assert refused(total) == "order_total_is_sum_of_lines"


def test_lines_and_charges_stay_with_their_order(scene):
    """Neither order would be judged by the sums that the other one agrees with."""
    pens = scene.listing(scene.sari_vendor, name="Pulpen biru", price=Rupiah(60_000))
    other_line = scene.office.line(account=PAPER)
    one = scene.submitted_order()
    two = scene.submitted_order(goods=[(pens, 3)], lines=[(other_line.id, None)], reason="Kebutuhan bidang lain")
    line = one.lines.get()
    grown = [
        ("UPDATE orders_procurementorder SET total_idr = total_idr + %s WHERE id = %s", [line.amount_idr, two.id]),
        ("UPDATE orders_ordercharge SET amount_idr = amount_idr + %s WHERE order_id = %s", [line.amount_idr, two.id]),
    ]
    carried = ("UPDATE orders_orderline SET order_id = %s, position = 9 WHERE id = %s", [two.id, line.id])
    charged = ("UPDATE orders_ordercharge SET order_id = %s WHERE order_id = %s", [two.id, one.id])

    assert refused(carried, *grown) == "order_part_stays"
    assert refused(charged) == "order_part_stays"


@pytest.mark.parametrize(
    "change",
    ["purpose = 'lain'", "state = 'open'", "requester_id = (SELECT max(id) FROM accounts_user)", "rup_code = '11111'",
     "number = NULL", "delivery_place = ''", "needed_by = '2027-01-01'", "parts = '{}'", "request_note_id = NULL"],
)  # fmt: skip
def test_a_need_stays_as_it_was_submitted(scene, change):
    order = scene.submitted_order()

    assert refused((f"UPDATE orders_need SET {change} WHERE id = %s", [order.need_id])) == ("need_stays_as_submitted")


def test_a_price_that_nobody_published_is_refused_at_commit(scene):
    order = scene.submitted_order()
    cheaper = "UPDATE orders_orderline SET unit_price_idr = 1, amount_idr = quantity WHERE order_id = %s"

    assert refused((cheaper, [order.id])) in ("order_line_price_is_published", "order_total_is_sum_of_lines")


def test_a_charge_on_another_offices_line_is_refused_at_commit(scene):
    order, theirs = scene.submitted_order(), scene.other_office.line()

    move = ("UPDATE orders_ordercharge SET budget_line_id = %s WHERE order_id = %s", [theirs.id, order.id])

    assert refused(move) == "order_charge_in_own_budget"


@pytest.mark.parametrize("bad", [(0, 0), (-1, -60_000), (10**6 + 1, (10**6 + 1) * 60_000)])
def test_odd_quantities_are_refused(scene, bad):
    order = scene.submitted_order()

    name = refused(("UPDATE orders_orderline SET quantity = %s, amount_idr = %s WHERE order_id = %s", [*bad, order.id]))

    assert name in ("order_line_in_range", "order_line_delivery_within_order")


def test_nothing_is_payable_without_both_signatures(scene):
    order = scene.inspected_order()
    pay = ("UPDATE orders_handover SET payable_id = gen_random_uuid() WHERE order_id = %s", [order.id])
    accept = (
        "UPDATE orders_handover SET accepted_by_id = %s, payable_id = gen_random_uuid() WHERE order_id = %s",
        [scene.budi.id, order.id],
    )

    assert refused(pay) == "handover_accepted_is_payable"
    assert refused(accept) == "handover_vendor_signs_first"
    assert Handover.objects.get().payable_id is None


DELIVERED = ("handover", "inspection", "inspectionline", "shipment", "shipmentline")


@pytest.mark.parametrize("table", DELIVERED)
def test_what_was_delivered_and_signed_is_never_deleted(scene, table):
    scene.accepted_order()

    assert refused((f"DELETE FROM orders_{table}", [])) == "delivery_evidence_stays"


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("handover", "amount_idr = amount_idr + 1"),
        ("handover", "penalty_idr = 1"),
        ("handover", "receiver_id = vendor_signed_by_id"),
        ("handover", "vendor_signed_at = vendor_signed_at - interval '1 day'"),
        ("handover", "accepted_at = NULL, accepted_by_id = NULL, payable_id = NULL"),
        ("inspection", "accepted_idr = accepted_idr + 1"),
        ("inspection", "document_id = gen_random_uuid()"),
        ("inspectionline", "condition = 'damaged'"),
        ("shipment", "arrived_at = arrived_at - interval '1 day'"),
        ("shipment", "carrier = 'lain'"),
        ("shipmentline", "quantity = quantity + 1"),
    ],
)
def test_what_was_delivered_and_signed_is_never_rewritten(scene, table, change):
    scene.accepted_order()

    assert refused((f"UPDATE orders_{table} SET {change}", [])) == "delivery_evidence_stays"


COUNTERS = ["shipped_quantity", "rejected_quantity", "accepted_quantity"]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE orders_orderline SET accepted_quantity = 1", "order_line_counts_its_deliveries"),
        ("UPDATE orders_orderline SET rejected_quantity = rejected_quantity + 1", "order_line_counts_its_deliveries"),
        ("UPDATE orders_orderline SET shipped_quantity = quantity", "order_line_counts_its_deliveries"),
        ("UPDATE orders_ordercharge SET obligated_idr = 60000", "order_owes_what_was_accepted"),
        ("UPDATE orders_ordercharge SET released_idr = 60000", "order_owes_what_was_accepted"),
    ],
)
def test_counters_do_not_move_without_the_paper_that_explains_them(scene, statement, name):
    """Half is sent and counted, and nothing is accepted yet."""
    order = scene.confirmed_order()
    scene.ship(order, quantity=20)
    scene.arrive(order)
    scene.inspect(order, rejected=2)
    before = order.lines.values_list(*COUNTERS).get()

    assert before == (20, 2, 0) and refused((statement, [])) == name
    assert order.lines.values_list(*COUNTERS).get() == before
    connection.check_constraints()


def test_a_paper_adds_nothing_that_the_counters_do_not_say(scene):
    order = scene.accepted_order()
    lot = Shipment.objects.create(
        order=order, lot=2, carrier="Kurir", shipped_by_id=scene.sari.id, shipped_at=scene.now
    )
    seen = Inspection.objects.create(order=order, sequence=2, receiver_id=scene.fitri.id, at=scene.now, accepted_idr=0)
    line = order.lines.get().id
    sent = ("INSERT INTO orders_shipmentline (shipment_id, order_line_id, quantity) VALUES (%s, %s, 1)", [lot.id, line])
    counted = (
        "INSERT INTO orders_inspectionline (inspection_id, order_line_id, received_quantity, accepted_quantity,"
        " rejected_quantity, condition, note) VALUES (%s, %s, 1, 0, 1, 'damaged', '')",
        [seen.id, line],
    )

    assert refused(sent) == refused(counted) == "order_line_counts_its_deliveries"


def test_an_acceptance_that_counts_nothing_in_is_refused(scene):
    order = scene.signed_order()
    accept = (
        "UPDATE orders_handover SET accepted_by_id = %s, accepted_at = now(), payable_id = gen_random_uuid()"
        " WHERE order_id = %s",
        [scene.budi.id, order.id],
    )

    assert refused(accept) in ("order_line_counts_its_deliveries", "handover_names_its_people")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders_comparisonoffer SET total_idr = total_idr + 1",
        "UPDATE orders_comparisonoffer SET is_chosen = NOT is_chosen",
        "UPDATE orders_comparison SET reason = 'lain', document_id = NULL",
        "UPDATE orders_comparison SET closed_at = closed_at + interval '1 day'",
        "DELETE FROM orders_comparisonoffer",
    ],
)
def test_what_was_compared_and_chosen_stays(scene, statement):
    scene.approved_order(total=Rupiah(12_000_000))
    assert Comparison.objects.get().document_id

    assert refused((statement, [])) == "comparison_stays"


def test_offers_of_an_open_comparison_stay_but_for_the_choice(scene):
    scene.compared_order(total=Rupiah(12_000_000))

    assert refused(("UPDATE orders_comparisonoffer SET total_idr = 1", [])) == "comparison_stays"


@pytest.mark.parametrize("invented", ["id", "number"])
def test_nothing_is_held_for_an_order_that_there_is_not(scene, invented):
    order = scene.submitted_order()
    key = uuid4() if invented == "id" else order.id
    number = "DSR-2026-11-999999" if invented == "number" else order.number
    held = list(StockHold.objects.values_list()), list(BudgetHold.objects.values_list()), fresh(scene.line).reserved_idr
    other = scene.office.line(account=PAPER)
    pens = scene.listing(scene.sari_vendor, name="Pulpen biru", price=Rupiah(60_000))
    money = (
        "SELECT budget_move('reserve', NULL, %s, %s, %s, ARRAY[%s]::bigint[], ARRAY[60000]::bigint[], '', 'off')",
        [key, number, scene.now.date(), other.id],
    )
    goods = (
        "SELECT stock_hold(ARRAY[%s]::uuid[], ARRAY[%s], ARRAY[%s]::bigint[], ARRAY[1], %s)",
        [key, number, pens.id, scene.now],
    )

    assert refused(money) == refused(goods) == "hold_is_of_an_order"
    assert held == (
        list(StockHold.objects.values_list()),
        list(BudgetHold.objects.values_list()),
        fresh(scene.line).reserved_idr,
    )


def test_a_hold_without_an_end_is_refused(scene):
    order = scene.submitted_order()

    name = refused(("UPDATE orders_procurementorder SET hold_expires_at = NULL WHERE id = %s", [order.id]))

    assert name == "order_hold_has_an_end"


def test_an_approval_of_other_content_is_refused(scene):
    order = scene.chosen_order()

    name = refused(("UPDATE orders_procurementorder SET content_sha256 = repeat('0', 64) WHERE id = %s", [order.id]))

    assert name == "order_approval_holds_its_content"


def test_every_constraint_named_in_sql_is_tested_here_or_translated():
    text = "".join(path.read_text() for path in (Path(orders.__file__).parent / "sql").glob("*.sql"))
    names = set(re.findall(r"CONSTRAINT = '(\w+)'", text))

    assert names == {
        "audit_hold_agrees", "audit_hold_is_an_auditors", "audit_hold_only_released", "audit_hold_stops_the_order",
        "comparison_stays", "delivery_evidence_stays", "hold_is_of_an_order", "handover_names_its_people",
        "need_stays_as_submitted", "order_changes_by_its_moves", "order_names_its_movers",
        "order_part_stays", "order_office_acts_for_vendor", "order_vendor_acts_for_office",
        "order_line_counts_its_deliveries", "order_owes_what_was_accepted",
        "order_approval_holds_its_content", "order_charge_in_own_budget", "order_charges_are_fixed",
        "order_history_continues", "order_line_price_is_published", "order_lines_are_fixed", "order_move_is_legal",
        "order_mover_has_the_role", "order_state_has_its_move", "order_terms_are_fixed",
        "order_total_is_sum_of_charges",
        "order_total_is_sum_of_lines",
    }  # fmt: skip
