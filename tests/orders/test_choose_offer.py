from __future__ import annotations

import pytest

from catalog.services import set_price
from catalog.stock import held_for
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from orders.refusals import OfferGone, ReasonRequired
from orders.services import choose_offer, open_comparison
from orders.states import OrderState
from tests.orders.looking import announced, broken_invariants, state_of_the_world
from tests.scenes import PAPER, fresh


def offers_of(order):
    return order.comparisons.get(closed_at=None).offers.order_by("position")


def test_choosing_another_vendor_moves_reserve_and_stock_together(scene):
    assert scene.jaya_paper.unit_price_idr == 55_000
    order = scene.compared_order(total=Rupiah(12_000_000), reason="Dua kegiatan pada hari yang sama")
    cheaper = offers_of(order).get(vendor=scene.jaya_vendor)

    chosen = choose_offer(order_id=order.id, offer_id=cheaper.id, actor=scene.eko, at=scene.tick())

    assert chosen.state == OrderState.AWAITING_APPROVAL and chosen.vendor_id == scene.jaya_vendor.pk
    assert chosen.total_idr == 11_000_000 and fresh(scene.line).reserved_idr == 11_000_000
    assert held_for(order.id) == {scene.jaya_paper.id: 200}
    assert fresh(scene.paper.stock_record).num_allocated == 0
    assert announced()[-1] == "OfferChosen" and broken_invariants() == {}


def test_charges_on_two_lines_keep_their_proportion_when_the_total_falls(scene):
    assert scene.jaya_paper
    second = scene.office.line(account=PAPER)
    order = scene.compared_order(lines=[(scene.line.id, 600_000), (second.id, None)])
    cheaper = offers_of(order).get(vendor=scene.jaya_vendor)

    choose_offer(order_id=order.id, offer_id=cheaper.id, actor=scene.eko, at=scene.tick())

    assert [charge.amount_idr for charge in order.charges.order_by("budget_line_id")] == [550_000, 1_650_000]
    assert broken_invariants() == {}


def test_a_choice_that_is_not_the_lowest_needs_a_reason(scene):
    assert scene.jaya_paper
    order = scene.compared_order(total=Rupiah(12_000_000), reason="Dua kegiatan pada hari yang sama")
    asked = offers_of(order).get(is_asked=True)
    before = state_of_the_world(scene, order)

    with pytest.raises(ReasonRequired):
        choose_offer(order_id=order.id, offer_id=asked.id, actor=scene.eko, at=scene.tick())

    assert state_of_the_world(scene, order) == before and asked.comparison.closed_at is None


@pytest.mark.parametrize("reason", ["", "x", "x x", "Satu-satunya"])
def test_a_reason_that_is_too_short_reads_how_much_is_to_be_written(scene, reason):
    assert scene.jaya_paper
    order = scene.compared_order(total=Rupiah(12_000_000), reason="Dua kegiatan pada hari yang sama")
    asked = offers_of(order).get(is_asked=True)

    with pytest.raises(ReasonRequired, match="paling sedikit 2 kata dan 10 huruf"):
        choose_offer(order_id=order.id, offer_id=asked.id, reason=reason, actor=scene.eko, at=scene.tick())

    assert fresh(order).state == OrderState.COMPARING


def test_too_few_offers_need_a_reason(scene):
    order = scene.compared_order(total=Rupiah(12_000_000), reason="Dua kegiatan pada hari yang sama")
    asked = offers_of(order).get(is_asked=True)

    with pytest.raises(ReasonRequired):
        choose_offer(order_id=order.id, offer_id=asked.id, actor=scene.eko, at=scene.tick())

    assert fresh(order).state == OrderState.COMPARING


def test_small_orders_may_be_chosen_without_a_comparison_and_larger_ones_may_not(scene):
    small = scene.submitted_order(total=Rupiah(2_400_000))
    large = scene.submitted_order(total=Rupiah(12_000_000), reason="Dua kegiatan pada hari yang sama")

    choose_offer(order_id=small.id, actor=scene.eko, at=scene.tick())
    with pytest.raises(WrongState):
        choose_offer(order_id=large.id, actor=scene.eko, at=scene.tick())

    assert fresh(small).state == OrderState.AWAITING_APPROVAL and fresh(large).state == OrderState.SUBMITTED


def test_an_offer_whose_price_moved_is_gone_and_nothing_changes(scene):
    assert scene.jaya_paper
    order = scene.compared_order()
    cheaper = offers_of(order).get(vendor=scene.jaya_vendor)
    set_price(listing_id=scene.jaya_paper.id, unit_price_idr=56_000, actor=SYSTEM, at=scene.tick())
    before = state_of_the_world(scene, order)

    with pytest.raises(OfferGone):
        choose_offer(order_id=order.id, offer_id=cheaper.id, actor=scene.eko, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_the_requester_cannot_choose_even_as_purchasing_officer(scene):
    scene.give(scene.user_of(scene.ani), Role.PURCHASING_OFFICER, scene.office.id)
    ani = scene.act_as(scene.user_of(scene.ani))
    order = scene.submitted_order(requester=ani)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted) as refusal:
        open_comparison(order_id=order.id, actor=ani, at=scene.tick())
    with pytest.raises(NotPermitted):
        choose_offer(order_id=order.id, actor=ani, at=scene.tick())

    assert refusal.value.code == "SOD_REQUESTER_CHOOSES" and state_of_the_world(scene, order) == before


@pytest.mark.parametrize("who", ["ani", "budi", "fitri", "sari", "dewi"])
def test_only_the_purchasing_officer_of_the_office_compares(scene, who):
    order = scene.submitted_order()
    actor = getattr(scene, who)
    before = state_of_the_world(scene, order)

    with pytest.raises(NotPermitted):
        open_comparison(order_id=order.id, actor=actor, at=scene.tick())

    assert state_of_the_world(scene, order) == before


def test_another_offices_purchasing_officer_may_not(scene):
    order, stranger = scene.submitted_order(), scene.other_office.eko

    with pytest.raises(NotPermitted):
        choose_offer(order_id=order.id, actor=stranger, at=scene.tick())

    assert fresh(order).state == OrderState.SUBMITTED
