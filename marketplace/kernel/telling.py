"""What a use case tells the log and the world, and the functions of the database it calls at its end: gathered, and
sent as one statement however much it is.

with telling.gathered():
    audit_log.record("orders.order.submitted", order, actor=actor, at=at)
    outbox.publish(OrderSubmitted(order_id=order.id, at=at))
    telling.call("budget_move", [...])

Rows that many wait for, a number series or a budget line, are then locked for that statement and the commit, and for no
round trip between. Without `gathered` each is a statement of its own. Either way it is the caller's transaction: a
refusal inside tells nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from marketplace.kernel.errors import database_says_no

Answered = Callable[[Any], None]


@dataclass(frozen=True)
class Call:
    """A function of the database with its values, and what to do with its answer, which comes as plain JSON."""

    function: str
    values: Sequence[Any]
    then: Answered | None = None

    @property
    def sql(self) -> str:
        called = f"{self.function}({', '.join(['%s'] * len(self.values))})"
        return f"to_jsonb({called})" if self.then else called


@dataclass
class Told:
    """Rows of the audit log and of the outbox, as the function `log_tell` takes them, and the calls after it."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def write(self) -> None:
        """PostgreSQL works a list without a FROM off from left to right: the log, which locks nothing, comes first."""
        calls = [*self._log(), *self.calls]
        if not calls:
            return
        with database_says_no(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(one.sql for one in calls)}", [value for one in calls for value in one.values]
            )
            answers = cursor.fetchone()
        for one, answer in zip(calls, answers, strict=True):
            if one.then:
                one.then(json.loads(answer))

    def _log(self) -> list[Call]:
        if not (self.entries or self.messages):
            return []
        return [Call("log_tell", [json.dumps(self.entries), json.dumps(self.messages)])]


_gathering: ContextVar[Told | None] = ContextVar("gathering", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Write at the end what is told and called inside; inside another one, that one writes.

    Not around a refusal that is caught: what was told before it would be written.
    Raises  what the called functions refuse.
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


def call(function: str, values: Sequence[Any], then: Answered | None = None) -> None:
    """Call a function of the database with what is being gathered, after the calls before it, or at once.

    Shape   then: given the answer, once there is one.
    """
    with told() as one:
        one.calls.append(Call(function, values, then))


#: Stands in canonical JSON for what only the database knows yet. No stored text holds a zero, so nothing written by
#: people can be taken for it; functions put the value there: replace(content, '"\u0000number"', to_json(number)::text).
def blank(name: str) -> str:
    return f"\0{name}"
