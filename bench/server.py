"""The bench's own PostgreSQL: the embedded one with the settings of a real site, durable to the disk.

    var/bench/server/        its data directory, kept from run to run
    a template database      made by the real migrations, named by their hash
    a province per size      the template filled by the demo's seed
    a plain Oscar per size   Oscar's own migrations and the same goods

Each is made once and again when what made it changes; `python -m bench --fresh` throws all of it away.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psycopg

from marketplace.embedded.fingerprint import schema_fingerprint
from marketplace.embedded.postgres import APP, OWNER, PostgresServer
from marketplace.embedded.problems import Problem
from marketplace.embedded.state import CHECKOUT, StateFolder

#: Said aloud although they are PostgreSQL's defaults: both sides of every ratio pay for a commit that is on the disk.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
#: What the pages need of a province; orders and payments of the past are not asked for.
SEEDED = ("people", "budgets", "vendors", "goods", "index")
SITE, OSCAR = "bench.settings", "bench.plain_oscar.settings"


class BenchServer:
    def __init__(self, folder: Path | None = None, *, say: Callable[[str], None] = print) -> None:
        self.folder = folder or StateFolder.from_environment().make().path / "bench"
        self.say = say
        self.server = PostgresServer(self.folder / "server", settings=DURABLE)

    def __enter__(self) -> BenchServer:
        self.server.start(site=False)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def forget(self) -> None:
        """Throw away what earlier runs made."""
        shutil.rmtree(self.folder, ignore_errors=True)

    # databases

    def connect(self, database: str, *, role: str = APP) -> psycopg.Connection:
        return psycopg.connect(self.server.address(role, database))

    def fact(self, name: str) -> str:
        with self.server.connect("postgres") as connection:
            return connection.execute(f"SHOW {name}").fetchone()[0]

    def template(self) -> str:
        """The site's tables as the real migrations make them."""
        name = f"site_{schema_fingerprint()}"
        return self._made_once(name, self._migrate_site, replaces="site_%")

    def province(self, size: str) -> str:
        """A province of that size from the demo's seed, with the search index; no orders yet."""
        template = self.template()
        seed = _digest_of("marketplace/demo", "catalog/search", "catalog/services")
        name = f"province_{size}_{template.removeprefix('site_')[:8]}_{seed}_{date.today().year}"
        return self._made_once(name, lambda: self._seed(name, template, size), replaces=f"province_{size}_%")

    def plain_oscar(self, size: str) -> str:
        """A plain Oscar with the same goods in the same categories at the same prices."""
        province = self.province(size)
        seed = _digest_of("bench/plain_oscar")
        name = f"oscar_{size}_{province.removeprefix(f'province_{size}_')}_{version('django-oscar')}_{seed}"
        return self._made_once(name, lambda: self._fill_oscar(name, province), replaces=f"oscar_{size}_%")

    def clone(self, source: str, name: str) -> str:
        """A fresh copy, in place of whatever had that name."""
        with self.server.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" OWNER {OWNER} STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        with self.server.connect("postgres") as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    # how they are made

    def _made_once(self, name: str, make: Callable[[], None], *, replaces: str) -> str:
        """Made under the name it ends with only when it is whole: the comment on the database says so."""
        with self.server.connect("postgres") as connection:
            known = connection.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if known and known[0] == "whole":
                return name
            old = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [replaces]).fetchall()
        for (one,) in old:
            self.drop(one)
        began = time.monotonic()
        self.say(f"Making the database {name}, once ...")
        make()
        with self.server.connect(name) as connection:
            connection.execute("VACUUM (FREEZE, ANALYZE)")
            connection.execute(f"COMMENT ON DATABASE \"{name}\" IS 'whole'")
        self.say(f"... made in {time.monotonic() - began:.0f} s.")
        return name

    def _migrate_site(self) -> None:
        name = f"site_{schema_fingerprint()}"
        self.server.set_up_site(name)
        self.manage(SITE, name, "migrate", "--no-input", "--skip-checks", "-v", "0")

    def _seed(self, name: str, template: str, size: str) -> None:
        self.clone(template, name)
        for part in SEEDED:
            self.manage(SITE, name, "seed_demo", "--skip-checks", "--size", size, "--only", part)

    def _fill_oscar(self, name: str, province: str) -> None:
        with self.server.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" OWNER {APP}')
        self.manage(OSCAR, name, "migrate", "--no-input", "--skip-checks", "-v", "0")
        self.run("bench.plain_oscar.load", OSCAR, name, self.server.address(APP, province))

    # processes on them

    def environment(self, settings: str, database: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
        return {
            **kept,
            **self.server.addresses(database),
            "DJANGO_SETTINGS_MODULE": settings,
            "DASARAN_DEMO": "1",
            "BENCH_FOLDER": str(self.folder),
            "LOG_LEVEL": "ERROR",
            "PYTHONWARNINGS": "ignore",
        }

    def manage(self, settings: str, database: str, *arguments: str) -> None:
        self._do([sys.executable, "-m", "django", *arguments], settings, database)

    def run(self, module: str, settings: str, database: str, *arguments: str) -> None:
        self._do([sys.executable, "-m", module, *arguments], settings, database)

    def _do(self, command: list[str], settings: str, database: str) -> None:
        """Raises Problem with the last words of a command that failed."""
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            env=self.environment(settings, database),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout)[-4000:] or "without a word"
            raise Problem(f"{' '.join(command[1:])} ended with {done.returncode}:\n{said}")


def _digest_of(*folders: str) -> str:
    """Eight letters that change with the code in these folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((CHECKOUT / folder).rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
