"""An auditor opens one purchase, sees everything, and what was changed behind the service's back is named."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.audit_log.sequencer import catch_up
from marketplace.oversight.evidence import gather
from marketplace.oversight.integrity import checks_of
from tests.scenes import fresh


def place_all(as_sequencer) -> None:
    with as_sequencer():
        catch_up()


def verdicts(order, actor) -> dict[str, str]:
    return {check.code: check.tone for check in checks_of(gather(fresh(order), actor=actor))}


def wrong(order, actor) -> set[str]:
    return {code for code, tone in verdicts(order, actor).items() if tone == "bad"}


def tamper(as_owner, table: str, change: str) -> None:
    """What the owner of the tables could do who turns the triggers off."""
    with as_owner() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_paid_purchase_is_whole_in_every_respect(scene, as_sequencer):
    order = scene.accepted_order()
    place_all(as_sequencer)

    evidence = gather(fresh(order), actor=scene.dewi)

    checks = {check.code: check for check in checks_of(evidence)}
    assert {code: (check.tone, check.wrong) for code, check in checks.items()} == dict.fromkeys(
        ("entries", "tree", "path", "content", "documents", "journal", "balance", "money"), ("ok", ())
    )
    assert checks["entries"].compared >= 10 and checks["journal"].compared >= 4 and checks["documents"].compared >= 3


def test_what_the_sequencer_has_not_placed_yet_waits_and_is_no_fault(scene):
    order = scene.approved_order()

    found = verdicts(order, scene.dewi)

    assert found.pop("tree") == "warn" and set(found.values()) == {"ok"}


@pytest.mark.parametrize(
    ("table", "change", "found"),
    [
        ("kernel_auditentry", "actor_name = 'Orang Lain' WHERE what = 'orders.order.approved'", {"entries"}),
        ("kernel_auditentry", "after = '{\"total_idr\": 1}' WHERE what = 'orders.order.submitted'", {"entries"}),
        ("kernel_logplace", "leaf = sha256('x') WHERE place = (SELECT max(place) FROM kernel_logplace)", {"tree"}),
        ("documents_document", "fields = fields || '{\"total_idr\": 1}' WHERE kind = 'purchase_letter'", {"documents"}),
        ("ledger_journalentry", "reason = 'diganti' WHERE kind = 'payable.goods_received'", {"journal"}),
        ("ledger_posting", "amount_idr = 1 WHERE account = 'UTANG_BELANJA'", {"journal", "balance"}),
        ("orders_orderhistory", "after = 'paid' WHERE action = 'confirm'", {"path"}),
        ("orders_orderline", "title = 'Barang lain'", {"content"}),
    ],
)
def test_each_change_behind_the_service_is_named(scene, as_sequencer, as_owner, table, change, found):
    order = scene.accepted_order()
    place_all(as_sequencer)

    tamper(as_owner, table, change)

    assert wrong(order, scene.dewi) == found


def test_the_page_shows_steps_people_papers_journal_and_trail(scene, as_person, as_sequencer):
    order = scene.accepted_order()
    place_all(as_sequencer)

    page = as_person(scene.dewi).get(reverse("oversight:order", args=[order.number]))

    text = page.content.decode()
    assert page.status_code == 200
    for expected in (
        "Utuh",
        "Surat pesanan ditandatangani PPK",
        scene.user_of(scene.budi).full_name,
        scene.user_of(scene.budi).nip,
        "Berita Acara Serah Terima",
        "PDF dibuat saat dibuka",
        "LO.UTANG_BELANJA",
        "J-0000",
        "orders.order.approved",
        "Rp2.400.000",
    ):
        assert expected in text, expected


def test_goods_are_counted_in_the_readers_language(scene, as_person):
    order, auditor = scene.accepted_order(), as_person(scene.dewi)
    auditor.cookies["bahasa"] = "en"

    text = auditor.get(reverse("oversight:order", args=[order.number])).content.decode()

    counted = re.findall(r"\b40 (?:ream|rim)\b", re.search(r"<tbody>.*?</tbody>", text, re.S)[0])
    assert counted == ["40 ream", "40 ream"]


def test_opening_a_dossier_is_itself_logged_and_leaves_the_dossier_as_it_is(scene, as_person):
    order = scene.approved_order()
    before = len(gather(order, actor=scene.dewi).trail)

    as_person(scene.dewi).get(reverse("oversight:order", args=[order.number]))

    entry = AuditEntry.objects.get(what="oversight.dossier.opened")
    assert (entry.actor_id, entry.actor_role, entry.after) == (scene.dewi.id, "apip", {"order": order.number})
    assert len(gather(order, actor=scene.dewi).trail) == before


def test_the_dossier_costs_the_same_however_long_its_story(scene, as_sequencer, django_assert_max_num_queries):
    dewi, short = scene.dewi, scene.approved_order()
    place_all(as_sequencer)
    long = scene.paid_order()
    place_all(as_sequencer)

    for order in (fresh(short), fresh(long)):
        with django_assert_max_num_queries(26):
            gather(order, actor=dewi)


@pytest.mark.parametrize("who", ["ani", "budi", "sari", "citra"])
def test_nobody_but_auditors_enters(scene, as_person, who):
    order = scene.approved_order()

    for name, args in (("home", []), ("orders", []), ("order", [order.number]), ("log", []), ("ledger", [])):
        answer = as_person(getattr(scene, who)).get(reverse(f"oversight:{name}", args=args))
        assert answer.status_code == 403, name


def test_an_unknown_number_is_not_found(scene, as_person):
    assert as_person(scene.dewi).get(reverse("oversight:order", args=["DSR-0"])).status_code == 404
