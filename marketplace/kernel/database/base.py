"""The backend itself: Django's, with connections whose patience ends and whose memory for statements is long enough."""

from __future__ import annotations

import contextlib
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base as postgresql
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.errors import _WaitTimeout
from psycopg.waiting import READY_NONE

from marketplace.kernel.database.patience import DatabaseSilent, Patience, Server, patience, server_at

LOOK_EVERY_SECONDS = 0.1
"""As psycopg: between two looks a thread can be interrupted."""
STATEMENTS_REMEMBERED = 500
"""How many a connection counts and keeps prepared. With psycopg's 100 a thread that draws pages of many kinds forgets
each before its fifth use, and prepares almost none. See docs/decisions/prepared-statements.md."""


class PatientConnection(psycopg.Connection[Any]):
    """Waits for an answer as long as the patience in force allows; without one, as long as it takes."""

    server: Server

    def wait(self, gen: PQGen[Any], interval: float = LOOK_EVERY_SECONDS, timeout: float | None = None) -> Any:
        allowed = patience()
        if allowed is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, min(allowed.quiet, allowed.longest))
        except _WaitTimeout:
            return self._wait_on(gen, interval, allowed)

    def _wait_on(self, gen: PQGen[Any], interval: float, allowed: Patience) -> Any:
        """A slow statement is waited for while the server answers others. Raises DatabaseSilent."""
        give_up_at = monotonic() + allowed.longest - allowed.quiet
        going_on = _going_on(gen)
        while self._server_answers(allowed):
            with contextlib.suppress(_WaitTimeout):
                return super().wait(going_on, interval, min(allowed.quiet, max(0.0, give_up_at - monotonic())))
            if monotonic() >= give_up_at:
                with contextlib.suppress(psycopg.Error):
                    self.cancel_safe(timeout=1.0)  # else it goes on for nobody
                break
        self.pgconn.finish()
        raise DatabaseSilent

    def _server_answers(self, allowed: Patience) -> bool:
        address = make_conninfo(self.info.dsn, password=self.info.password, connect_timeout=allowed.connect)
        try:
            psycopg.connect(address).close()
        except psycopg.errors.ConnectionTimeout:
            self.server.fell_silent()
            return False
        except psycopg.OperationalError:
            return True  # too many connections, or just ending: the driver will hear of that
        return True


def _going_on(gen: PQGen[Any]) -> PQGen[Any]:
    """What is left of a generator whose wait was broken off."""
    ready: Any = READY_NONE
    while True:
        try:
            state = gen.send(ready)
        except StopIteration as end:
            return end.value
        ready = (yield state) or READY_NONE


class DatabaseWrapper(postgresql.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> PatientConnection:
        """As Django's, which offers no choice of the class; we set neither its pool nor its isolation level."""
        self.isolation_level = IsolationLevel.READ_COMMITTED
        allowed = patience()
        if allowed is not None:
            given = int(conn_params.get("connect_timeout", allowed.connect))
            conn_params = {**conn_params, "connect_timeout": min(allowed.connect, given)}
        server = server_at(self.settings_dict["HOST"], str(self.settings_dict["PORT"]))
        with server.asked():
            connection = PatientConnection.connect(**conn_params)
        connection.server = server
        connection.prepared_max = STATEMENTS_REMEMBERED
        return connection
