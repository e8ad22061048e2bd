"""What everybody may read of one order, and what nobody may."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from marketplace.kernel.money import Rupiah
from marketplace.transparency.ocds import ocid_of, release_package
from marketplace.transparency.selectors.orders import published_order
from orders import services
from orders.models import ProcurementOrder
from payments.ledger.models import Posting
from tests.scenes import fresh


def page(client, order) -> str:
    return client.get(reverse("transparency:order", args=[order.number])).content.decode()


def package_of(order) -> dict:
    return release_package(published_order(order.number), address="https://contoh.id/x.json")


def private_facts(scene, order) -> list[str]:
    """Numbers and addresses of people and businesses that must never leave."""
    people = [scene.user_of(getattr(scene, name)) for name in ("ani", "eko", "budi", "fitri", "citra")]
    vendor = fresh(order.vendor)
    facts = [person.nip for person in people] + [person.nik_hash for person in people]
    return [fact for fact in [*facts, vendor.npwp, vendor.nib, vendor.address, "127.0.0.1"] if fact]


def test_visitors_read_goods_prices_dates_offices_and_positions(scene, client):
    order = scene.accepted_order()

    text = page(client, order)

    for expected in (
        order.number,
        "Dinas Komunikasi dan Informatika",
        "Warung Sari",
        "Rp2.400.000",
        "Perlengkapan kantor triwulan keempat",
        "Pejabat Pembuat Komitmen",
        scene.user_of(scene.budi).full_name,
        "Berita Acara Serah Terima",
    ):
        assert expected in text, expected


def test_nothing_personal_leaves_by_any_door(paying, client):
    paying.bought()
    order = ProcurementOrder.objects.get()
    account = paying.sari_vendor.bank_accounts.get().number

    doors = [
        reverse("transparency:order", args=[order.number]),
        reverse("transparency:ocds", args=[ocid_of(order)]),
        reverse("transparency:csv", args=[2026]),
        reverse("transparency:orders"),
        reverse("transparency:home"),
    ]
    for door in doors:
        answer = client.get(door)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode()
        assert answer.status_code == 200
        for secret in [*private_facts(paying, order), account, paying.card.pan_masked, paying.card.last4 + "<"]:
            assert secret not in text, (door, secret)


def test_a_company_shows_its_business_number_and_a_person_does_not(scene, client):
    order = scene.approved_order()
    assert order.vendor.nib not in page(client, order)

    order.vendor.legal_form = "cv"
    order.vendor.save(update_fields=["legal_form"])

    assert order.vendor.nib in page(client, order)


def test_losing_offers_have_a_total_and_no_name(scene, client):
    assert scene.jaya_paper.unit_price_idr
    order = scene.approved_order()

    text = page(client, order)

    assert "Penjual lain" in text and "Toko Jaya" not in text


@pytest.mark.parametrize("step", ["submitted_order", "compared_order", "chosen_order"])
def test_what_nobody_has_signed_is_not_published(scene, client, step):
    order = getattr(scene, step)()

    for name, args in (("order", [order.number]), ("ocds", [ocid_of(order)])):
        assert client.get(reverse(f"transparency:{name}", args=args)).status_code == 404
    assert order.number not in client.get(reverse("transparency:orders")).content.decode()
    assert order.number not in b"".join(client.get(reverse("transparency:csv", args=[2026]))).decode()


def test_the_page_costs_a_fixed_number_of_queries(scene, client, django_assert_max_num_queries):
    order = scene.paid_order()

    with django_assert_max_num_queries(18):
        page(client, order)


# --- OCDS ------------------------------------------------------------------------------------------------------------


def test_the_package_tells_the_story_in_releases_with_unique_ids(paying):
    paying.bought(Rupiah(2_400_000))
    order = ProcurementOrder.objects.get()

    package = package_of(order)

    releases = package["releases"]
    assert [release["tag"] for release in releases] == [
        ["planning", "tender", "award", "contract"],
        ["awardUpdate", "contractUpdate"],
        ["implementation"],
        ["implementationUpdate"],
    ]
    assert len({release["id"] for release in releases}) == len(releases)
    assert {release["ocid"] for release in releases} == {f"ocds-213czf-{order.id}"}
    assert all(release["initiationType"] == "tender" for release in releases)
    first = releases[0]
    assert first["tender"]["value"] == {"amount": 2_400_000, "currency": "IDR"}
    assert sum(one["amount"]["amount"] for one in first["planning"]["budget"]["budgetBreakdown"]) == 2_400_000
    ids = {party["id"] for party in first["parties"]}
    assert {first["buyer"]["id"], first["awards"][0]["suppliers"][0]["id"]} <= ids
    json.dumps(package)


def test_the_paid_sum_is_that_of_the_journal(paying):
    paying.bought(Rupiah(2_400_000))
    order = ProcurementOrder.objects.get()

    transactions = [
        transaction
        for release in package_of(order)["releases"]
        for contract in release.get("contracts", [])
        for transaction in contract.get("implementation", {}).get("transactions", [])
    ]

    booked = Posting.objects.filter(
        entry__order_id=order.id, entry__kind="card.captured", book="LO", account="UTANG_BELANJA", side="D"
    )
    assert [one["value"]["amount"] for one in transactions] == [leg.amount_idr for leg in booked] == [2_400_000]


def test_later_events_add_releases_and_change_none(scene):
    order = scene.approved_order()
    early = package_of(order)["releases"]

    services.confirm_order(order_id=order.id, attempt_key=uuid4(), actor=scene.sari, at=scene.tick())
    later = package_of(order)["releases"]

    assert later[: len(early)] == early and len(later) == len(early) + 1


def test_a_declined_order_is_a_cancelled_award(scene):
    order = scene.approved_order()
    services.decline_order(order_id=order.id, reason="Stok rusak karena banjir", actor=scene.sari, at=scene.tick())

    last = package_of(order)["releases"][-1]

    assert last["tag"] == ["awardCancellation"] and last["awards"][0]["status"] == "cancelled"


@pytest.mark.parametrize("ocid", ["ocds-213czf-1", "lain-0199c0de-0000-7000-8000-000000000000", "ocds-213czf-"])
def test_what_is_no_ocid_of_ours_is_not_found(client, db, ocid):
    assert client.get(f"/transparansi/ocds/{ocid}.json").status_code == 404
