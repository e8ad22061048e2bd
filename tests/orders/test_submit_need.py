from __future__ import annotations

from uuid import uuid4

import pytest

from catalog.services import set_price
from catalog.stock import OutOfStock
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.attempts import AttemptKeyReused
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from orders.models import Need, ProcurementOrder
from orders.refusals import (
    BasketEmpty,
    ChargeMissing,
    ChargesDoNotMatch,
    ChargeTwice,
    CheckBlocks,
    NeedIncomplete,
    NothingLeftToCharge,
    PriceChanged,
    ReasonRequired,
)
from orders.services import NeedDraft, PartDraft, describe_need, submit_need
from orders.states import OrderState
from payments.budget.errors import BudgetExceeded
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import PAPER, fresh


def submit(scene, need, *, key=None, shown=None, actor: Actor | None = None):
    return submit_need(
        need_id=need.id,
        shown=scene.shown(need) if shown is None else shown,
        attempt_key=key or uuid4(),
        actor=actor or scene.ani,
        at=scene.tick(),
    )


def test_submitting_holds_budget_and_stock_and_announces(scene):
    order = scene.submitted_order(total=Rupiah(2_400_000))

    assert order.state == OrderState.SUBMITTED and order.requester_id == scene.ani.id
    assert fresh(scene.line).reserved_idr == 2_400_000
    assert fresh(scene.paper.stock_record).num_allocated == 40
    assert announced() == ["OrderSubmitted"]
    assert order.number.startswith("DSR-2026-11-")
    assert broken_invariants() == {}


def test_a_need_becomes_one_order_per_vendor_with_one_request_note(scene):
    need = scene.draft_need(goods=[(scene.paper, 10), (scene.jaya_paper, 10)])

    orders = scene.submit(need)

    assert {order.vendor_id for order in orders} == {scene.sari_vendor.pk, scene.jaya_vendor.pk}
    assert sorted(order.total_idr for order in orders) == [550_000, 600_000]
    assert fresh(scene.line).reserved_idr == 1_150_000
    assert fresh(need).request_note_id is not None


def test_submitting_costs_the_same_statements_however_many_goods(scene, django_assert_num_queries):
    scene.submitted_order(total=Rupiah(60_000))  # law and calendar are read once and kept
    goods = [scene.listing(scene.sari_vendor, name=f"Map arsip {number}", price=Rupiah(10_000)) for number in range(6)]
    need = scene.draft_need(goods=[(one, 2) for one in goods], reason="Kebutuhan bidang masing-masing")
    shown, key, at = scene.shown(need), uuid4(), scene.tick()

    with django_assert_num_queries(4 + 2):  # the test's own transaction makes ours a savepoint
        submit_need(need_id=need.id, shown=shown, attempt_key=key, actor=scene.ani, at=at)


def test_each_order_has_a_number_of_its_own_and_what_was_asked_stands_in_it(scene):
    need = scene.draft_need(goods=[(scene.paper, 10), (scene.jaya_paper, 10)])

    first, second = scene.submit(need)

    assert fresh(need).number.startswith("PRM-2026-11-") and first.number != second.number
    for order in (first, second):
        listing = scene.paper if order.vendor_id == scene.sari_vendor.pk else scene.jaya_paper
        (line,) = order.lines.all()
        assert (line.position, line.listing_id, line.quantity) == (1, listing.id, 10)
        assert line.price_record_id == listing.price_record_id and line.amount_idr == order.total_idr
        assert [move.action for move in order.history.order_by("step")] == ["create", "submit"]


def test_an_order_can_be_charged_to_several_lines(scene):
    second = scene.office.line(account=PAPER)
    need = scene.draft_need(total=Rupiah(2_400_000), lines=[(scene.line.id, 1_000_000), (second.id, None)])

    (order,) = scene.submit(need)

    assert [charge.amount_idr for charge in order.charges.order_by("id")] == [1_000_000, 1_400_000]
    assert fresh(second).reserved_idr == 1_400_000


def test_submitting_beyond_the_ceiling_is_refused_and_changes_nothing(scene):
    poor = scene.office.line(account=PAPER, ceiling=Rupiah(2_000_000))
    need = scene.draft_need(total=Rupiah(2_400_000), lines=[(poor.id, None)])
    before = state_of_the_world(scene)

    with pytest.raises(BudgetExceeded) as refusal:
        submit(scene, need)

    assert refusal.value.code == "PAGU_EXCEEDED" and refusal.value.available == Rupiah(2_000_000)
    assert state_of_the_world(scene) == before
    assert fresh(need).state == "open" and fresh(scene.paper.stock_record).num_allocated == 0


def test_when_one_vendor_part_is_refused_the_other_is_not_placed_either(scene):
    poor = scene.office.line(account=PAPER, ceiling=Rupiah(100_000))
    need = scene.draft_need(goods=[(scene.paper, 10), (scene.jaya_paper, 10)])
    draft = NeedDraft(
        purpose=need.purpose,
        needed_by=need.needed_by,
        delivery_place=need.delivery_place,
        rup_code=need.rup_code,
        parts={scene.jaya_vendor.pk: PartDraft(charges=[(poor.id, None)])},
    )
    need = describe_need(need_id=need.id, draft=draft, actor=scene.ani, at=scene.tick())

    with pytest.raises(BudgetExceeded):
        submit(scene, need)

    assert ProcurementOrder.objects.count() == 0 and fresh(scene.line).reserved_idr == 0
    assert fresh(scene.paper.stock_record).num_allocated == 0


def test_more_than_the_stock_is_refused_and_changes_nothing(scene):
    few = scene.listing(scene.sari_vendor, name="Map arsip kotak", stock=3)
    need = scene.draft_need(goods=[(few, 4)])

    with pytest.raises(OutOfStock):
        submit(scene, need)

    assert ProcurementOrder.objects.count() == 0 and fresh(scene.line).reserved_idr == 0


def test_pressing_twice_makes_one_need_and_gives_the_same_answer(scene):
    need, key = scene.draft_need(), uuid4()
    shown = scene.shown(need)

    first = submit(scene, need, key=key, shown=shown)
    second = submit(scene, need, key=key, shown=shown)

    assert first == second and ProcurementOrder.objects.count() == 1
    assert fresh(scene.line).reserved_idr == 2_400_000


def test_the_same_key_with_other_content_is_refused(scene):
    need, key = scene.draft_need(), uuid4()
    submit(scene, need, key=key)

    with pytest.raises(AttemptKeyReused):
        submit(scene, need, key=key, shown={scene.paper.id: (1, 1)})

    assert ProcurementOrder.objects.count() == 1


def test_a_price_that_changed_since_the_page_was_shown_is_asked_about(scene):
    need = scene.draft_need()
    shown = scene.shown(need)
    set_price(listing_id=scene.paper.id, unit_price_idr=61_000, actor=SYSTEM, at=scene.tick())

    with pytest.raises(PriceChanged):
        submit(scene, need, shown=shown)

    assert ProcurementOrder.objects.count() == 0 and fresh(scene.line).reserved_idr == 0


def test_somebody_else_cannot_submit_my_basket(scene):
    need = scene.draft_need()

    with pytest.raises(NotPermitted):
        submit(scene, need, actor=scene.eko)

    assert fresh(need).state == "open" and ProcurementOrder.objects.count() == 0


def test_an_empty_basket_or_an_undescribed_need_is_refused(scene):
    empty = Need.objects.create(agency=scene.office.agency, requester_id=scene.ani.id, created_at=scene.tick())
    with pytest.raises(BasketEmpty):
        submit(scene, empty, shown={})
    empty.delete()
    need = scene.draft_need()
    Need.objects.filter(id=need.id).update(rup_code="")

    with pytest.raises(NeedIncomplete):
        submit(scene, need)

    assert ProcurementOrder.objects.count() == 0


def test_a_submitted_need_cannot_be_submitted_again(scene):
    need = scene.draft_need()
    submit(scene, need)

    with pytest.raises(WrongState):
        submit(scene, need, shown=scene.shown(need))

    assert ProcurementOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([], ChargeMissing),
        ([(1, 2_000_000)], ChargesDoNotMatch),
        ([(1, None), (2, None)], ChargesDoNotMatch),
        ([(1, 2_400_000), (2, None)], NothingLeftToCharge),
        ([(1, 1_200_000), (1, 1_200_000)], ChargeTwice),
    ],
)
def test_charges_that_do_not_sum_to_the_order_are_refused(scene, rows, refusal):
    lines = [scene.line.id, scene.office.line(account=PAPER).id]
    need = scene.draft_need(lines=[(lines[position - 1], amount) for position, amount in rows] or None)
    if not rows:
        Need.objects.filter(id=need.id).update(parts={})

    with pytest.raises(refusal):
        submit(scene, need)

    assert ProcurementOrder.objects.count() == 0


def test_another_offices_budget_line_is_as_if_it_did_not_exist(scene):
    theirs = scene.other_office.line()
    need = scene.draft_need(lines=[(theirs.id, None)])

    with pytest.raises(ChargeMissing):
        submit(scene, need)

    assert ProcurementOrder.objects.count() == 0 and fresh(theirs).reserved_idr == 0


def test_an_order_above_the_house_limit_is_refused(scene):
    need = scene.draft_need(total=Rupiah(50_040_000))

    with pytest.raises(CheckBlocks) as refusal:
        submit(scene, need)

    assert refusal.value.code == "ORDER_MAX" and "Rp50.000.000" in str(refusal.value)
    assert ProcurementOrder.objects.count() == 0


def test_t14_the_third_order_of_a_day_is_flagged_and_needs_a_reason(scene):
    scene.submitted_order(total=Rupiah(4_020_000))
    scene.submitted_order(total=Rupiah(4_020_000))
    third = scene.draft_need(total=Rupiah(4_020_000))

    with pytest.raises(ReasonRequired):
        submit(scene, third)
    draft = NeedDraft(
        purpose=third.purpose,
        needed_by=third.needed_by,
        delivery_place=third.delivery_place,
        rup_code=third.rup_code,
        parts={
            scene.sari_vendor.pk: PartDraft(
                charges=[(scene.line.id, None)], split_reason="Kegiatan ketiga baru ditetapkan hari ini"
            )
        },
    )
    describe_need(need_id=third.id, draft=draft, actor=scene.ani, at=scene.tick())
    submit(scene, fresh(third))

    entry = AuditEntry.objects.get(what="orders.split.suspected")
    assert entry.after["facts"]["sum_idr"] == 12_060_000 and entry.after["facts"]["count"] == 3
    assert entry.why.startswith("Kegiatan ketiga")


def test_t15_three_accounts_in_three_sub_activities_are_only_noted(scene):
    for number, account in enumerate(["5.1.02.01.01.0024", "5.1.02.01.01.0025", "5.1.02.01.01.0026"]):
        line = scene.office.line(account=account, code=f"1.01.01.1.06.1{number}")
        order = scene.submitted_order(total=Rupiah(4_020_000), lines=[(line.id, None)])

    (finding,) = [check for check in order.checks if check["check"].startswith("SPLIT")]
    assert finding["check"] == "SPLIT_CATEGORY" and finding["level"] == "note"


@pytest.mark.parametrize("tie", ["nik", "phone"])
def test_an_official_behind_the_vendor_stops_the_submission(scene, tie):
    need, citra = scene.draft_need(), scene.user_of(scene.citra)
    if tie == "nik":
        scene.run_by(scene.sari_vendor, scene.citra)
    else:
        type(citra).objects.filter(pk=citra.pk).update(phone="+628122233344")
        type(scene.sari_vendor).objects.filter(pk=scene.sari_vendor.pk).update(phone="+628122233344")
    before = state_of_the_world(scene)

    with pytest.raises(CheckBlocks) as refusal:
        submit(scene, need)

    assert refusal.value.code == "CONFLICT_OF_INTEREST" and citra.full_name in str(refusal.value)
    assert state_of_the_world(scene) == before and fresh(need).state == "open"


def test_officials_of_other_offices_behind_the_vendor_stop_nothing(scene):
    scene.run_by(scene.sari_vendor, scene.other_office.citra)

    assert submit(scene, scene.draft_need()).state == "submitted"
