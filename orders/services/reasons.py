"""A written reason is part of several steps; this is what counts as one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from orders.refusals import ReasonRequired

SHORTEST = 10


def written_reason(text: str) -> str:
    """The reason, trimmed. Raises ReasonRequired when it says nothing."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        raise ReasonRequired(what=_("paling sedikit 10 huruf."))
    return text
