"""A written reason is part of several steps; this is what counts as one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from orders.refusals import ReasonRequired

SHORTEST = 10
FEWEST_WORDS = 2


def too_short(text: str) -> bool:
    """Whether it is less than a choice must be explained with."""
    words = text.split()
    return len(words) < FEWEST_WORDS or len(" ".join(words)) < SHORTEST


def written_reason(text: str) -> str:
    """The reason, trimmed. Raises ReasonRequired when it says nothing."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        raise ReasonRequired(what=_("paling sedikit 10 huruf."))
    return text
