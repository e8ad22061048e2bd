"""The port to outside registries, and the answer of a format check."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Format:
    """What the digits alone prove. `code` is "" when well formed; CHECK_DIGIT may be overridden by a verifier."""

    value: str
    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return not self.code


class Standing(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What a registry says. `reference` proves it later; `name` is the name on record there."""

    standing: Standing
    name: str = ""
    reference: str = ""


class Registry(Protocol):
    """Asked between two use cases, never inside a transaction. Raises ExternalFailure when it does not answer."""

    def nib(self, number: str) -> Answer: ...

    def npwp(self, number: str) -> Answer: ...


class NotConnected:
    """No adapter on this site: a verifier looks at the official page and says so in the review."""

    def nib(self, number: str) -> Answer:
        return Answer(Standing.UNKNOWN)

    def npwp(self, number: str) -> Answer:
        return Answer(Standing.UNKNOWN)


def registry() -> Registry:
    """The one this site is connected to (`VENDOR_REGISTRY`); the demonstration has a made-up one."""
    default = (
        "vendors.registries.fake.FakeRegistry" if settings.DASARAN_DEMO else "vendors.registries.base.NotConnected"
    )
    return import_string(getattr(settings, "VENDOR_REGISTRY", default))()


def bare(text: str) -> str:
    """Upper case without spaces, dots, hyphens and slashes."""
    return re.sub(r"[\s./\-]", "", text).upper()
