from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from marketplace.kernel import outbox
from marketplace.kernel.outbox import Event, worker
from marketplace.kernel.outbox.models import OutboxDelivery, OutboxMessage

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class ThingHappened(Event):
    thing_id: UUID
    at: datetime
    day: date | None = None
    parts: tuple[UUID, ...] = ()


EVENT = ThingHappened(uuid4(), datetime(2026, 11, 22, 3, tzinfo=UTC), date(2026, 11, 22), (uuid4(),))


@pytest.fixture
def heard(monkeypatch):
    seen = []

    def listens(event):
        seen.append(event)

    monkeypatch.setattr(worker, "subscriptions", lambda: {ThingHappened: [listens]})
    return seen


def test_an_event_comes_back_as_it_went(heard):
    outbox.publish(EVENT)

    assert worker.deliver_due() == 1
    assert heard == [EVENT]


def test_what_is_rolled_back_is_not_announced(heard):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.publish(EVENT)
        raise RuntimeError

    assert worker.deliver_due() == 0 and heard == []


def test_a_delivered_message_is_not_delivered_again(heard):
    outbox.publish(EVENT)
    worker.deliver_due()
    OutboxMessage.objects.update(delivered_at=None, next_try_at=timezone.now())

    worker.deliver_due()

    assert heard == [EVENT]


def test_a_failing_handler_waits_its_turn_and_does_not_hold_back_the_others(heard, monkeypatch):
    def fails(event):
        raise RuntimeError("mail is away")

    others = worker.subscriptions()[ThingHappened]
    monkeypatch.setattr(worker, "subscriptions", lambda: {ThingHappened: [fails, *others]})
    outbox.publish(EVENT)

    assert worker.deliver_due() == 0

    message = OutboxMessage.objects.get()
    assert heard == [EVENT] and message.delivered_at is None and "mail is away" in message.last_error
    assert message.next_try_at > timezone.now() and OutboxDelivery.objects.count() == 1
