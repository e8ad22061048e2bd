"""What one act tells is written at once, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from marketplace.kernel import audit_log, outbox, telling
from marketplace.kernel.actors import Actor
from marketplace.kernel.audit_log import leaf_of_entry
from marketplace.kernel.audit_log.models import AuditEntry, LogQueue
from marketplace.kernel.numbering import NumberSeries
from marketplace.kernel.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db

ANI = Actor(id=1, name="Ani", display_role="pptk", address="10.0.0.1", request_id="r-1")
NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Jakarta"))


@dataclass(frozen=True)
class DoorOpened(outbox.Event):
    door: str
    at: datetime


def tell(door: str) -> None:
    audit_log.record("test.door.opened", ("test.door", door), actor=ANI, at=NOON, after={"door": door, "none": None})
    outbox.publish(DoorOpened(door=door, at=NOON))


def test_entries_and_events_of_one_act_are_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1), telling.gathered():
        tell("depan")
        with telling.gathered():
            tell("samping")

    assert set(AuditEntry.objects.values_list("subject_id", flat=True)) == {"depan", "samping"}
    assert LogQueue.objects.filter(kind="audit").count() == 2
    assert [message.payload["door"] for message in OutboxMessage.objects.order_by("id")] == ["depan", "samping"]


def test_a_gathered_entry_is_stored_as_it_was_hashed():
    with telling.gathered():
        tell("depan")

    entry = AuditEntry.objects.get()
    assert entry.at == NOON and entry.before is None and entry.after == {"door": "depan", "none": None}
    assert leaf_of_entry(entry) == bytes(entry.leaf)


def test_a_refusal_inside_tells_nothing():
    with pytest.raises(ValueError, match="refused"), telling.gathered():
        tell("depan")
        raise ValueError("refused")

    assert not AuditEntry.objects.exists() and not OutboxMessage.objects.exists()

    tell("belakang")
    assert AuditEntry.objects.get().subject_id == "belakang"


def test_functions_called_by_the_act_go_with_what_it_tells(django_assert_num_queries):
    drawn = []

    with django_assert_num_queries(1), telling.gathered():
        telling.call("number_draw", [7, "SP", 2026], then=drawn.append)
        tell("depan")
        telling.call("number_draw", [7, "SP", 2026], then=drawn.append)
        assert drawn == []

    assert drawn == [1, 2] and AuditEntry.objects.get().subject_id == "depan"


def test_a_function_called_outside_answers_at_once():
    drawn = []

    telling.call("number_draw", [7, "SP", 2026], then=drawn.append)

    assert drawn == [1]


def test_a_refusal_inside_calls_nothing():
    with pytest.raises(ValueError, match="refused"), telling.gathered():
        telling.call("number_draw", [7, "SP", 2026])
        raise ValueError("refused")

    assert not NumberSeries.objects.exists()
