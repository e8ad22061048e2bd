"""What the tests of a file begin with, made once: a world of `Scene`, goods on the shelves, a firm that has applied.

    scene_at_first = made_once(Scene)

    @pytest.fixture
    def scene(scene_at_first, db) -> Scene:
        return scene_at_first.copy()

It is made in a transaction around the tests of the file. Each of them works on a copy, in a savepoint of its own, and
what it does is taken back before the next. Tests that do not ask for it come before it is made (`sort_by_beginning`),
so that none leans on rows that it did not ask for.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, Generic, TypeVar

import pytest
from django.db import connection, transaction

T = TypeVar("T")
OPEN: list[Beginning[Any]] = []
"""Those that stand now, each in the transaction of the one before it."""


class Beginning(Generic[T]):
    """What was made, and the transaction that takes it away."""

    def __init__(self, make: Callable[[], T]) -> None:
        assert len(connection.atomic_blocks) == len(OPEN), "A test asks for it when its own transaction has begun."
        self._transaction = transaction.atomic()
        self._transaction._from_testcase = True  # type: ignore[attr-defined]  # what must be outermost may be in it
        self._transaction.__enter__()
        OPEN.append(self)
        try:
            self._made = make()
            connection.check_constraints()  # the deferred ones too: once here, and not in each test
        except BaseException:
            self.end()
            raise

    def copy(self) -> T:
        judge_in_time()
        return copy.deepcopy(self._made)

    def end(self) -> None:
        assert OPEN.pop() is self
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)


def judge_in_time() -> None:
    """Each constraint at its own moment again: no savepoint takes back what a test before said about that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(conname, ', ') FROM pg_constraint WHERE condeferrable AND NOT condeferred")
        at_once = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        if at_once:
            cursor.execute(f"SET CONSTRAINTS {at_once} IMMEDIATE")


def made_once(make: Callable[[], Any], *, scope: str = "module") -> Any:
    """A fixture for all tests of a file: the `Beginning` of what `make` makes. Name it `..._at_first`."""

    @pytest.fixture(scope=scope)
    def at_first(django_db_setup: None, django_db_blocker: Any) -> Iterator[Beginning[Any]]:
        with django_db_blocker.unblock():
            beginning = Beginning(make)
        yield beginning
        with django_db_blocker.unblock():
            beginning.end()

    return at_first


def sort_by_beginning(items: list[pytest.Item]) -> None:
    """In each file, those tests first that begin with less."""

    def beginnings(item: pytest.Item) -> int:
        return sum(name.endswith("_at_first") for name in getattr(item, "fixturenames", ()))

    files = groupby(list(items), key=lambda item: item.path)
    items[:] = [item for _path, found in files for item in sorted(found, key=beginnings)]
