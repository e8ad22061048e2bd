"""Every package that is published is what the official OCDS 1.1 schema asks for."""

from __future__ import annotations

import pytest

from marketplace.transparency.ocds import release_package
from marketplace.transparency.selectors.orders import published_order
from orders import services
from orders.models import ProcurementOrder
from tests.transparency.ocds_rules import mistakes


def package_of(order) -> dict:
    return release_package(published_order(order.number), address="https://contoh.id/ocds/x.json")


@pytest.mark.parametrize(
    "stage", ["approved_order", "confirmed_order", "shipped_order", "accepted_order", "paid_order"]
)
def test_a_package_is_right_at_every_stage(scene, stage):
    package = package_of(getattr(scene, stage)())

    assert mistakes(package) == [] and package["releases"]


def test_a_declined_order_is_right_too(scene):
    order = scene.approved_order()
    services.decline_order(order_id=order.id, reason="Stok rusak karena banjir", actor=scene.sari, at=scene.tick())

    assert mistakes(package_of(order)) == []


def test_a_settled_purchase_with_payments_is_right(paying):
    paying.bought()
    paying.repaid()

    package = package_of(ProcurementOrder.objects.get())

    assert mistakes(package) == []
    assert any("transactions" in str(release) for release in package["releases"])


def test_the_criterion_of_an_award_is_what_decided_it(scene):
    """Lowest of two offers; not the lowest; and bought directly, where nothing was compared."""
    assert scene.jaya_paper.unit_price_idr < scene.paper.unit_price_idr
    dear = scene.approved_order()
    compared = scene.compared_order(total=scene.paper.unit_price * 10, reason="Kebutuhan lain")
    cheap = compared.comparisons.get(closed_at=None).offers.order_by("total_idr").first()
    services.choose_offer(order_id=compared.id, offer_id=cheap.id, reason="", actor=scene.eko, at=scene.tick())
    cheap = scene.approve(compared)

    tenders = [package_of(order)["releases"][0]["tender"] for order in (dear, cheap)]

    assert [tender["awardCriteria"] for tender in tenders] == ["ratedCriteria", "priceOnly"]
    assert [tender["numberOfTenderers"] for tender in tenders] == [2, 2]
    assert tenders[0]["procurementMethodRationale"] == dear.choice_reason


def test_a_unit_has_its_code_its_list_and_its_name(scene):
    order = scene.approved_order()

    (item,) = package_of(order)["releases"][0]["tender"]["items"]

    unit = scene.paper.unit
    assert item["unit"] == {
        "scheme": "UNCEFACT",
        "id": unit.code,
        "name": unit.name,
        "value": {"amount": scene.paper.unit_price_idr, "currency": "IDR"},
    }


def test_the_judge_sees_what_is_wrong(scene):
    package = package_of(scene.approved_order())
    first = package["releases"][0]

    del package["extensions"]
    first["tag"], first["date"], first["luck"] = ["bought"], "yesterday", 1

    found = " ".join(mistakes(package))
    assert "bought" in found and "yesterday" in found
    assert "luck: no declared" in found and "budgetBreakdown: no declared" in found
