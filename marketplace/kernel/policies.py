"""A permission is a question with a reasoned answer: the page explains with it, the use case enforces it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from marketplace.kernel.errors import NotPermitted


@dataclass(frozen=True)
class Verdict:
    allowed: bool
    reason: str | Promise = ""
    code: str = "NOT_PERMITTED"

    def __bool__(self) -> bool:
        return self.allowed

    def enforce(self) -> None:
        """Raises NotPermitted with the reason when the answer is no."""
        if not self.allowed:
            raise NotPermitted(self.reason, code=self.code)


def allow() -> Verdict:
    return Verdict(True)


def refuse(reason: str | Promise, *, code: str = "NOT_PERMITTED") -> Verdict:
    return Verdict(False, reason, code)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """The first no, or yes when there is none."""
    return next((verdict for verdict in verdicts if not verdict), allow())
