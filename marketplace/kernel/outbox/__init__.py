"""Announce what happened: stored in the same transaction, delivered at least once by a worker afterwards.

@dataclass(frozen=True)
class OrderSubmitted(Event):
    order_id: UUID
    at: datetime

outbox.publish(OrderSubmitted(order_id=order.id, at=at))
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from marketplace.kernel.telling import told

EVENTS: dict[str, type[Event]] = {}


class Event:
    """A fact in the past tense: a frozen dataclass of plain values. Its name is stable: `orders.OrderSubmitted`."""

    name: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        package = cls.__module__.removesuffix(".events")
        cls.name = f"{package}.{cls.__name__}"
        EVENTS[cls.name] = cls


def publish(event: Event) -> None:
    """Store `event` with the caller's change. Nothing leaves the database before the commit."""
    with told() as one:
        one.messages.append({"event": event.name, "payload": pack(event)})
    wake = _wake()
    if wake and not any(registered is wake for _, registered, *_ in connection.run_on_commit):
        transaction.on_commit(wake, robust=True)


@cache
def _wake() -> Callable[[], None] | None:
    """What asks a worker to deliver now, once per commit. It neither raises nor waits; the sweeper stands behind it."""
    return import_string(settings.OUTBOX_WAKE) if settings.OUTBOX_WAKE else None


def pack(event: Event) -> dict[str, Any]:
    return {one.name: _plain(getattr(event, one.name)) for one in dataclasses.fields(event)}  # type: ignore[arg-type]


def unpack(name: str, payload: dict[str, Any]) -> Event:
    """The event again. Raises KeyError for an event that no code knows."""
    kind = EVENTS[name]
    hints = _hints(name)
    return kind(**{key: _typed(value, hints[key]) for key, value in payload.items() if key in hints})


@cache
def _hints(name: str) -> dict[str, Any]:
    return {key: value for key, value in typing.get_type_hints(EVENTS[name]).items() if key != "name"}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value


def _typed(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        hint = next(one for one in typing.get_args(hint) if one is not type(None))
        origin = typing.get_origin(hint)
    if origin in (list, tuple):
        inner = typing.get_args(hint)[0]
        return origin(_typed(one, inner) for one in value)
    if hint is UUID:
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    return value
