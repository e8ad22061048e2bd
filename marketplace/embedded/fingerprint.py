"""One hash of everything that decides what the migrations make: equal hash, equal tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from marketplace.embedded.state import CHECKOUT

PACKAGES = ("marketplace", "vendors", "catalog", "orders", "payments")
FOLDERS = ("migrations", "sql", "data")
SINGLE_FILES = ("requirements.lock", "marketplace/kernel/sql.py")


def files_that_shape_the_database(checkout: Path = CHECKOUT) -> Iterator[Path]:
    """Migrations, their SQL and tables of data, the settings that choose apps, and the lock (Oscar's version)."""
    for package in PACKAGES:
        for folder in FOLDERS:
            for place in sorted((checkout / package).rglob(folder)):
                if place.is_dir():
                    yield from sorted(p for p in place.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".md"))
    yield from sorted((checkout / "marketplace/settings").glob("*.py"))
    yield from (checkout / name for name in SINGLE_FILES if (checkout / name).exists())


def schema_fingerprint(checkout: Path = CHECKOUT) -> str:
    """Sixteen letters that change when the tables could."""
    digest = hashlib.sha256()
    for path in files_that_shape_the_database(checkout):
        digest.update(str(path.relative_to(checkout)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def static_fingerprint(checkout: Path = CHECKOUT) -> str:
    """Sixteen letters that change when a static file, the lock or the static settings do."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        for place in sorted((checkout / package).rglob("static")):
            for path in sorted(p for p in place.rglob("*") if p.is_file()):
                found = path.stat()
                digest.update(f"{path.relative_to(checkout)} {found.st_size} {found.st_mtime_ns}\n".encode())
    for path in (checkout / "requirements.lock", checkout / "marketplace/settings/base.py"):
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:16]
