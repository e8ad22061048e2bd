"""The test database: a template made by the real migrations, kept under their hash, cloned for every worker.

    var/test/template-HASH/    a stopped server's data directory that holds the migrated template
    var/test/session-PID/      a copy of it for one run of pytest, with a server of its own; removed afterwards

The first run pays for the migrations once per change of them; later runs copy files. What a killed run left
behind is removed by the next one. The tests connect as the site does: as dasaran_app, whose rights are only those
that the migrations grant.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from marketplace.embedded.fingerprint import schema_fingerprint
from marketplace.embedded.postgres import APP, OWNER, SEQUENCER, UNSAFE_BUT_FAST, PostgresServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import CHECKOUT, Busy, Lock, StateFolder

TEMPLATE = "dasaran_template"
TEMPLATES_KEPT = 2
LET_TESTS_CHANGE_ROLE = f"""
    GRANT {OWNER}, {SEQUENCER} TO {APP} WITH INHERIT FALSE, SET TRUE;
"""
"""In the test server only: a test may say SET ROLE dasaran_owner, to attack from there; it inherits nothing."""


class TestServer:
    """One run's own PostgreSQL with the migrated template in it."""

    __test__ = False

    def __init__(self, folder: Path, run: str) -> None:
        self.folder = folder
        self.server = _server(folder / f"session-{run}")

    # in the process that owns the run

    def start(self, *, say=print) -> TestServer:
        """Copy the template (made first where it is missing) and start a server on the copy."""
        self.folder.mkdir(parents=True, exist_ok=True)
        remove_what_killed_runs_left(self.folder)
        template = ensure_template(self.folder, say=say)
        self.server.lock.acquire()
        subprocess.run(["cp", "-a", "--reflink=auto", str(template), str(self.server.data)], check=True)
        self.server.start(site=False)
        return self

    def stop(self) -> None:
        sockets = self.server.sockets
        self.server.stop(timeout_seconds=2.0)
        remove_server_files(self.server.data, sockets)

    # in any process of the run

    def clone(self, name: str) -> None:
        """A fresh database of the template's content in place of `name`, whoever is still connected to it."""
        with self.server.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE} OWNER {OWNER} STRATEGY FILE_COPY')

    def addresses(self, name: str) -> dict[str, str]:
        return self.server.addresses(name)


def _server(data: Path) -> PostgresServer:
    return PostgresServer(data, sockets=data.with_name(data.name + ".run"), settings=UNSAFE_BUT_FAST)


def folder_of_tests() -> Path:
    return StateFolder.from_environment().make().path / "test"


def ensure_template(folder: Path, *, say=print) -> Path:
    """The data directory for the present migrations; made once, by whoever comes first."""
    template = folder / f"template-{schema_fingerprint()}"
    if template.exists():
        os.utime(template)
        return template
    with Lock(folder / "template.lock").held(wait_seconds=600.0):
        if not template.exists():
            build_template(folder, template, say=say)
        forget_old_templates(folder, keep=template)
    return template


def build_template(folder: Path, template: Path, *, say=print) -> None:
    began = time.monotonic()
    say("Making the template of the test database by the real migrations (once per change of them) ...")
    building = _server(folder / "building")
    sockets = building.sockets
    remove_server_files(building.data, sockets)
    building.start(site=False)
    try:
        building.set_up_site(TEMPLATE)
        with building.connect("postgres") as connection:
            connection.execute(LET_TESTS_CHANGE_ROLE)
        migrate(building)
        with building.connect(TEMPLATE) as connection:
            connection.execute("VACUUM (FREEZE, ANALYZE)")
        sockets = building.sockets
    finally:
        building.stop()
    building.data.rename(template)
    remove_server_files(building.data, sockets)
    say(f"... made in {time.monotonic() - began:.0f} s.")


def migrate(server: PostgresServer) -> None:
    """Run the real `manage.py migrate` on the template. Raises Problem with its last words."""
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks", "-v", "0"],
        cwd=CHECKOUT,
        env={**os.environ, **server.addresses(TEMPLATE), "DJANGO_SETTINGS_MODULE": "marketplace.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"The migrations of the test template failed:\n{(done.stderr or done.stdout)[-6000:]}")


def forget_old_templates(folder: Path, *, keep: Path) -> None:
    """Keep the newest few, so that going to and fro between two branches stays quick."""
    found = sorted(folder.glob("template-*/"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [path for path in found if path != keep][TEMPLATES_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def remove_what_killed_runs_left(folder: Path) -> None:
    """A run's folder whose lock nobody holds belongs to a run that was killed."""
    for lock in folder.glob("session-*.lock"):
        data = lock.with_suffix("")
        server = _server(data)
        try:
            server.lock.acquire_quietly()
        except Busy:
            continue
        server._end_leftovers()
        remove_server_files(data, server.sockets)
        server.lock.release()


def remove_server_files(data: Path, sockets: Path) -> None:
    shutil.rmtree(data, ignore_errors=True)
    shutil.rmtree(data.with_name(data.name + ".new"), ignore_errors=True)
    shutil.rmtree(sockets, ignore_errors=True)
    for suffix in (".log", ".sockets", ".lock"):
        with contextlib.suppress(FileNotFoundError):
            data.with_name(data.name + suffix).unlink()
