"""Runs the table of processes in the foreground: starts in order, watches, restarts, stops in reverse order."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from marketplace.embedded import children, keeper
from marketplace.embedded.problems import REFUSALS, JobFailed, Problem

LOG_LIMIT_BYTES = 8 * 1024 * 1024
BACKOFF_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
STEADY_SECONDS = 60.0
"""A process that ran this long has recovered: its next fall is counted as the first."""
TRIES = 4
"""What was killed, or lost what it needs, is begun so often before we give up."""


class Stopped(Exception):
    """A signal asked us to stop."""


@dataclass
class Child:
    """One process of the table and how it fares."""

    name: str
    command: Callable[[], Sequence[str]]
    environment: dict[str, str]
    is_ready: Callable[[], bool]
    log: Path
    grace_seconds: float = 4.0
    pass_fds: tuple[int, ...] = ()
    spawn: Callable[[], subprocess.Popen[bytes]] | None = None
    stop_signal: int = signal.SIGTERM
    silent: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    ready: bool = False
    falls: int = 0
    ended_by_itself: bool = False
    start_again_at: float | None = None
    log_offset: int = 0
    is_job: bool = False

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None


@dataclass
class Job:
    """A command that ends by itself, and who wants to hear its lines."""

    child: Child
    on_output: Callable[[str], None] = lambda _line: None
    then: Callable[[], None] = lambda: None
    tail: Tail | None = None

    def has_ended(self) -> bool:
        assert self.child.process is not None and self.tail is not None
        ended = self.child.process.poll() is not None
        for line in self.tail.lines(to_the_end=ended):
            self.on_output(line)
        return ended

    def finish(self) -> None:
        """Raises JobFailed with the command's last words."""
        assert self.child.process is not None
        if code := self.child.process.returncode:
            words = last_line(self.child.log, self.child.log_offset)
            if "no space left" in words.lower():
                words = "the disk is full: free some space and start again"
            if code in REFUSALS:
                raise JobFailed(words.rpartition("CommandError: ")[2], code=code)
            how = how_it_ended(code) if code < 0 else words or how_it_ended(code)
            raise JobFailed(f"{self.child.name} did not finish ({how}); see {self.child.log}.", code=code)
        self.then()


class Supervisor:
    """Children by name, in the order they were started. Everything happens in the main thread.

    (The kernel's parent-death signal follows the thread that forked.)
    """

    def __init__(self, *, folder: Path, say: Callable[[str, str], None]) -> None:
        self.folder = folder
        self.say = say
        self.running: dict[str, Child] = {}
        self.falls = 0
        self._asked_to_stop = 0
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        keeper.adopt_orphans()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)

    def _on_stop(self, _number: int, _frame: object) -> None:
        self._asked_to_stop += 1
        if self._asked_to_stop >= 3:
            os._exit(130)  # the keeper ends the rest

    # starting

    def start(self, child: Child) -> Child:
        """Start a process and keep it running from now on."""
        self.running[child.name] = child
        self._spawn(child)
        return child

    def _spawn(self, child: Child) -> None:
        child.started_at = time.monotonic()
        child.ready = False
        child.start_again_at = None
        trim(child.log)
        child.log_offset = size_of(child.log)
        try:
            child.process = child.spawn() if child.spawn else self._popen(child)
        except (OSError, Problem) as error:
            child.process = None
            child.ended_by_itself = True
            self._plan_restart(child, f"did not start: {error}")

    def _popen(self, child: Child) -> subprocess.Popen[bytes]:
        with child.log.open("ab") as log:
            return subprocess.Popen(
                child.command(),
                cwd=self.folder,
                env=child.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=child.pass_fds,
                start_new_session=True,
                preexec_fn=children.child_setup(death_signal=signal.SIGTERM),
            )

    def run_jobs(self, jobs: Sequence[Job]) -> None:
        """Run commands that end by themselves, side by side, and keep watching the others meanwhile.

        Raises Problem for the first that fails; the rest are stopped.
        """
        for job in jobs:
            trim(job.child.log)
            job.tail = Tail(job.child.log, size_of(job.child.log))
            job.child.log_offset = job.tail.offset
            job.child.process = self._popen(job.child)
            self.running[job.child.name] = job.child
        waiting = list(jobs)
        try:
            while waiting:
                self.tick()
                for job in list(waiting):
                    if job.has_ended():
                        waiting.remove(job)
                        self.running.pop(job.child.name, None)
                        job.finish()
        finally:
            self._end([job.child for job in waiting])
            for job in waiting:
                self.running.pop(job.child.name, None)

    def run_patiently(
        self, name: str, make_jobs: Callable[[], Sequence[Job]], *, give_up: Callable[[], object] = lambda: False
    ) -> None:
        """As run_jobs, but a job that was killed, or lost a process that it needs, is begun again.

        `make_jobs` says what is still missing. Raises JobFailed.
        """
        for tries_left in reversed(range(TRIES)):
            falls_before = self.falls
            try:
                self.run_jobs(make_jobs())
                return
            except JobFailed as failed:
                may_pass = failed.may_pass or self._has_fallen_since(falls_before)
                if not (tries_left and may_pass) or give_up():
                    raise
                self.say(name, f"{failed} Going on where it ended.")
                if not self.wait_for_all():
                    raise

    # watching

    def _has_fallen_since(self, falls_before: int) -> bool:
        """Whether another process fell with the job: its end may be told a moment later than the job's."""
        until = time.monotonic() + 1.0
        while self.falls == falls_before and time.monotonic() < until:
            self.tick(0.05)
        return self.falls > falls_before

    def wait_until_ready(self, child: Child, *, timeout_seconds: float = 120.0) -> None:
        """Raises Problem when it ends by itself before it was ever ready; killed, it is started again."""
        until = time.monotonic() + timeout_seconds
        while not child.ready:
            self.tick(0.05)
            if child.falls and (child.ended_by_itself or child.falls >= TRIES):
                raise Problem(
                    f"{child.name} does not start: {last_line(child.log, child.log_offset)} (see {child.log})"
                )
            if time.monotonic() > until:
                raise Problem(f"{child.name} is not ready after {timeout_seconds:.0f} seconds: see {child.log}.")

    def wait_for_all(self, *, timeout_seconds: float = 60.0) -> bool:
        """True once everything that runs is ready, false when the time is over. What falls is started again."""
        until = time.monotonic() + timeout_seconds
        self.tick()
        while not all(child.ready for child in self.running.values()):
            if time.monotonic() > until:
                return False
            self.tick()
        return True

    def tick(self, seconds: float = 0.2) -> None:
        """Look after everything once. Raises Stopped when a signal asked for it."""
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        if self._asked_to_stop:
            raise Stopped
        for child in list(self.running.values()):
            self._look_after(child)
        keeper.reap([pid for pid in keeper.own_children() if pid not in self._own_pids()])
        self._sleep(seconds)

    def _sleep(self, seconds: float) -> None:
        with contextlib.suppress(InterruptedError):
            select.select([self._wake_read], [], [], seconds)

    def _own_pids(self) -> set[int]:
        return {child.process.pid for child in self.running.values() if child.process is not None}

    def _look_after(self, child: Child) -> None:
        if child.start_again_at is not None:
            if time.monotonic() >= child.start_again_at:
                self._spawn(child)
            return
        if child.process is None:
            return
        code = child.process.poll()
        if child.is_job:
            return
        if code is not None:
            self._kill_orphans_of(child)
            child.ended_by_itself = code >= 0
            words = last_line(child.log, child.log_offset) if code > 0 else ""
            self._plan_restart(child, f"{how_it_ended(code)}{': ' + words if words else ''}")
        elif not child.ready and child.is_ready():
            child.ready = True
            if not child.silent:
                self.say(child.name, f"ready after {time.monotonic() - child.started_at:.1f} s")

    def _plan_restart(self, child: Child, why: str) -> None:
        if time.monotonic() - child.started_at > STEADY_SECONDS:
            child.falls = 0
        pause = BACKOFF_SECONDS[min(child.falls, len(BACKOFF_SECONDS) - 1)]
        child.falls += 1
        self.falls += 1
        child.process = None
        child.ready = False
        child.start_again_at = time.monotonic() + pause
        self.say(child.name, f"{why[:300]}; starting it again in {pause:g} s (see {child.log})")

    def _kill_orphans_of(self, child: Child) -> None:
        """What a killed process started itself must not work beside its successor. The database looks for itself."""
        if child.process is not None and child.spawn is None:
            children.signal_group(child.process.pid, signal.SIGKILL)

    # stopping

    def stop_one(self, name: str) -> None:
        child = self.running.pop(name, None)
        if child is not None:
            self._end([child])

    def stop_all(self) -> None:
        """In reverse order of the start: first what uses, then what is used (database last, broker before it)."""
        waves: list[list[Child]] = [[], [], []]
        for child in reversed(list(self.running.values())):
            waves[{"database": 2, "broker": 1}.get(child.name, 0)].append(child)
        self.running.clear()
        for wave in waves:
            self._end(wave)
        keeper.end_what_is_left(0.5)  # what children had started in sessions of their own is ours by now

    def _end(self, wave: list[Child]) -> None:
        alive = [child for child in wave if child.process is not None and child.process.poll() is None]
        for child in alive:
            assert child.process is not None
            child.process.send_signal(child.stop_signal)
        began = time.monotonic()
        while alive:
            for child in list(alive):
                assert child.process is not None
                if child.process.poll() is not None:
                    alive.remove(child)
                elif time.monotonic() - began > child.grace_seconds:
                    kill_harder(child.process, gently=child.name == "database")
                    alive.remove(child)
            time.sleep(0.02)
        for child in wave:
            self._kill_orphans_of(child)


# --- logs ----------------------------------------------------------------------------------------


class Tail:
    """New lines of a growing file; a carriage return ends a line too (progress bars)."""

    def __init__(self, path: Path, offset: int) -> None:
        self.path, self.offset, self._rest = path, offset, b""

    def lines(self, *, to_the_end: bool = False) -> list[str]:
        try:
            with self.path.open("rb") as source:
                source.seek(self.offset)
                fresh = source.read()
        except FileNotFoundError:
            return []
        self.offset += len(fresh)
        *whole, self._rest = (self._rest + fresh).replace(b"\r", b"\n").split(b"\n")
        if to_the_end and self._rest:
            whole, self._rest = [*whole, self._rest], b""
        return [line.decode(errors="replace") for line in whole if line.strip()]


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def trim(log: Path) -> None:
    """Keep one older file when a log has grown large."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))


def last_line(log: Path, offset: int = 0) -> str:
    """The last line with words that was written since `offset`."""
    lines = Tail(log, offset).lines(to_the_end=True)
    return lines[-1].strip()[:300] if lines else ""


def kill_harder(process: subprocess.Popen[bytes], *, gently: bool) -> None:
    """End what did not stop when asked; the database first by its own immediate shutdown."""
    if gently:
        process.send_signal(signal.SIGQUIT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(2.0)
            return
    process.kill()
    process.wait()


def how_it_ended(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def print_line(name: str, text: str) -> None:
    """One short line on the terminal; a terminal that is gone is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print(f"{time.strftime('%H:%M:%S')}  {name:<10} {text}", flush=True, file=sys.stdout)
