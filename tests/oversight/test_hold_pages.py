"""The audit hold through the pages: the auditor places and releases it, the office reads why, others are refused."""

from __future__ import annotations

from uuid import uuid4

import time_machine

from marketplace.accounts.roles import Role
from marketplace.kernel.audit_log.models import AuditEntry
from orders.selectors.tasks import task_counts, tasks_for
from tests.scenes import fresh

HOLD = {"letter_number": "700/12/ITPROV/2026", "reason": "Harga jauh di atas kisaran wajar"}


def keyed(typed: dict[str, str]) -> dict[str, str]:
    """A form of a page that was opened afresh."""
    return typed | {"attempt_key": str(uuid4())}


def test_an_auditor_holds_and_releases_an_order_from_its_dossier(scene, as_person):
    order = scene.accepted_order()
    dossier = f"/pengawasan/transaksi/{order.number}/"
    with time_machine.travel(scene.tick()):
        client = as_person(scene.dewi)
        assert f"{dossier}tahan/" in client.get(dossier).content.decode()
        assert client.post(f"{dossier}tahan/", {"letter_number": "", "reason": "x"}).status_code == 422
        assert not fresh(order).audit_hold

        assert client.post(f"{dossier}tahan/", keyed(HOLD)).status_code == 302
        assert client.post(f"{dossier}tahan/", keyed(HOLD)).status_code == 422
        page = client.get(dossier).content.decode()
        assert HOLD["letter_number"] in page and f"{dossier}lepas/" in page

        office = as_person(scene.budi).get(f"/pesanan/{order.number}/").content.decode()
        assert "Ditahan untuk pemeriksaan" in office and HOLD["reason"] in office
        shop = as_person(scene.sari).get(f"/toko/pesanan/{order.number}/").content.decode()
        assert "Ditahan untuk pemeriksaan" in shop and HOLD["reason"] not in shop
        payable = order.handovers.get().payable_id
        assert HOLD["reason"] in as_person(scene.citra).get(f"/bendahara/bayar/{payable}/").content.decode()

        answer = as_person(scene.dewi).post(f"{dossier}lepas/", keyed({"reason": "Harga terbukti wajar"}))
        assert answer.status_code == 302 and not fresh(order).audit_hold


def test_the_commitment_officer_reads_why_before_deciding(scene, as_person):
    order = scene.chosen_order()
    with time_machine.travel(scene.tick()):
        as_person(scene.dewi).post(f"/pengawasan/transaksi/{order.number}/tahan/", keyed(HOLD))
        page = as_person(scene.budi).get(f"/persetujuan/{order.number}/").content.decode()

    assert "ditahan untuk pemeriksaan dan tidak dapat dilanjutkan" in page


def test_others_and_the_external_auditor_are_refused(scene, as_person):
    bpk = scene.person("Bima Sakti", Role.EXTERNAL_AUDITOR, scene.dewi.organisations(Role.INTERNAL_AUDITOR).pop())
    order = scene.accepted_order()
    address = f"/pengawasan/transaksi/{order.number}/tahan/"
    with time_machine.travel(scene.tick()):
        for actor in (scene.budi, scene.citra, scene.sari, bpk):
            assert as_person(actor).post(address, HOLD).status_code == 403
        assert AuditEntry.objects.get(what="oversight.write.refused").actor_id == bpk.id
        dossier = as_person(bpk).get(f"/pengawasan/transaksi/{order.number}/").content.decode()

    assert address not in dossier and "Hanya pengawas internal" in dossier and not fresh(order).audit_hold


def test_the_same_hold_pressed_twice_is_one_and_reads_the_same_words(scene, as_person):
    order = scene.accepted_order()
    dossier = f"/pengawasan/transaksi/{order.number}/"
    with time_machine.travel(scene.tick()):
        client, placed, released = as_person(scene.dewi), keyed(HOLD), keyed({"reason": "Harga terbukti wajar"})
        first, second = [client.post(f"{dossier}tahan/", placed, follow=True).content.decode() for _ in range(2)]
        other = client.post(f"{dossier}tahan/", placed | {"reason": "Alasan yang lain sekali"})
        third, fourth = [client.post(f"{dossier}lepas/", released, follow=True).content.decode() for _ in range(2)]

    assert all("Pesanan ditahan. Dinas dan penjual dikabari." in page for page in (first, second))
    assert other.status_code == 409 and "Alasan yang lain sekali" in other.content.decode()
    assert all("Penahanan dilepas. Pesanan dapat dilanjutkan." in page for page in (third, fourth))
    hold = order.audit_holds.get()
    assert (hold.reason, hold.release_reason) == (HOLD["reason"], "Harga terbukti wajar")
    assert AuditEntry.objects.filter(what__in=["orders.order.held", "orders.order.hold_released"]).count() == 2


def test_a_held_handover_waits_for_the_auditor_and_not_for_the_commitment_officer(scene, as_person):
    order = scene.signed_order()
    with time_machine.travel(scene.tick()):
        budi = as_person(scene.budi)
        assert "Langkah Anda: tanda tangani BAST" in budi.get(f"/pesanan/{order.number}/").content.decode()
        dewi = as_person(scene.dewi)
        dewi.post(f"/pengawasan/transaksi/{order.number}/tahan/", keyed(HOLD))

        budi = as_person(scene.budi)
        page = budi.get(f"/pesanan/{order.number}/").content.decode()
        queue = budi.get("/persetujuan/").content.decode()

    assert "Langkah Anda" not in page and "Tanda tangan BAST oleh PPK menunggu." in page
    for said in (HOLD["reason"], HOLD["letter_number"], scene.dewi.name, "Yang dapat melepas hanya pengawas internal"):
        assert said in page
    assert "ditahan pengawas" in queue
    assert [task.title for task in tasks_for(scene.budi)] == ["Ditahan pengawas: BAST belum dapat ditandatangani"]
    assert task_counts(scene.budi)["approvals"] == 0
