"""Programs take the steps that pages take: the same use cases, the same refusals, as JSON once."""

from __future__ import annotations

from uuid import uuid4

import pytest

from marketplace.kernel.money import Rupiah
from orders import services
from tests.orders.looking import state_of_the_world
from tests.scenes import fresh


def test_an_order_is_approved_and_confirmed_by_two_programs(scene, program):
    order = scene.chosen_order()
    shown = program(scene.budi).get(f"/orders/{order.number}").json()

    signed = program(scene.budi).post(
        f"/orders/{order.number}/approve", {"attempt_key": str(uuid4()), "content_sha256": shown["content_sha256"]}
    )
    confirmed = program(scene.sari).post(f"/orders/{order.number}/confirm", {"attempt_key": str(uuid4())})

    assert (signed.status_code, signed.json()["state"]) == (200, "ordered")
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert fresh(scene.line).committed_idr == order.total_idr


def test_the_same_key_again_is_the_same_act(scene, program):
    order, key = scene.approved_order(), str(uuid4())
    sari = program(scene.sari)

    first = sari.post(f"/orders/{order.number}/confirm", {"attempt_key": key})
    again = sari.post(f"/orders/{order.number}/confirm", {"attempt_key": key})

    assert first.json()["number"] == again.json()["number"] == order.number
    assert fresh(order).history.filter(action="confirm").count() == 1


def test_the_same_key_with_another_body_is_told_so_with_what_the_first_one_did(scene, program):
    order, key = scene.chosen_order(), str(uuid4())
    budi = program(scene.budi)
    shown = budi.get(f"/orders/{order.number}").json()["content_sha256"]
    body = {"attempt_key": key, "content_sha256": shown, "note": "Sesuai rencana"}
    assert budi.post(f"/orders/{order.number}/approve", body).status_code == 200
    before = state_of_the_world(scene, order)

    answer = budi.post(f"/orders/{order.number}/approve", body | {"note": "Dengan catatan"})

    told = answer.json()
    assert (answer.status_code, told["code"], told["facts"]) == (409, "ATTEMPT_KEY_REUSED", {"earlier": order.number})
    assert "yang pertama itu berlaku" in told["message"]
    assert state_of_the_world(scene, order) == before and fresh(order).approval_note == "Sesuai rencana"


def test_another_persons_key_says_nothing_of_what_it_did(scene, program):
    order, key = scene.approved_order(), str(uuid4())
    program(scene.sari).post(f"/orders/{order.number}/confirm", {"attempt_key": key})
    other = scene.chosen_order()
    shown = program(scene.budi).get(f"/orders/{other.number}").json()["content_sha256"]

    answer = program(scene.budi).post(f"/orders/{other.number}/approve", {"attempt_key": key, "content_sha256": shown})

    assert answer.status_code == 409 and answer.json()["facts"] == {"earlier": ""}
    assert fresh(other).state == "awaiting_approval"


def test_an_order_that_changed_meanwhile_is_not_approved(scene, program):
    order = scene.chosen_order()
    before = state_of_the_world(scene, order)

    answer = program(scene.budi).post(
        f"/orders/{order.number}/approve", {"attempt_key": str(uuid4()), "content_sha256": "0" * 64}
    )

    assert answer.status_code == 422 and answer.json()["code"] and answer.json()["message"]
    assert state_of_the_world(scene, order) == before


def test_a_step_out_of_turn_is_refused_with_its_code(scene, program):
    order = scene.confirmed_order()

    answer = program(scene.sari).post(f"/orders/{order.number}/decline", {"reason": "Stok habis karena banjir"})

    assert (answer.status_code, answer.json()["code"]) == (422, "WRONG_STATE")
    assert fresh(order).state == "confirmed"


def test_returning_and_declining_keep_the_reason(scene, program):
    order = scene.chosen_order()

    answer = program(scene.budi).post(f"/orders/{order.number}/return", {"reason": "Lengkapi spesifikasi barang"})

    assert answer.json()["state"] == "submitted" and fresh(order).return_reason == "Lengkapi spesifikasi barang"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"attempt_key": "bukan"},
        {"attempt_key": str(uuid4()), "state": "paid"},
        {"attempt_key": str(uuid4()), "approver_id": 1, "total_idr": 1},
        [],
        None,
    ],
)
def test_what_is_missing_false_or_unknown_is_refused_and_changes_nothing(scene, program, body):
    order = scene.approved_order()
    before = state_of_the_world(scene, order)

    answer = program(scene.sari).post(f"/orders/{order.number}/confirm", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert answer.json()["facts"]["errors"]
    assert state_of_the_world(scene, order) == before


def test_an_unknown_parameter_is_refused(scene, program):
    answer = program(scene.ani).get("/orders", {"agency_id": 1})

    assert (answer.status_code, answer.json()["code"]) == (400, "UNKNOWN_PARAMETER")


def test_lists_are_read_page_by_page_with_one_set_of_queries(
    scene, program, django_assert_max_num_queries, monkeypatch
):
    numbers = {scene.submitted_order(total=Rupiah(60_000 * count)).number for count in range(1, 6)}
    monkeypatch.setattr("marketplace.api.routes.orders.keyset", _pages_of_two())
    ani = program(scene.ani)
    seen, cursor = set(), ""
    while True:
        with django_assert_max_num_queries(9):
            page = ani.get("/orders", {"cursor": cursor} if cursor else None).json()
        seen |= {order["number"] for order in page["items"]}
        cursor = page["next"]
        if not cursor:
            break

    assert seen == numbers


def _pages_of_two():
    from marketplace.ui.pagination import keyset

    return lambda *args, **kwargs: keyset(*args, **kwargs, per_page=2)


def test_the_figures_of_a_line_add_up(scene, program):
    scene.approved_order(total=Rupiah(2_400_000))
    services.confirm_order(
        order_id=scene.approved_order(total=Rupiah(600_000)).id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick()
    )

    figures = program(scene.budi).get(f"/budget/lines/{scene.line.id}/figures").json()

    assert (figures["ceiling"], figures["reserved"], figures["committed"], figures["orders"]) == (
        100_000_000,
        2_400_000,
        600_000,
        2,
    )
    stages = ("available", "reserved", "committed", "obligated", "realised", "external")
    assert figures["ceiling"] == sum(figures[stage] for stage in stages)
