"""What a check found: a stable code, a level and the facts. Its words are in `orders.checks.words`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    BLOCKS = "blocks"
    NEEDS_REASON = "needs_reason"
    NOTE = "note"
    PASSED = "passed"


@dataclass(frozen=True)
class Finding:
    """Units   facts that end in `_idr` are whole rupiah."""

    check: str
    level: Level
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"check": self.check, "level": str(self.level), "facts": self.facts}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Finding:
        return cls(stored["check"], Level(stored["level"]), stored["facts"])


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.BLOCKS]


def needing_reason(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.NEEDS_REASON]
