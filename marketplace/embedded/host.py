"""The embedded database between commands: up while any command of this state folder uses it.

    python -m marketplace.embedded.host          started by `manage.py`, never by hand

Whoever uses the database holds `run/database.users` shared, and the kernel lets go of it however that process
ends. So the host needs no list of users: when it can have the file alone, nobody is left.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time

from marketplace.embedded.postgres import PostgresServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import CHECKOUT, Busy, Lock, StateFolder

UNUSED_SECONDS = 1.0
LOOK_EVERY_SECONDS = 0.25


def users_lock(state: StateFolder) -> Lock:
    return Lock(state.locks / "database.users")


def database_of(state: StateFolder) -> PostgresServer:
    return PostgresServer(state.database, sockets=state.locks, log=state.log / "database.log")


class Guest:
    """A command that uses the embedded database: joins the one that runs, or has a host started."""

    def __init__(self, state: StateFolder) -> None:
        self.state = state
        self.server = database_of(state)
        self.users = users_lock(state)
        self.host: subprocess.Popen[str] | None = None

    def join(self, *, wait_seconds: float = 90.0) -> PostgresServer:
        """Return when the database answers. Raises Problem."""
        until = time.monotonic() + wait_seconds
        try:
            self.users.acquire(shared=True, wait_seconds=wait_seconds)
            while not self.server.is_ready():
                self._have_it_started()
                if time.monotonic() > until:
                    raise Problem(f"The database of {self.server.data} does not answer: see {self.server.log}.")
                time.sleep(0.03)
        except Busy as busy:
            raise Problem(f"The database of {self.server.data} is being stopped and does not end: try again.") from busy
        return self.server

    def _have_it_started(self) -> None:
        if self.host is not None and self.host.poll() is not None:
            words = self.host.communicate()[1].strip() if self.host.returncode else ""
            self.host = None
            if words:
                raise Problem(words.splitlines()[-1])
        if self.host is None and not self.server.lock.is_held():
            self.host = subprocess.Popen(
                [sys.executable, "-m", "marketplace.embedded.host", str(self.state.path)],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )

    def leave(self) -> None:
        """At the end of the command: if nobody else uses it, see the database we had started to its end."""
        self.users.release()
        if self.host is None:
            return
        with contextlib.suppress(Busy):
            self.users.acquire_quietly()
            self.host.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.host.wait(30.0)
            self.users.release()


def main(arguments: list[str]) -> int:
    """Start the server, wait until nobody uses it, stop it."""
    from pathlib import Path

    state = StateFolder(Path(arguments[0]))
    server, users = database_of(state), users_lock(state)
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked_to_stop.append(received))
    try:
        server.start()
    except Busy:  # another host, or the demo, was first
        return 0
    except Problem as problem:
        print(problem, file=sys.stderr)
        return problem.exit_code
    try:
        wait_until_unused(users, asked_to_stop, server)
    finally:
        server.stop()
        users.release()
    return 0


def wait_until_unused(users: Lock, asked_to_stop: list[int], server: PostgresServer) -> None:
    """Return holding `users` alone (newcomers then wait for our end), or when we are told to stop."""
    unused_since: float | None = None
    while not asked_to_stop and server.process is not None and server.process.poll() is None:
        try:
            users.acquire_quietly()
        except Busy:
            unused_since = None
        else:
            unused_since = unused_since or time.monotonic()
            if time.monotonic() - unused_since >= UNUSED_SECONDS:
                return
            users.release()
        time.sleep(LOOK_EVERY_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
