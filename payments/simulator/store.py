"""The simulator's durable memory: one SQLite file, one writer at a time, safe against kill -9.

Every request runs inside one `transaction()`: its effects, its stored idempotent answer and its events
are committed together or not at all, and synced to disk before the answer leaves.
"""

import fcntl
import hashlib
import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Body = dict[str, Any]


class StateFolderUnusable(RuntimeError):
    """Another simulator works on this folder, or what lies in it is not ours."""


class Store:
    """Objects, labels and sequences; the SQL of cards, payments and statements stands with their rules."""

    def __init__(self, folder: Path, *, seed: int | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._seed = seed
        self._lock = threading.RLock()
        self._lock_file = (folder / "lock").open("w")
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock_file.close()
            raise StateFolderUnusable(
                f"another simulator works on {folder}; stop it or give another --state"
            ) from error
        self.sql = sqlite3.connect(folder / "simulator.sqlite3", isolation_level=None, check_same_thread=False)
        self.sql.row_factory = sqlite3.Row
        try:
            self.sql.execute("PRAGMA journal_mode = WAL")
            self.sql.execute("PRAGMA synchronous = FULL")
            self.sql.execute("PRAGMA foreign_keys = ON")
            self.sql.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
        except sqlite3.DatabaseError as error:
            raise StateFolderUnusable(f"{folder} holds no usable state ({error}); give another --state") from error

    def close(self) -> None:
        with self._lock:
            self.sql.close()
            self._lock_file.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; other threads wait their turn."""
        with self._lock:
            self.sql.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.sql.execute("ROLLBACK")
                raise
            self.sql.execute("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo one part of a transaction and keep the rest."""
        self.sql.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.sql.execute("ROLLBACK TO part")
            self.sql.execute("RELEASE part")
            raise
        self.sql.execute("RELEASE part")

    def next_number(self, name: str) -> int:
        row = self.sql.execute(
            "INSERT INTO sequence VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
            (name,),
        ).fetchone()
        return int(row["value"])

    def new_token(self, length: int) -> str:
        """Lower-case hex: random, or the same on every run when a seed was given."""
        if self._seed is None:
            return secrets.token_hex(length)[:length]
        number = self.next_number("token")
        return hashlib.sha256(f"{self._seed}:{number}".encode()).hexdigest()[:length]

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{self.new_token(24)}"

    def insert(self, kind: str, body: Body, *, labels: dict[str, str] | None = None) -> Body:
        """Keep a new object; its metadata and `labels` can be looked up afterwards."""
        position = self.next_number(kind)
        self.sql.execute("INSERT INTO object VALUES (?, ?, ?, ?)", (body["id"], kind, position, json.dumps(body)))
        wanted = {f"metadata.{key}": value for key, value in body.get("metadata", {}).items()} | (labels or {})
        self.sql.executemany(
            "INSERT INTO label VALUES (?, ?, ?, ?, ?)",
            [(kind, key, str(value), position, body["id"]) for key, value in wanted.items()],
        )
        return body

    def save(self, body: Body) -> Body:
        self.sql.execute("UPDATE object SET body = ? WHERE id = ?", (json.dumps(body), body["id"]))
        return body

    def find(self, object_id: str, kind: str | None = None) -> Body | None:
        row = self.sql.execute("SELECT kind, body FROM object WHERE id = ?", (object_id,)).fetchone()
        if row is None or (kind and row["kind"] != kind):
            return None
        return json.loads(row["body"])

    def position_of(self, object_id: str) -> int | None:
        row = self.sql.execute("SELECT position FROM object WHERE id = ?", (object_id,)).fetchone()
        return None if row is None else int(row["position"])

    def newest(self, kind: str, *, labels: dict[str, str] | None = None, before: int | None = None) -> Iterator[Body]:
        """Objects of a kind carrying all `labels`, newest first, starting below position `before`."""
        ceiling = before if before is not None else 2**62
        if not labels:
            rows = self.sql.execute(
                "SELECT body FROM object WHERE kind = ? AND position < ? ORDER BY position DESC", (kind, ceiling)
            )
            for row in rows:
                yield json.loads(row["body"])
            return
        (first_key, first_value), *others = labels.items()
        rows = self.sql.execute(
            "SELECT o.body, o.position FROM label l JOIN object o ON o.id = l.object_id"
            " WHERE l.kind = ? AND l.key = ? AND l.value = ? AND l.position < ? ORDER BY l.position DESC",
            (kind, first_key, first_value, ceiling),
        )
        for row in rows:
            if all(self._has_label(kind, key, value, row["position"]) for key, value in others):
                yield json.loads(row["body"])

    def _has_label(self, kind: str, key: str, value: str, position: int) -> bool:
        found = self.sql.execute(
            "SELECT 1 FROM label WHERE kind = ? AND key = ? AND value = ? AND position = ?",
            (kind, key, value, position),
        ).fetchone()
        return found is not None
