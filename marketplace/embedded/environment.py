"""What a command needs in its environment before Django reads its settings.

With no DATABASE_URL a command joins the embedded database of its state folder when one runs, and otherwise
starts one for its own life. The other addresses and keys of a local site are filled in the same way; what the
environment already names is never changed.
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from marketplace.embedded.postgres import PostgresServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import Busy, Lock, StateFolder
from marketplace.embedded.valkey import BrokerServer

DATABASE_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SEQUENCER_URL")
NEEDS_NO_DATABASE = {
    "", "help", "--help", "-h", "version", "--version", "makemessages", "compilemessages", "collectstatic", "findstatic",
    "check_translations", "diffsettings",
}  # fmt: skip


def database_of(state: StateFolder, *, settings: Mapping[str, str] | None = None) -> PostgresServer:
    return PostgresServer(state.database, sockets=state.locks, log=state.log / "database.log", settings=settings)


def local_keys(state: StateFolder) -> dict[str, str]:
    """Keys and addresses of a site on one's own machine."""
    return {"DASARAN_STATE": str(state.path), **state.secrets()}


def prepare_command(arguments: Sequence[str]) -> None:
    """Fill in the environment for `manage.py <arguments>`. Raises Problem with one clear sentence."""
    command = arguments[0] if arguments else ""
    if not os.environ.get("DATABASE_URL") and command not in NEEDS_NO_DATABASE:
        state = StateFolder.from_environment().make()
        server = database_of(state)
        join_or_start(server, users=Lock(state.locks / "database.users"))
        os.environ.update(server.addresses())
        for name, value in local_keys(state).items():
            os.environ.setdefault(name, value)
        os.environ.setdefault("BROKER_URL", BrokerServer(state.broker, sockets=server.sockets).address)


def join_or_start(server: PostgresServer, *, users: Lock, wait_seconds: float = 60.0) -> None:
    """Use the running server of this folder, or start it until this process ends.

    Whoever joins holds `users` shared, so that the starter does not take the server away under its feet.
    """
    until = time.monotonic() + wait_seconds
    while True:
        try:
            server.start()
        except Busy as busy:
            if server.is_ready():
                users.acquire(shared=True, wait_seconds=5.0)
                if server.is_ready():
                    return
                users.release()
            if time.monotonic() > until:
                raise Problem(
                    f"The database of {server.data} is held by process {busy.holder} and does not answer: "
                    f"end that process and try again."
                ) from busy
            time.sleep(0.1)
        else:
            atexit.register(stop_when_unused, server, users)
            return


def stop_when_unused(server: PostgresServer, users: Lock) -> None:
    """At the end of the command that started the server: wait for those who joined, then stop it."""
    try:
        users.acquire()
    except Busy:
        print("Another command still uses the embedded database; it stays up until that one ends.", file=sys.stderr)
        try:
            users.acquire(wait_seconds=24 * 60 * 60)
        except (Busy, KeyboardInterrupt):
            pass
    server.stop()
    users.release()


def python_is_supported() -> bool:
    return (3, 11) <= sys.version_info[:2] < (3, 14)


def in_virtual_environment_of(checkout: Path) -> bool:
    return Path(sys.prefix).resolve() == (checkout / ".venv").resolve()
