"""Delivers stored messages to the handlers that `marketplace/subscriptions.py` names.

At least once: a handler runs in one transaction with its delivery row, so an effect in our database happens once. A
handler that talks to the outside marks itself with `talks_outside`; it runs without a transaction around it, may run
again, and must itself be safe to repeat.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from marketplace.kernel.errors import Refusal
from marketplace.kernel.outbox import Event, unpack
from marketplace.kernel.outbox.models import OutboxDelivery, OutboxMessage

log = structlog.get_logger(__name__)
Handler = Callable[[Any], None]
MOST_ATTEMPTS = 20


def talks_outside(handler: Handler) -> Handler:
    handler.talks_outside = True  # type: ignore[attr-defined]
    return handler


def subscriptions() -> dict[type[Event], list[Handler]]:
    return import_string(settings.SUBSCRIPTIONS)


def name_of(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def deliver_due(*, limit: int = 200) -> int:
    """Deliver messages that are due, oldest first. Returns how many were finished."""
    finished = 0
    ids = OutboxMessage.objects.filter(
        delivered_at__isnull=True, attempts__lt=MOST_ATTEMPTS, next_try_at__lte=timezone.now()
    ).order_by("id")[:limit]
    for message_id in list(ids.values_list("id", flat=True)):
        finished += deliver(message_id)
    return finished


def deliver(message_id: int) -> bool:
    """Give one message to each handler that has not had it. A failing handler does not hold back the others."""
    if not _claim(message_id):
        return False
    message = OutboxMessage.objects.get(id=message_id)
    done = set(message.deliveries.values_list("handler", flat=True))
    event = unpack(message.event, message.payload)
    failures = []
    for handler in subscriptions().get(type(event), []):
        if name_of(handler) in done:
            continue
        try:
            _run(handler, event, message)
        except Exception as error:  # a defect in one handler must not stop the queue; it is logged and tried again
            failures.append(f"{name_of(handler)}: {error!r}")
            log.warning("outbox.handler_failed", handler=name_of(handler), message=message_id, error=repr(error),
                        exc_info=not isinstance(error, Refusal))  # fmt: skip
    changes: dict[str, Any] = {"last_error": "\n".join(failures)}
    if not failures:
        changes["delivered_at"] = timezone.now()
    OutboxMessage.objects.filter(id=message_id).update(**changes)
    return not failures


def _claim(message_id: int) -> bool:
    """Take the message for the next minutes; another worker then leaves it alone. Grows with each failed attempt."""
    wait = timedelta(seconds=15)
    return bool(
        OutboxMessage.objects.filter(id=message_id, delivered_at__isnull=True, next_try_at__lte=timezone.now()).update(
            attempts=F("attempts") + 1, next_try_at=timezone.now() + wait + F("attempts") * wait
        )
    )


def _run(handler: Handler, event: Event, message: OutboxMessage) -> None:
    if getattr(handler, "talks_outside", False):
        handler(event)
        OutboxDelivery.objects.get_or_create(message=message, handler=name_of(handler))
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_outboxdelivery (message_id, handler) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [message.id, name_of(handler)],
            )
            if cursor.rowcount == 0:
                return
        handler(event)
