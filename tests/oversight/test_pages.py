"""The audit room's lists, books and log, and the checks that run by themselves."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import translation

from marketplace.kernel.audit_log import merkle
from marketplace.kernel.audit_log.models import LogHead, LogPlace
from marketplace.kernel.audit_log.sequencer import catch_up
from marketplace.kernel.connections import as_owner as owning
from marketplace.kernel.connections import as_sequencer as sequencing
from marketplace.kernel.money import Rupiah
from marketplace.oversight.models import IntegrityRun
from marketplace.oversight.services import run_integrity_check
from tests.scenes import NOON, Scene


def page(client, name: str, *args: object, **query: object):
    return client.get(reverse(f"oversight:{name}", args=args), query)


def test_the_first_page_has_figures_with_what_they_are_measured_against(scene, as_person):
    scene.paid_order()
    scene.submitted_order()

    text = page(as_person(scene.dewi), "home").content.decode()

    assert "50%" in text or "50,0%" in text
    assert "Belum pernah diperiksa menyeluruh" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 2),
        ({"q": "kertas"}, 2),
        ({"q": "Warung Sari"}, 2),
        ({"q": "tidak ada"}, 0),
        ({"keadaan": "persetujuan"}, 1),
        ({"nilai": "1.000.000"}, 1),
        ({"dari": "20/11/2026", "sampai": "22/11/2026"}, 2),
        ({"sampai": "19/11/2026"}, 0),
        ({"dinas": "abc", "dari": "kapan", "cursor": "x"}, 2),
    ],
)
def test_purchases_are_found_by_what_an_auditor_knows(scene, as_person, query, found):
    numbers = {scene.chosen_order(total=Rupiah(2_400_000)).number, scene.submitted_order(total=Rupiah(600_000)).number}

    text = page(as_person(scene.dewi), "orders", **query).content.decode()

    assert sum(number in text for number in numbers) == found


def test_lists_cost_a_fixed_number_of_queries(scene, as_person, django_assert_max_num_queries):
    for total in (60_000, 120_000, 180_000):
        scene.accepted_order(total=Rupiah(total))
    client = as_person(scene.dewi)

    for name, most in (("home", 16), ("orders", 12), ("log", 12), ("ledger", 12)):
        with django_assert_max_num_queries(most):
            assert page(client, name).status_code == 200


def test_the_log_is_searched_by_person_thing_and_day(scene, as_person):
    order = scene.approved_order()
    client = as_person(scene.dewi)

    by_person = page(client, "log", orang="Budi").content.decode()
    by_thing = page(client, "log", hal=str(order.id)).content.decode()

    assert "orders.order.approved" in by_person and "orders.order.submitted" not in by_person
    assert "orders.order.submitted" in by_thing
    assert "orders.order.approved" not in page(client, "log", sampai="01/01/2026").content.decode()


def test_the_books_show_balances_and_the_entries_behind_them(scene, as_person, as_sequencer):
    order = scene.accepted_order()
    with as_sequencer():
        catch_up()
    client = as_person(scene.dewi)

    books = page(client, "ledger").content.decode()
    account = page(client, "account", "LO", "UTANG_BELANJA").content.decode()

    assert "Rp2.400.000" in books and "Pengendalian anggaran" in books
    assert "semua tahun anggaran dijumlahkan" in books
    assert "Belanja di luar marketplace tidak dibukukan di sini" in books
    assert order.number in account and "J-0000" in account
    assert "Jurnal yang terakhir dicatat di atas" in account
    assert page(client, "account", "LO", "TIDAK_ADA").status_code == 404
    assert page(client, "ledger", badan="x").status_code == 200


def test_a_proof_can_be_checked_by_a_program_of_ones_own(scene, as_person, as_sequencer):
    scene.approved_order()
    with as_sequencer():
        catch_up()

    proof = page(as_person(scene.dewi), "proof", 3).json()

    root = merkle.root_from_path(
        bytes.fromhex(proof["leaf_hash"]),
        proof["leaf_index"],
        proof["tree_size"],
        [bytes.fromhex(one) for one in proof["inclusion_path"]],
    )
    assert proof["holds"] and root == bytes(LogHead.objects.get(tree_size=proof["tree_size"]).root)
    assert bytes.fromhex(proof["leaf_hash"]) == bytes(LogPlace.objects.get(place=3).leaf)
    assert page(as_person(scene.dewi), "proof", 999_999).status_code == 404


# --- the checks that run by themselves -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_run_over_everything_finds_nothing_in_honest_books(client):
    scene = Scene()
    scene.accepted_order()
    with sequencing():
        catch_up()

    run = run_integrity_check(at=NOON)

    assert run.is_whole, (run.findings, run.broken_heads, run.broken_leaves, run.broken_entries)
    assert run.invariants > 30 and run.log_size == LogPlace.objects.count() and len(run.log_root) == 64
    client.force_login(scene.user_of(scene.dewi))
    assert "Buku dan log utuh" in page(client, "home").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_run_names_what_was_changed_behind_the_service(client):
    scene = Scene()
    order = scene.approved_order()
    with sequencing():
        catch_up()
    with owning(), connection.cursor() as cursor:
        for table, change in (
            ("kernel_auditentry", "actor_name = 'Orang Lain' WHERE what = 'orders.order.approved'"),
            ("ledger_journalentry", "reason = 'lain' WHERE kind = 'budget.reserve'"),
            ("orders_procurementorder", f"total_idr = total_idr + 1 WHERE number = '{order.number}'"),
        ):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"UPDATE {table} SET {change}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    run = run_integrity_check(at=NOON)

    assert not run.is_whole and len(run.broken_leaves) == 1
    assert any(finding["code"].startswith("I-10") for finding in run.findings)
    client.force_login(scene.user_of(scene.dewi))
    shown = page(client, "home").content.decode()
    number = LogPlace.objects.get(kind="journal", ref=str(run.broken_entries[0])).kind_number
    assert "Ada yang menyimpang" in shown and f"J-{number:06d}" in shown
    assert IntegrityRun.objects.get() == run


@pytest.mark.django_db(transaction=True)
def test_t48_a_run_names_the_entry_that_is_gone_and_the_gap_in_the_log(client):
    scene = Scene()
    scene.approved_order()
    with sequencing():
        catch_up()
    gone = LogPlace.objects.filter(kind="journal").latest("place")
    lost = LogPlace.objects.filter(kind="audit").order_by("place")[2]
    with owning(), connection.cursor() as cursor:
        for table, where in (
            ("ledger_posting", f"entry_id = {gone.ref}"),
            ("ledger_journalentry", f"id = {gone.ref}"),
            ("kernel_logplace", f"place = {lost.place}"),
        ):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table} WHERE {where}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    run = run_integrity_check(at=NOON)

    found = {finding["code"]: finding["rows"] for finding in run.findings}
    assert found["I-21 journal gone"] == [[f"J-{gone.kind_number:06d}", gone.ref]]
    assert found["I-20"] == [[str(lost.place), str(lost.place)]]
    assert found["I-20 numbers"] == [[f"A-{lost.kind_number:06d}", f"A-{lost.kind_number:06d}"]]
    client.force_login(scene.user_of(scene.dewi))
    assert f"J-{gone.kind_number:06d}" in page(client, "home").content.decode()


@pytest.mark.django_db(transaction=True)
def test_t48_an_entry_rewritten_together_with_its_own_leaf_is_named():
    scene = Scene()
    scene.approved_order()
    with sequencing():
        catch_up()
    forged = LogPlace.objects.filter(kind="audit").latest("place")
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE kernel_auditentry SET leaf = sha256('x') WHERE id = %s", [forged.ref])
        cursor.execute("ALTER TABLE kernel_auditentry ENABLE TRIGGER USER")

    run = run_integrity_check(at=NOON)

    found = {finding["code"]: finding["rows"] for finding in run.findings}
    assert found["I-21 leaf"] == [[f"A-{forged.kind_number:06d}", forged.ref]]


def test_accounts_of_the_books_are_named_in_the_readers_language(scene, as_person, as_sequencer):
    order = scene.accepted_order()
    with as_sequencer():
        catch_up()
    client = as_person(scene.dewi)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    with translation.override("en"):
        books = page(client, "ledger").content.decode()
        account = page(client, "account", "LO", "UTANG_BELANJA").content.decode()
        dossier = page(client, "order", order.number).content.decode()

    assert "Owed to vendors for purchases" in books and "Owed to vendors for purchases" in account
    assert "Owed to vendors for purchases" in dossier and ">Reserved" in dossier
    assert "Utang belanja" not in books + account + dossier and "Dicadangkan" not in books + dossier
