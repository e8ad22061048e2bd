"""What everybody was told: the worker's deliveries are brought to their end, and what is days old has been read."""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import timedelta

from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.demo.world import World
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.kernel.outbox.worker import MOST_ATTEMPTS, deliver, subscriptions
from marketplace.notices import handlers as handlers_of_notices
from marketplace.notices.models import Notice
from marketplace.notices.services import mark_read

#: Nobody has more unread than the newest few of the last days.
UNREAD, UNREAD_DAYS = 6, 3
PATIENCE_SECONDS = 60


def seed_notices(world: World) -> dict[str, int]:
    """Done again, it finds nothing to read: what the player was told since is newer."""
    _deliver_the_rest()
    told: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.filter(read_at=None, created_at__lte=world.now).order_by("-created_at", "-id"):
        told[notice.user_id].append(notice)
    people = User.objects.in_bulk(told)
    read = 0
    for user_id, notices in sorted(told.items()):
        since = world.now - timedelta(days=UNREAD_DAYS)
        old = [one.pk for place, one in enumerate(notices) if place >= UNREAD or one.created_at < since]
        if old:
            read += mark_read(notice_ids=old, actor=actor_for(people[user_id], at=world.now), at=world.now)
    return {"notices": Notice.objects.count(), "read": read}


def _deliver_the_rest() -> None:
    """What tells somebody; papers to draw stay the worker's. A message that keeps failing is left to its next try."""
    telling = [
        event.name
        for event, handlers in subscriptions().items()
        if any(one.__module__ == handlers_of_notices.__name__ for one in handlers)
    ]
    waiting = OutboxMessage.objects.filter(delivered_at=None, attempts__lt=MOST_ATTEMPTS, event__in=telling)
    patience = time.monotonic() + PATIENCE_SECONDS
    while (ids := list(waiting.order_by("id").values_list("id", flat=True))) and time.monotonic() < patience:
        if not sum(deliver(one) for one in ids):  # a worker has them
            time.sleep(0.5)
