"""Servers of their own for tests that start and kill them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.embedded import children
from marketplace.embedded.postgres import UNSAFE_BUT_FAST, PostgresServer
from marketplace.embedded.state import CHECKOUT


def eventually(question: Callable[[], object], *, within_seconds: float = 15.0) -> bool:
    """Ask again until the answer is yes or the time is over."""
    until = time.monotonic() + within_seconds
    while not question():
        if time.monotonic() > until:
            return False
        pause()
    return True


def pause() -> None:
    """Let other processes work for a moment."""
    signal.sigtimedwait([], 0.05)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PostgresServer]:
    """A stopped server on an empty folder."""
    made = PostgresServer(tmp_path / "database", settings=UNSAFE_BUT_FAST)
    yield made
    made.stop()


@pytest.fixture
def in_another_process(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Run Python code in a process that can be killed; it prints "ready" when it has done its work."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            cwd=CHECKOUT,
            env={**os.environ, "DASARAN_STATE": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        said = process.stdout.readline().strip()
        assert said == "ready", said + process.stdout.read()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def working_in(folder: Path) -> list[int]:
    return [pid for pid in children.all_pids() if children.works_in(pid, folder) and children.is_running(pid)]
