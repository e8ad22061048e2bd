"""The one folder that holds everything a running site keeps, and the short folder its sockets live in."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marketplace.embedded.problems import Problem, explain_os_error

CHECKOUT = Path(__file__).resolve().parents[2]
SECRETS = ("SECRET_KEY", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET")


@dataclass(frozen=True)
class StateFolder:
    """Where a site's data, logs, secrets and locks are.

    database/  PostgreSQL's data directory          broker/    Valkey's append-only file
    log/       one file per process                 run/       sockets and locks of what runs now
    """

    path: Path

    @classmethod
    def from_environment(cls) -> StateFolder:
        named = os.environ.get("DASARAN_STATE", "").strip()
        return cls(Path(named).expanduser().resolve() if named else CHECKOUT / "var")

    def make(self) -> StateFolder:
        """Create the folder and its parts. Raises Problem when it cannot be written."""
        try:
            for folder in (self.path, self.log, self.locks):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.locks / f".writable-{os.getpid()}"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except FileExistsError as error:
            raise Problem(f"{error.filename} is a file, not a folder: move it, or set DASARAN_STATE=/path.") from error
        except OSError as error:
            raise explain_os_error(error, doing=f"preparing the state folder {self.path}") from error
        return self

    @property
    def database(self) -> Path:
        return self.path / "database"

    @property
    def broker(self) -> Path:
        return self.path / "broker"

    @property
    def simulator(self) -> Path:
        return self.path / "simulator"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def locks(self) -> Path:
        return self.path / "run"

    def secrets(self) -> dict[str, str]:
        """Keys of this state folder, drawn once. A site gives its own through the environment."""
        path = self.path / "secrets.json"
        if path.exists():
            return self._read_secrets(path)
        drawn = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "STRIPE_API_KEY": "sk_test_" + secrets.token_hex(16),
            "STRIPE_WEBHOOK_SECRET": "whsec_" + secrets.token_hex(24),
        }
        fresh = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            json.dump(drawn, handle, indent=1)
        with contextlib.suppress(FileExistsError):  # another process was first: its keys hold
            os.link(fresh, path)
        fresh.unlink()
        return self._read_secrets(path)

    def _read_secrets(self, path: Path) -> dict[str, str]:
        try:
            found = json.loads(path.read_text())
            if all(found[name] for name in SECRETS):
                return found
        except (ValueError, KeyError, TypeError):
            pass
        raise Problem(
            f"{path} is damaged: put a copy of it back, for the data beside it can only be read with its keys. "
            "Without a copy, `make demo ARGS=--reset` draws new keys and makes the data anew."
        )

    def forget_damaged_secrets(self) -> None:
        """When the data goes as well. Keys that can be read stay."""
        with contextlib.suppress(Problem):
            self.secrets()
            return
        (self.path / "secrets.json").unlink()


class Busy(Exception):
    """Another process holds the lock; `holder` is its pid as it wrote it, or 0."""

    def __init__(self, path: Path, holder: int) -> None:
        super().__init__(f"{path} is held by process {holder}")
        self.holder = holder


class Lock:
    """A file lock that ends with its process, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, *, shared: bool = False, wait_seconds: float = 0.0) -> Lock:
        """Take the lock. Raises Busy when another holds it for longer than `wait_seconds`."""
        if self._handle is not None:
            return self
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        until = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(handle, mode)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    text = os.pread(handle, 32, 0).split(b"\0")[0].strip()
                    os.close(handle)
                    raise Busy(self.path, int(text) if text.isdigit() else 0) from None
                time.sleep(0.05)
        if not shared:
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._handle = handle
        return self

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @contextlib.contextmanager
    def held(self, *, shared: bool = False, wait_seconds: float = 0.0) -> Iterator[None]:
        self.acquire(shared=shared, wait_seconds=wait_seconds)
        try:
            yield
        finally:
            self.release()

    def is_held(self) -> bool:
        """True when some process holds it exclusively (or shares it)."""
        try:
            probe = Lock(self.path).acquire_quietly()
        except Busy:
            return True
        probe.release()
        return False

    def acquire_quietly(self) -> Lock:
        """As acquire, but without writing our pid: for a look that must leave no trace."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise Busy(self.path, 0) from None
        self._handle = handle
        return self
