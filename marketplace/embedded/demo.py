"""`manage.py demo`: the whole site in the foreground, from an empty folder to a seeded marketplace.

The first page is served at once (it says how far the tables are), the site as soon as its tables stand, and
data arrives while one looks. Everything stops on Ctrl-C; the next start is warm and keeps the data.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from marketplace.embedded import messages, probes, processes, valkey
from marketplace.embedded.disk import NEEDED_WHEN_WARM, DiskWatch, full_disk
from marketplace.embedded.environment import DATABASE_NAMES, local_keys
from marketplace.embedded.fingerprint import PACKAGES, schema_fingerprint, static_fingerprint
from marketplace.embedded.host import database_of
from marketplace.embedded.keeper import run_kept
from marketplace.embedded.problems import JobFailed, Problem, explain_os_error
from marketplace.embedded.reset import finish_reset
from marketplace.embedded.state import CHECKOUT, Busy, Lock, StateFolder
from marketplace.embedded.supervisor import TRIES, Child, Job, Stopped, Supervisor, print_line
from marketplace.embedded.wishes import look_at_given_addresses, read_arguments

HOST = "127.0.0.1"
NEEDED_BYTES = {"tiny": 400 * 1024**2, "small": 700 * 1024**2, "large": 12 * 1024**3}


def main(arguments: list[str]) -> int:
    """Exit code of the demo. Raises Problem before anything was started."""
    chosen = read_arguments(arguments)
    if chosen.with_parent:
        from marketplace.embedded.children import die_with_parent

        die_with_parent(signal.SIGTERM)
    state = StateFolder.from_environment().make()
    lock = Lock(state.locks / "demo.lock")
    take_lock(lock, state)
    try:
        return run_kept(lambda: run(chosen, state))
    finally:
        lock.release()


def take_lock(lock: Lock, state: StateFolder) -> None:
    """One demo per state folder. A run that is just ending gets the time to end. Raises Problem."""
    try:
        lock.acquire()
    except Busy:
        print_line("demo", "another run of this state folder is still there; waiting for it to end")
        try:
            lock.acquire(wait_seconds=12.0)
        except Busy as busy:
            raise Problem(
                f"The demo of {state.path} already runs (process {busy.holder}): stop it with Ctrl-C or "
                f"kill {busy.holder}, or give this one a folder of its own with DASARAN_STATE=/path."
            ) from busy


def run(chosen: argparse.Namespace, state: StateFolder) -> int:
    """The supervisor's whole life, in a child of the keeper."""
    supervisor = Supervisor(folder=CHECKOUT, say=print_line)
    demo = Demo(chosen, state, supervisor)
    try:
        demo.bring_up()
        watch = DiskWatch(state)
        while True:
            supervisor.tick(0.5)
            watch.look()
    except Stopped:
        print_line("demo", "stopping")
        supervisor.stop_all()
        print_line("demo", "stopped; the data stays in " + str(state.path))
        return 0
    except Problem as problem:
        print(f"\n{full_disk(state) or problem}", file=sys.stderr, flush=True)
        return problem.exit_code
    except OSError as error:
        print(f"\n{explain_os_error(error, doing='starting the site')}", file=sys.stderr, flush=True)
        return 1
    except psycopg.OperationalError as error:
        reason = full_disk(state) or f"The database went away ({probes.first_words(error)}): start again."
        print(f"\n{reason}", file=sys.stderr, flush=True)
        return 1
    finally:
        supervisor.stop_all()
        demo.close()


class Demo:
    """What the demo starts, in order. Each step says so on the terminal."""

    def __init__(self, chosen: argparse.Namespace, state: StateFolder, supervisor: Supervisor) -> None:
        self.chosen = chosen
        self.state = state
        self.supervisor = supervisor
        self.began = time.monotonic()
        self.database = database_of(state)
        self.address = f"http://localhost:{chosen.port}"
        self.environment = dict(os.environ)
        self.listening: socket.socket | None = None
        self.unclean = state.locks / "demo.running"

    @property
    def seconds(self) -> str:
        return f"{time.monotonic() - self.began:.1f} s"

    def bring_up(self) -> None:
        """From nothing to a seeded site. Raises Problem, Stopped."""
        self._refuse_without_space()
        look_at_given_addresses(self.state, reset=self.chosen.reset)
        self._listen()
        self.unclean.write_text(str(os.getpid()))
        finish_reset(self.state, wanted=self.chosen.reset)
        messages.compile_messages()
        self._choose_addresses()
        self._start_database()
        self._start_embedded("broker")
        self._make_tables_and_static_files()
        self._start_web()
        for name in ("simulator", "worker", "sequencer"):
            self._start_embedded(name)
        self._seed()
        self._print_accounts()

    def close(self) -> None:
        self.database.tidy()
        self.database.lock.release()
        if self.listening is not None:
            self.listening.close()
        self.unclean.unlink(missing_ok=True)

    # before anything runs

    def _refuse_without_space(self) -> None:
        warm = self.state.database.exists() and not self.chosen.reset
        needed = NEEDED_WHEN_WARM if warm else NEEDED_BYTES[self.chosen.size or "small"]
        free = shutil.disk_usage(self.state.path).free
        if free < needed:
            raise Problem(
                f"The disk of {self.state.path} has {free // 1024**2} MB free and {needed // 1024**2} MB are needed: "
                f"free some space, or name a folder on another disk with DASARAN_STATE=/path."
            )

    def _listen(self) -> None:
        """Take the port ourselves, so that it is ours before anything else is done. Raises Problem."""
        if "web" in self.chosen.without:
            return
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        patience = 6.0 if self.unclean.exists() else 0.0  # killed before: its web workers are just ending
        while True:
            try:
                listening.bind((HOST, self.chosen.port))
                break
            except PermissionError as error:
                listening.close()
                raise Problem(f"Port {self.chosen.port} needs special rights: choose another, PORT=8001.") from error
            except OSError as error:
                if time.monotonic() - self.began < patience:
                    time.sleep(0.2)
                    continue
                listening.close()
                raise Problem(
                    f"Port {self.chosen.port} is already in use: stop what uses it, or choose another with "
                    f"`make demo PORT={self.chosen.port + 1}`."
                ) from error
        listening.listen(256)
        self.listening = listening

    def _choose_addresses(self) -> None:
        """Every address and key the processes need; what the environment names stands."""
        own = {
            **local_keys(self.state),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.dev",
            "SITE_ADDRESS": self.address,
            "DASARAN_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
        }
        if "STRIPE_API_BASE" not in self.environment:
            self.simulator_port = probes.free_port()
            own["STRIPE_API_BASE"] = f"http://{HOST}:{self.simulator_port}"
        self.environment = {**own, **self.environment, "DASARAN_STATE": str(self.state.path), "DASARAN_DEMO": "1"}

    # servers

    def _start_database(self) -> None:
        if self.environment.get("DATABASE_URL"):
            for name in DATABASE_NAMES:
                probes.refuse_unreachable(name, self.environment.get(name, ""))
            return
        try:
            self.database.prepare(wait_seconds=15.0)
        except Busy as busy:
            raise Problem(
                f"Another command (process {busy.holder}) uses the embedded database: let it end, then start again."
            ) from busy
        child = self._child("database", spawn=self.database.spawn, stop_signal=signal.SIGINT)
        self.supervisor.start(child)
        self._set_up_site(child)
        self.environment.update(self.database.addresses())

    def _set_up_site(self, database: Child) -> None:
        """Roles and database; killed meanwhile, the server is waited for once more."""
        for tries_left in reversed(range(TRIES)):
            self.supervisor.wait_until_ready(database)
            try:
                self.database.set_up_site()
                return
            except psycopg.OperationalError:
                if not tries_left:
                    raise
                database.ready = False

    def _start_embedded(self, name: str) -> None:
        """A process of the table, unless it is left out or the site has a server of its own."""
        given = {"broker": "BROKER_URL", "simulator": "STRIPE_API_BASE"}.get(name)
        if given and os.environ.get(given):
            return
        broker = valkey.BrokerServer(self.state.broker, sockets=self.database.sockets)
        if name == "broker":
            self.environment["BROKER_URL"] = broker.address
        if name in self.chosen.without:
            print_line(name, "left out, as asked")
            return
        if name == "broker":
            broker.prepare()
            self.supervisor.start(self._child(name, command=broker.command))
        else:
            self.supervisor.start(self._child(name))

    def _start_web(self) -> None:
        if self.listening is None:
            print_line("web", "left out, as asked")
            return
        web = self._child("web")
        web.pass_fds = (self.listening.fileno(),)
        self.supervisor.start(web)
        self.supervisor.wait_until_ready(web)
        self.supervisor.stop_one("holding")
        print_line("web", f"open {self.address}/ (the site answers {self.seconds} after the start)")

    def _child(self, name: str, **more: object) -> Child:
        entry = processes.by_name(name)
        values = {
            "python": sys.executable,
            "state": str(self.state.path),
            "site": self.address.replace("localhost", HOST),
            "listening_fd": str(self.listening.fileno()) if self.listening else "",
            "simulator_port": str(getattr(self, "simulator_port", "")),
        }
        settings: dict[str, object] = {"command": lambda: processes.fill_in(entry.command, values), **more}
        child = Child(
            name=name,
            environment=dict(self.environment),
            is_ready=lambda: False,
            log=self.state.log / f"{name}.log",
            grace_seconds=entry.grace_seconds,
            **settings,  # type: ignore[arg-type]
        )
        child.is_ready = self._probe(entry.ready, child)
        return child

    def _probe(self, name: str, child: Child) -> Callable[[], bool]:
        """The question behind a name in the table's column `ready`."""
        return {
            "database": self.database.is_ready,
            "broker": valkey.BrokerServer(self.state.broker, sockets=self.database.sockets).is_ready,
            "simulator": lambda: probes.accepts_connections(self.simulator_port),
            "web": lambda: probes.answers_http(self.chosen.port),
            "alive": lambda: time.monotonic() - child.started_at > probes.ALIVE_SECONDS,
        }[name]

    # jobs

    def _make_tables_and_static_files(self) -> None:
        """Bring the tables up to date and compress static files, each only when something changed."""
        static_stamp = self.state.path / "static.stamp"
        static_hash = static_fingerprint()
        tables = TablesStamp(self)

        def missing() -> list[Job]:
            jobs = [] if tables.fresh else [self._migrate_job(tables)]
            if not static_stamp.exists() or static_stamp.read_text() != static_hash:
                jobs.append(self._static_job(static_stamp, static_hash))
            return jobs

        if not missing():
            return
        self._show_holding_page()
        if not tables.fresh:
            print_line("tables", f"making the tables; meanwhile {self.address}/ says how far they are")
        self.supervisor.run_patiently("tables", missing, give_up=lambda: full_disk(self.state))
        self._tell(98, "")

    def _migrate_job(self, tables: TablesStamp) -> Job:
        arguments = ["migrate", "--no-input", "--skip-checks"]
        return self._job("migrate", arguments, on_output=self._migration_progress(), then=tables.write)

    def _static_job(self, stamp: Path, content: str) -> Job:
        def remember() -> None:
            stamp.write_text(content)
            print_line("static", f"compressed ({self.seconds} after the start)")

        stamp.unlink(missing_ok=True)
        return self._job("collectstatic", ["collectstatic", "--no-input", "--clear", "-v", "0"], then=remember)

    def _show_holding_page(self) -> None:
        if self.listening is None:
            return
        self._tell(0, "")
        descriptor = self.listening.fileno()
        command = [sys.executable, "-m", "marketplace.embedded.holding", str(descriptor), str(self._progress_file)]
        self.supervisor.start(
            Child(
                name="holding",
                command=lambda: command,
                environment=dict(self.environment),
                is_ready=lambda: True,
                silent=True,
                log=self.state.log / "holding.log",
                pass_fds=(descriptor,),
                grace_seconds=1.0,
            )
        )

    @property
    def _progress_file(self) -> Path:
        return self.state.locks / "progress"

    def _tell(self, percent: int, text: str) -> None:
        fresh = self._progress_file.with_suffix(".new")
        fresh.write_text(f"{percent} {text}")
        fresh.replace(self._progress_file)

    def _migration_progress(self) -> Callable[[str], None]:
        total = sum(1 for package in PACKAGES for _ in (CHECKOUT / package).rglob("migrations/[0-9]*.py")) + 150
        done = 0
        told_at = time.monotonic()

        def on_output(line: str) -> None:
            nonlocal done, told_at
            applying = re.match(r"\s*Applying (\S+)\.\.\.", line)
            if not applying:
                return
            done += 1
            self._tell(min(94, 94 * done // total), f"{done} langkah: {applying[1].rstrip('.')}")
            if time.monotonic() - told_at > 5:
                told_at = time.monotonic()
                print_line("tables", f"{done} steps done, now {applying[1].rstrip('.')}")

        return on_output

    def _seed(self) -> None:
        """Data, as far as it is missing.

        A failure leaves the site up, and the next start goes on where this one ended. Raises Problem when something
        has to be put right first.
        """
        began = time.monotonic()
        wishes = {"--size": self.chosen.size, "--seed": self.chosen.seed}
        given = [part for name, value in wishes.items() if value is not None for part in (name, str(value))]
        told = Told("data")
        try:
            self.supervisor.run_patiently(
                "data",
                lambda: [self._job("seed_demo", ["seed_demo", *given], on_output=told.hear, then=told.finish)],
                give_up=lambda: full_disk(self.state),
            )
        except JobFailed as failed:
            if failed.refused or full_disk(self.state):
                raise
            print_line("data", f"{failed} The site stays up; start again to go on where it ended.")
            return
        if time.monotonic() - began > 4:
            print_line("data", f"all there ({self.seconds} after the start)")

    def _print_accounts(self) -> None:
        lines: list[str] = []
        try:
            self.supervisor.run_jobs([self._job("demo_accounts", ["demo_accounts"], on_output=lines.append)])
        except Problem as problem:
            lines = [str(problem)]
        print("\n" + "\n".join(lines) + f"\n\n  {self.address}/   Ctrl-C stops everything\n", flush=True)

    def _job(
        self,
        name: str,
        arguments: list[str],
        *,
        on_output: Callable[[str], None] = lambda _line: None,
        then: Callable[[], None] = lambda: None,
    ) -> Job:
        """A manage.py command that ends by itself."""
        child = Child(
            name=name,
            command=lambda: [sys.executable, "manage.py", *arguments],
            environment=dict(self.environment),
            is_ready=lambda: False,
            log=self.state.log / f"{name}.log",
            is_job=True,
        )
        return Job(child, on_output, then)


class Told:
    """Passes on the lines of a job, but not more often than a person reads; the last one always."""

    def __init__(self, name: str, *, every_seconds: float = 2.0) -> None:
        self.name, self.every_seconds = name, every_seconds
        self._told_at = 0.0
        self._waiting = ""

    def hear(self, line: str) -> None:
        self._waiting = line.strip()
        if time.monotonic() - self._told_at >= self.every_seconds:
            self.finish()

    def finish(self) -> None:
        if self._waiting:
            print_line(self.name, self._waiting)
        self._waiting = ""
        self._told_at = time.monotonic()


class TablesStamp:
    """Remembers in the data directory for which migrations the tables were made, to skip a needless look."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.path = demo.database.data / "dasaran.tables"
        self.embedded = not os.environ.get("DATABASE_URL")

    @property
    def fresh(self) -> bool:
        return self.embedded and self.path.exists() and self.path.read_text() == self._now()

    def write(self) -> None:
        if self.embedded:
            self.path.write_text(self._now())
        print_line("tables", f"up to date ({self.demo.seconds} after the start)")

    def _now(self) -> str:
        """The code's fingerprint and the last row of Django's own record, in case somebody migrated by hand."""
        with self.demo.database.connect("dasaran") as connection:
            known = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
            if not known or not known[0]:
                return "none"
            row = connection.execute("SELECT count(*), max(id) FROM django_migrations").fetchone()
        return f"{schema_fingerprint()} {row}"
