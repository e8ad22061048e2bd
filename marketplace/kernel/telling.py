"""What a use case tells the log and the world, gathered and written in one statement however much it is.

with telling.gathered():
    audit_log.record("orders.order.submitted", order, actor=actor, at=at)
    outbox.publish(OrderSubmitted(order_id=order.id, at=at))

Without it each is a statement of its own. Either way it is the caller's transaction: a refusal inside tells nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Told:
    """Rows of the audit log and of the outbox, as the function `log_tell` takes them."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def write(self) -> None:
        if self.entries or self.messages:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT log_tell(%s::jsonb, %s::jsonb)",
                    [json.dumps(self.entries, default=str), json.dumps(self.messages)],
                )


_gathering: ContextVar[Told | None] = ContextVar("gathering", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Write at the end what is told inside; inside another one, that one writes.

    Not around a refusal that is caught: what was told before it would be written.
    """
    if _gathering.get() is not None:
        yield
        return
    told = Told()
    token = _gathering.set(told)
    try:
        yield
    finally:
        _gathering.reset(token)
    told.write()


@contextmanager
def told() -> Iterator[Told]:
    """Where to put one row: with what is being gathered, or alone and written at once."""
    one = _gathering.get()
    if one is not None:
        yield one
        return
    one = Told()
    yield one
    one.write()
