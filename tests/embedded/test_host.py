"""A command with no DATABASE_URL finds or starts the embedded database, and it goes when nobody needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.embedded.host import Guest
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import StateFolder
from tests.embedded.conftest import eventually, working_in

A_GUEST = """
import signal
from marketplace.embedded.host import Guest
from marketplace.embedded.state import StateFolder
Guest(StateFolder.from_environment().make()).join()
print("ready", flush=True)
signal.pause()
"""


@pytest.fixture
def state(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path).make()


def test_the_first_guest_has_a_server_started_and_takes_it_away(state: StateFolder) -> None:
    guest = Guest(state)

    server = guest.join()

    assert server.is_ready()
    guest.leave()
    assert working_in(state.database) == []
    assert not server.lock.is_held()


def test_the_server_stays_for_a_second_guest(state: StateFolder, in_another_process) -> None:
    first = Guest(state)
    first.join()
    in_another_process(A_GUEST)

    first.leave()

    assert first.server.is_ready()


def test_the_server_goes_when_its_last_guest_is_killed(state: StateFolder, in_another_process) -> None:
    guest = in_another_process(A_GUEST)
    assert working_in(state.database)

    guest.kill()

    assert eventually(lambda: not working_in(state.database))


def test_a_foreign_directory_is_told_in_one_sentence(state: StateFolder) -> None:
    state.database.mkdir()
    (state.database / "mine").touch()
    guest = Guest(state)

    with pytest.raises(Problem, match="is not a PostgreSQL data directory"):
        guest.join()

    guest.leave()


def test_a_command_runs_on_the_embedded_database_as_the_app_role(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE")}
    ask = "from django.db import connection as c; u = c.cursor(); u.execute('SELECT current_user'); print(u.fetchone())"

    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", ask],
        env={**clean, "DASARAN_STATE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "('dasaran_app',)"


def test_keys_are_drawn_once_and_kept_from_others(state: StateFolder) -> None:
    drawn = state.secrets()

    assert state.secrets() == drawn
    assert (state.path / "secrets.json").stat().st_mode & 0o077 == 0
