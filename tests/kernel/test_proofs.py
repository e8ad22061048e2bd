"""Proofs that a leaf stands in the recorded tree, and that the whole log is unbroken."""

from __future__ import annotations

import pytest
from django.db import connection

from marketplace.kernel.audit_log import proofs
from marketplace.kernel.audit_log.models import LogHead, LogPlace
from marketplace.kernel.audit_log.sequencer import catch_up
from tests.kernel.test_audit_log import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(as_sequencer):
    """Thirteen leaves in four batches."""
    for count in (3, 1, 5, 4):
        write(count)
        with as_sequencer():
            catch_up()


def test_each_place_is_proved_under_the_head_of_its_batch(placed):
    for place in range(1, 14):
        proof = proofs.proof_of(place)
        assert proof.holds and proof.leaf == bytes(LogPlace.objects.get(place=place).leaf)
        assert proof.tree_size == next(size for size in (3, 4, 9, 13) if size >= place)

    assert proofs.proof_of(14) is None


def test_batches_cost_two_queries_and_lead_to_their_roots(placed, django_assert_num_queries):
    with django_assert_num_queries(2):
        batches = proofs.batches_of(range(1, 14))

    assert [batch.size for batch in batches] == [3, 4, 9, 13] and all(batch.leads_to_root for batch in batches)


def test_the_whole_log_is_read_again(placed):
    write()

    report = proofs.check_log()

    assert report.is_whole and (report.size, report.heads, report.waiting) == (13, 4, 1)
    assert report.root == bytes(LogHead.objects.latest("tree_size").root)


def tamper(owner, table: str, change: str) -> None:
    """What the owner of the tables could do who turns the triggers off."""
    with owner() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_changed_leaf_breaks_its_batch_and_every_head_after(placed, as_owner):
    tamper(as_owner, "kernel_logplace", "leaf = sha256('x') WHERE place = 6")

    assert [batch.leads_to_root for batch in proofs.batches_of([1, 6])] == [True, False]
    assert not proofs.proof_of(6).holds
    assert proofs.check_log().broken_heads == [9, 13]


def test_a_changed_entry_no_longer_gives_its_leaf(placed, as_owner):
    tamper(as_owner, "kernel_auditentry", "actor_name = 'Orang lain' WHERE subject_id = '2'")

    with connection.cursor() as cursor:
        cursor.execute("SELECT id::text FROM kernel_auditentry WHERE subject_id = '2' ORDER BY id")
        changed = [row[0] for row in cursor.fetchall()]
    assert proofs.check_log().broken_leaves == changed
