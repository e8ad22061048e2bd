"""Audit entries in bulk: the same fields, the same leaf and the same SQL function as `audit_log.record`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from marketplace.demo.bulk.rows import call_many
from marketplace.kernel.audit_log import canonical, leaf_of
from marketplace.kernel.ids import new_id

_APPEND = """SELECT log_append(id, at, what, kind, subject, organisation, actor, name, role, '', '',
                     before::jsonb, after::jsonb, why, leaf)
  FROM {unnested} AS t(id, at, what, kind, subject, organisation, actor, name, role, before, after, why, leaf)"""
_KINDS = (
    "uuid", "timestamptz", "text", "text", "text", "bigint", "bigint", "text", "text", "text", "text", "text", "bytea",
)  # fmt: skip


@dataclass(frozen=True)
class Who:
    """Somebody who acts in the seeded past: the id, the name and NIP as papers write them, and the role used."""

    id: int | None
    name: str
    role: str = ""
    nip: str = ""

    @property
    def person_id(self) -> int:
        """Raises ValueError for the system."""
        if self.id is None:
            raise ValueError(f"{self.name} is nobody")
        return self.id


SYSTEM_WHO = Who(None, "Sistem", "system")


@dataclass
class Trail:
    """Entries of one batch, written in the order of business time."""

    entries: list[tuple[Any, ...]] = field(default_factory=list)

    def add(
        self,
        what: str,
        kind: str,
        subject: Any,
        who: Who,
        at: datetime,
        *,
        organisation: int | None = None,
        role: str = "",
        after: dict[str, Any] | None = None,
        why: str = "",
    ) -> None:
        entry_id, role = new_id(), role or who.role
        plain = None if after is None else json.loads(canonical(after))
        fields = {
            "id": str(entry_id),
            "at": at.astimezone(UTC),
            "what": what,
            "subject": [kind, str(subject)],
            "organisation": organisation,
            "actor": [who.id, who.name, role],
            "from": ["", ""],
            "before": None,
            "after": plain,
            "why": why,
        }
        self.entries.append(
            (
                entry_id, at, what, kind, str(subject), organisation, who.id, who.name, role, None,
                None if plain is None else canonical(plain).decode(), why, leaf_of(fields),
            )
        )  # fmt: skip

    def flush(self) -> int:
        """Write what was added. Returns how many."""
        self.entries.sort(key=lambda entry: entry[1])
        written = len(self.entries)
        if written:
            call_many(_APPEND, list(zip(_KINDS, zip(*self.entries, strict=True), strict=True)))
        self.entries.clear()
        return written
