"""One shown form is one act: the second press of the same form finds what the first one did, and reads the same words.

For forms whose use case keeps no attempt key of its own. The form carries `AttemptKeyMixin`; the view asks twice:

    if done := presses.earlier(request, "hold_for_audit", number):      # pressed again: say what was done
        return _told(request, done)
    form = ...
    with refusal_to_form(form) as ok, presses.once(request, "hold_for_audit", number) as press:
        if not press.result:                                            # else the two presses came together
            hold_for_audit(...)
            press.keep("held")
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from marketplace.kernel.attempts import Attempt, answered, attempt
from marketplace.ui.http import Request

_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "attempt_key"})


def earlier(request: Request, purpose: str, about: str) -> str:
    """What an earlier press of this form by the same person with the same contents came to; "" when there was none."""
    key = _key(request)
    if key is None:
        return ""
    return answered(key=key, actor=request.actor, purpose=purpose, content=_content(request, about))


@contextmanager
def once(request: Request, purpose: str, about: str) -> Iterator[Attempt]:
    """Run the act of a valid form in one transaction with its key. `.result` is set when it was done meanwhile.

    A form without a key is an act of its own; the use case's state refuses the second.
    Raises  AttemptKeyReused when the key came with other contents, from another person or for another purpose.
    """
    key = _key(request) or uuid4()
    content = _content(request, about)
    with transaction.atomic(), attempt(key=key, actor=request.actor, purpose=purpose, content=content) as press:
        yield press


def _key(request: Request) -> UUID | None:
    try:
        return UUID(request.POST.get("attempt_key", ""))
    except ValueError:
        return None


def _content(request: Request, about: str) -> dict[str, Any]:
    typed = {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}
    files = {name: [[one.name, one.size] for one in values] for name, values in request.FILES.lists()}
    return {"about": about, "typed": typed, "files": files}
