"""How long somebody waits for the database, and what this process knows of a server that fell silent.

Commands and the worker wait as long as it takes, for nobody sits before them; `marketplace.wsgi` sets the patience of
pages.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic

import psycopg
import structlog

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """Units: seconds.

    quiet     a statement without an answer for so long makes us ask the server itself, by a new connection
    connect   a connection takes no longer
    longest   no statement takes longer, even when the server answers others
    """

    quiet: float
    connect: int
    longest: float


PAGE = Patience(quiet=5, connect=10, longest=25)
PROBE = Patience(quiet=1, connect=2, longest=4)
"""For `/readyz`: whoever asks it wants to know now."""

_everybody: Patience | None = None
_mine: ContextVar[Patience | None] = ContextVar("patience", default=None)


def set_for_process(patience: Patience) -> None:
    """From now on each thread of this process waits so long."""
    global _everybody
    _everybody = patience


@contextmanager
def waiting(patience: Patience) -> Iterator[None]:
    """Inside, this thread waits so long."""
    token = _mine.set(patience)
    try:
        yield
    finally:
        _mine.reset(token)


def patience() -> Patience | None:
    return _mine.get() or _everybody


class DatabaseSilent(psycopg.errors.ConnectionTimeout):
    """It took the question, or the connection, and says nothing."""

    def __init__(self) -> None:
        super().__init__("connection failed: the database does not answer")


class Server:
    """One server's silence: while it lasts one thread at a time asks again, and the others are told at once."""

    ASK_AGAIN_SECONDS = 2.0

    def __init__(self, name: str) -> None:
        self.name = name
        self._silent_since: float | None = None
        self._ask_again_at = 0.0
        self._asking = threading.Lock()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around a new connection. Raises DatabaseSilent."""
        silent = self._silent_since is not None
        if silent and (monotonic() < self._ask_again_at or not self._asking.acquire(blocking=False)):
            raise DatabaseSilent
        try:
            yield
        except psycopg.errors.ConnectionTimeout as timeout:
            self.fell_silent()
            raise DatabaseSilent from timeout
        except psycopg.OperationalError:  # a refusal is an answer too
            self._answered()
            raise
        else:
            self._answered()
        finally:
            if silent:
                self._asking.release()

    def fell_silent(self) -> None:
        self._ask_again_at = monotonic() + self.ASK_AGAIN_SECONDS
        if self._silent_since is None:
            self._silent_since = monotonic()
            log.error(
                "database.silent", server=self.name, hint="it lives and does not answer: is it stopped, or its disk?"
            )

    def _answered(self) -> None:
        if self._silent_since is not None:
            log.warning(
                "database.answers_again", server=self.name, after_seconds=round(monotonic() - self._silent_since)
            )
            self._silent_since = None


_servers: dict[str, Server] = {}


def server_at(host: str, port: str) -> Server:
    name = f"{host}:{port}"
    return _servers.setdefault(name, Server(name))
