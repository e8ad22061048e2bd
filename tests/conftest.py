"""What every test can ask for. The database comes from `tests/database.py`."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import TransactionTestCase

from marketplace.embedded.children import die_with_parent
from marketplace.embedded.messages import compile_messages
from marketplace.embedded.postgres import OWNER, SEQUENCER, SUPERUSER
from marketplace.embedded.problems import Problem
from tests import beginnings, chromium
from tests.database import TestServer, folder_of_tests

RUNNING = pytest.StashKey[TestServer]()


def is_worker(config: pytest.Config) -> bool:
    """True in a process that pytest-xdist started."""
    return hasattr(config, "workerinput")


def run_name(config: pytest.Config) -> str:
    """The run's name is the pid of the process that owns it: the controller of the workers, or the only one."""
    return config.workerinput["dasaran_run"] if is_worker(config) else str(os.getpid())  # type: ignore[attr-defined]


def pytest_configure(config: pytest.Config) -> None:
    if is_worker(config):
        die_with_parent()
        return
    try:
        compile_messages()
    except Problem as problem:
        pytest.exit(str(problem), returncode=3)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A run may do without the tests that need Chromium, if its environment says so; they count as deselected."""
    beginnings.sort_by_beginning(items)
    if not chromium.left_out():
        return
    browsing = [item for item in items if item.get_closest_marker("browser")]
    items[:] = [item for item in items if item not in browsing]
    config.hook.pytest_deselected(items=browsing)


def pytest_collection_finish() -> None:
    """What was imported stays, some million objects: the collector needs not look at them again, which was a twelfth
    of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Before a worker starts: it needs the server, which must be a child of the controller to outlive each worker."""
    server_of(node.config)
    node.workerinput["dasaran_run"] = run_name(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(RUNNING, None)
    if server is not None and not is_worker(config):
        server.stop()


def server_of(config: pytest.Config) -> TestServer:
    """The run's server; started by its owner when it is first wanted."""
    server = config.stash.get(RUNNING, None)
    if server is None:
        server = TestServer(folder_of_tests(), run_name(config))
        if not is_worker(config):
            reporter = config.pluginmanager.get_plugin("terminalreporter")
            try:
                server.start(say=reporter.write_line if reporter else print)
            except Problem as problem:
                pytest.exit(str(problem), returncode=3)
        config.stash[RUNNING] = server
    return server


@pytest.fixture(scope="session")
def database_name(request: pytest.FixtureRequest) -> str:
    return f"test_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}"


@pytest.fixture(scope="session")
def clone_database(pytestconfig: pytest.Config, database_name: str) -> Callable[[], None]:
    """Put a fresh copy of the template in the place of this worker's database."""

    def clone() -> None:
        assert not beginnings.OPEN, "A world that was made once still stands: its tests come last in their file."
        connections.close_all()
        server_of(pytestconfig).clone(database_name)

    return clone


@pytest.fixture(scope="session")
def django_db_setup(
    pytestconfig: pytest.Config,
    database_name: str,
    clone_database: Callable[[], None],
    django_test_environment: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """In place of pytest-django's own: no migration here, a clone of the migrated template."""
    addresses = server_of(pytestconfig).addresses(database_name)
    with django_db_blocker.unblock():
        clone_database()
    wanted = dj_database_url.parse(addresses["DATABASE_URL"])
    connections["default"].settings_dict.update(
        {key: wanted[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} | {"CONN_MAX_AGE": 0}
    )
    for name, address in addresses.items():
        setattr(settings, name, address)
        os.environ[name] = address
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: clone_database())
    yield
    patch.undo()
    connections.close_all()


# --- other roles -----------------------------------------------------------------------------------------------------


@contextmanager
def role(name: str) -> Iterator[Any]:
    """In the test's own transaction, work as another database role; yields a cursor."""
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {name}")
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.fixture
def as_owner(db: None) -> Callable[[], Any]:
    """`with as_owner() as cursor:` sees what the test wrote, and has the rights of the tables' owner."""
    return lambda: role(OWNER)


@pytest.fixture
def as_sequencer(db: None) -> Callable[[], Any]:
    """`with as_sequencer() as cursor:` has only the rights of the sequencer."""
    return lambda: role(SEQUENCER)


@pytest.fixture
def owner_connection(pytestconfig: pytest.Config, transactional_db: None, database_name: str) -> Iterator[Any]:
    """A connection of its own as the tables' owner, for transactional tests."""
    with server_of(pytestconfig).server.connect(database_name, role=OWNER) as connection:
        yield connection


@pytest.fixture
def superuser_connection(pytestconfig: pytest.Config, db: None, database_name: str) -> Iterator[psycopg.Connection]:
    """For questions about the catalogue itself."""
    with server_of(pytestconfig).server.connect(database_name, role=SUPERUSER) as connection:
        yield connection
