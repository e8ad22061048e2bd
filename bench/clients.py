"""Clients that work at the same time, each a process with its own connection: as a site's web workers are.

Threads would share one interpreter lock and measure that instead.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from django.db import connections

PATIENCE_SECONDS = 120

Work = Callable[[Any], None]


@dataclass(frozen=True)
class Round:
    """One go of all clients: from the first start to the last end."""

    done: int
    seconds: float
    milliseconds: list[float]

    @property
    def per_second(self) -> float:
        return self.done / self.seconds


class Clients:
    """Forked once; `run` hands each its list of jobs for one kind of work and waits for all."""

    def __init__(self, number: int, kinds: dict[str, Callable[[], Work]]) -> None:
        """`kinds`: name -> what makes, in the client's own process, the function that does one job."""
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        self._ends: list[Connection] = []
        self._processes = []
        self._together = fork.Barrier(number)
        for _ in range(number):
            ours, theirs = fork.Pipe()
            process = fork.Process(target=_serve, args=(theirs, self._together, kinds), daemon=True)
            process.start()
            theirs.close()
            self._ends.append(ours)
            self._processes.append(process)

    def run(self, kind: str, jobs: Sequence[Any]) -> Round:
        """Deal the jobs out evenly, start together, and measure. Raises what a client raised."""
        hands = [list(jobs[place :: len(self._ends)]) for place in range(len(self._ends))]
        for end, hand in zip(self._ends, hands, strict=True):
            end.send((kind, hand))
        answers = [end.recv() for end in self._ends]
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
        began, ended = min(answer[0] for answer in answers), max(answer[1] for answer in answers)
        return Round(len(jobs), ended - began, [one for answer in answers for one in answer[2]])

    def close(self) -> None:
        for end in self._ends:
            end.send(None)  # closing alone says nothing: each client was forked with the ends of those before it
            end.close()
        for process in self._processes:
            process.join(10)

    def __enter__(self) -> Clients:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _serve(end: Connection, together: Any, kinds: dict[str, Callable[[], Work]]) -> None:
    ready: dict[str, Work] = {}
    while (asked := end.recv()) is not None:
        kind, jobs = asked
        try:
            if kind not in ready:
                ready[kind] = kinds[kind]()
            together.wait(PATIENCE_SECONDS)
            end.send(_timed(ready[kind], jobs))
        except Exception as error:  # noqa: BLE001  told to the parent, which raises it
            together.abort()
            end.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _timed(work: Work, jobs: Sequence[Any]) -> tuple[float, float, list[float]]:
    taken = []
    began = last = time.monotonic()
    for job in jobs:
        work(job)
        now = time.monotonic()
        taken.append((now - last) * 1000)
        last = now
    return began, last, taken
