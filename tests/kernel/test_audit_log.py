from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log import merkle
from marketplace.kernel.audit_log.models import AuditEntry, LogHead, LogPlace, LogQueue
from marketplace.kernel.audit_log.sequencer import catch_up
from marketplace.kernel.connections import as_owner, as_sequencer

DEWI = Actor(id=4, name="Dewi", address="10.0.0.1", display_role="apip")


def write(count: int = 1) -> None:
    for number in range(count):
        audit_log.record(
            "kernel.test.done", ("test", number), actor=DEWI, at=timezone.now(), after={"n": number}, why="uji"
        )


@pytest.mark.django_db
def test_an_entry_says_who_in_which_role_did_what_from_where():
    write()

    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.actor_role, entry.address) == (4, "Dewi", "apip", "10.0.0.1")
    assert (entry.what, entry.subject_id, entry.after, entry.why) == ("kernel.test.done", "0", {"n": 0}, "uji")
    assert bytes(LogQueue.objects.get().leaf) == bytes(entry.leaf)


@pytest.mark.django_db
def test_the_leaf_of_a_stored_entry_can_be_made_again():
    moment = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Jakarta"))
    odd = {
        "n": {10: "sepuluh", 2: date(2026, 1, 1)},
        "kata": gettext_lazy("Draf"),
        "jam": moment,
        "dalam": [{"b": 1, "a": "é"}],
    }
    audit_log.record("kernel.test.done", ("test", 1), actor=DEWI, at=moment, before=odd, after=[1, None], why="uji")

    entry = AuditEntry.objects.get()
    assert audit_log.leaf_of_entry(entry) == bytes(entry.leaf)

    entry.why = "lain"
    assert audit_log.leaf_of_entry(entry) != bytes(entry.leaf)


@pytest.mark.django_db
def test_what_is_rolled_back_leaves_no_entry():
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError

    assert not AuditEntry.objects.exists() and not LogQueue.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_auditentry SET why = 'lain'",
        "DELETE FROM kernel_auditentry",
        "TRUNCATE kernel_auditentry",
        "INSERT INTO kernel_logqueue (kind, ref, leaf) VALUES ('audit', 'x', '')",
        "INSERT INTO kernel_logplace (place, kind, kind_number, ref, leaf, recorded_at) VALUES (9, 'a', 9, 'x', '', now())",  # noqa: E501
        "DELETE FROM kernel_logqueue",
    ],
)
def test_the_app_role_can_only_append_through_the_function(statement):
    write()

    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().why == "uji"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE kernel_auditentry SET why = ''", "TRUNCATE kernel_auditentry"])
def test_not_even_the_owner_changes_the_log_while_the_triggers_stand(statement):
    write()

    with as_owner(), pytest.raises(DatabaseError, match="written once"), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().why == "uji"


@pytest.mark.django_db(transaction=True)
def test_the_sequencer_gives_gapless_places_and_the_root_over_all_leaves():
    write(3)
    with as_sequencer():
        assert catch_up() == 3
    write(4)
    with as_sequencer():
        assert catch_up() == 4

    places = list(LogPlace.objects.order_by("place"))
    assert [one.place for one in places] == [one.kind_number for one in places] == list(range(1, 8))
    head = LogHead.objects.order_by("tree_size").last()
    assert head.tree_size == 7
    assert bytes(head.root) == merkle.root_over(bytes(one.leaf) for one in places)
    assert not LogQueue.objects.exists()
