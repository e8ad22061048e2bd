"""Where the time of a use case goes: statements and milliseconds of each of its steps, measured from outside."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.db import connection


@dataclass
class Beat:
    label: str
    statements: int = 0
    in_database_ms: float = 0.0
    total_ms: float = 0.0

    @property
    def in_python_ms(self) -> float:
        return self.total_ms - self.in_database_ms


class Beats:
    """`module`: where the use case stands; `steps`: function in it -> what it is called; `rest`: what lies between."""

    def __init__(self, module: str, steps: Mapping[str, str], *, rest: str) -> None:
        self.module = importlib.import_module(module)
        self.rest = Beat(rest)
        self.commit = Beat("commit")
        self.steps = {name: Beat(label) for name, label in steps.items()}
        self._now: Beat = self.rest

    @contextmanager
    def watching(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name, beat in self.steps.items():
                stack.enter_context(patch.object(self.module, name, self._watched(getattr(self.module, name), beat)))
            commit = self._watched(connection._commit, self.commit)
            stack.enter_context(patch.object(connection, "_commit", commit))
            stack.enter_context(connection.execute_wrapper(self._statement))
            yield

    def measure(self, work: Callable[[], Any]) -> None:
        """One whole call of the use case; what no step took belongs to the rest."""
        began, before = time.perf_counter(), sum(beat.total_ms for beat in self._inside())
        work()
        inside = sum(beat.total_ms for beat in self._inside()) - before
        self.rest.total_ms += (time.perf_counter() - began) * 1000 - inside

    def all(self) -> list[Beat]:
        return [self.rest, *self._inside()]

    def _inside(self) -> list[Beat]:
        return [*self.steps.values(), self.commit]

    def _watched(self, function: Callable[..., Any], beat: Beat) -> Callable[..., Any]:
        def watched(*args: Any, **kwargs: Any) -> Any:
            before, self._now = self._now, beat
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                taken = (time.perf_counter() - began) * 1000
                beat.total_ms += taken
                if beat is self.commit:
                    beat.statements += 1
                    beat.in_database_ms += taken
                self._now = before

        return watched

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self._now.statements += 1
            self._now.in_database_ms += (time.perf_counter() - began) * 1000
