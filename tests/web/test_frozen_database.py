"""A database that is stopped in the middle keeps its sockets open and says nothing: pages do not wait for ever."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import dj_database_url
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory

from marketplace.kernel.database import patience
from marketplace.kernel.database.base import PatientConnection
from tests.conftest import run_name
from tests.database import TEMPLATE, TestServer, folder_of_tests
from tests.embedded.conftest import working_in

SOON = patience.Patience(quiet=0.2, connect=2, longest=1.0)


class Freezable:
    """A migrated server that nobody else uses."""

    def __init__(self, name: str) -> None:
        self.of_tests = TestServer(folder_of_tests(), name)
        self.frozen: list[int] = []

    def freeze(self) -> None:
        self.frozen = working_in(self.of_tests.server.data)
        assert self.frozen
        for pid in self.frozen:
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self.frozen:
            os.kill(pid, signal.SIGCONT)
        self.frozen = []
        known()._ask_again_at = 0.0  # as if it were a moment later


def known() -> patience.Server:
    return patience.server_at(connection.settings_dict["HOST"], str(connection.settings_dict["PORT"]))


@pytest.fixture(scope="module")
def own_server(pytestconfig: pytest.Config, database_name: str) -> Iterator[Freezable]:
    server = Freezable(f"{run_name(pytestconfig)}-freezable-{database_name}")
    server.of_tests.start()
    yield server
    server.thaw()
    server.of_tests.stop()


@pytest.fixture
def database(own_server: Freezable, django_db_setup: None, django_db_blocker: Any, monkeypatch) -> Iterator[Freezable]:
    """The site works on it, with connections that are kept and looked at as in production."""
    wanted = dj_database_url.parse(own_server.of_tests.addresses(TEMPLATE)["DATABASE_URL"])
    changed = {key: wanted[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    before = dict(connections["default"].settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update({**changed, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True})
        monkeypatch.setattr(patience, "PROBE", SOON)
        monkeypatch.setattr(patience.Server, "ASK_AGAIN_SECONDS", 60.0)
        with patience.waiting(SOON):
            yield own_server
        own_server.thaw()
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture
def ask() -> Callable[[str], tuple[int, dict[str, str], str]]:
    """As a web server asks: with the signals that open and close connections."""
    site = WSGIHandler()

    def answer(path: str) -> tuple[int, dict[str, str], str]:
        told: list[Any] = []
        environ = RequestFactory().get(path).environ | {"wsgi.input": BytesIO()}
        body = b"".join(site(environ, lambda status, headers: told.extend((int(status[:3]), dict(headers)))))
        return told[0], told[1], body.decode()

    return answer


def test_a_page_says_that_the_database_does_not_answer_and_all_is_well_when_it_goes_on(database, ask):
    assert ask("/readyz")[0] == 200 and ask("/")[0] == 200

    database.freeze()
    ready, page = ask("/readyz"), ask("/")
    database.thaw()

    assert (ready[0], ready[2]) == (503, '{"status": "not ready", "problem": "database"}')
    assert page[0] == 503 and page[1]["Retry-After"] == "5" and "Basis data sedang tidak menjawab" in page[2]
    assert ask("/healthz")[0] == 200 and ask("/readyz")[0] == 200 and ask("/")[0] == 200


def test_what_was_half_done_when_it_froze_is_undone(database):
    def note(name: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_site (domain, name) VALUES (%s, 'x')", [name])

    with pytest.raises(OperationalError, match="does not answer"), transaction.atomic():
        note("before")
        database.freeze()
        note("while")
    database.thaw()

    connection.close_if_unusable_or_obsolete()  # as the next request does
    note("after")
    with connection.cursor() as cursor:
        cursor.execute("SELECT domain FROM django_site WHERE name = 'x'")
        assert cursor.fetchall() == [("after",)]


def test_a_statement_that_is_only_slow_gets_its_time_and_no_more(database):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.5), 'slow'")
        assert cursor.fetchone()[1] == "slow"

    with pytest.raises(OperationalError, match="does not answer"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")

    connection.close_if_unusable_or_obsolete()  # as the next request does
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND state = 'active'")
        assert cursor.fetchone() == (0,)


def test_once_it_is_known_to_be_silent_the_others_are_told_at_once(database, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    database.freeze()
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()

    asked: list[object] = []
    monkeypatch.setattr(PatientConnection, "connect", lambda **wishes: asked.append(wishes))
    with pytest.raises(OperationalError, match="does not answer"):
        connection.ensure_connection()
    assert asked == []
