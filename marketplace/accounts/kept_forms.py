"""What was typed into a form that was sent after the session had ended: kept for half an hour, for its writer only.

It lies in the browser's session, which signing in carries on, for the person who signed in on this device last. When
that same person is shown the page again, the form is filled in; nobody else is shown anything, and the form is never
sent by itself. Passwords, codes, NIK, files and the keys of the form are not kept.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from allauth.account.internal.stagekit import get_pending_stage
from django.http import HttpResponse

from marketplace.accounts.known_device import person_of_device
from marketplace.ui.http import Request
from marketplace.ui.refill import refill

SECONDS, MOST_CHARACTERS = 30 * 60, 40_000
_PLACE = "_kept_form"
_NEVER = re.compile(r"csrfmiddlewaretoken|attempt_key|next|.*(password|secret|token|credential|nik).*|present")


@dataclass(frozen=True)
class KeptForm:
    """One form: whose, the page it stood on, where it was sent, and what it said."""

    person: int
    page: str
    action: str
    until: float
    typed: Mapping[str, list[str]]

    @property
    def texts(self) -> list[str]:
        """What somebody wrote in words, to read and copy."""
        return [text for values in self.typed.values() for text in values if len(text.split()) > 1]


def keep(request: Request, *, page: str) -> None:
    """Keep the form of a visitor whose session has ended. A stranger's, a secret's or a very long one is let go."""
    person = person_of_device(request)
    if person is None or get_pending_stage(request) is not None or _is_about_secrets(request):
        return
    typed = {name: values for name, values in request.POST.lists() if not _NEVER.fullmatch(name)}
    if not typed or len(json.dumps(typed)) > MOST_CHARACTERS:
        return
    kept = KeptForm(person, urlsplit(page).path or request.path, request.path, time.time() + SECONDS, typed)
    if is_waiting(request) and not kept.texts and KeptForm(**request.session[_PLACE]).texts:
        return  # a form of another tab: what somebody wrote is not given up for one that says nothing
    request.session[_PLACE] = asdict(kept)


def is_waiting(request: Request) -> bool:
    """Whether somebody's form waits for its writer to sign in."""
    return _PLACE in request.session and time.time() < request.session[_PLACE]["until"]


def for_writer(request: Request) -> KeptForm | None:
    """The kept form of the person who is signed in; what is another's or too old is forgotten now."""
    if request.actor.id is None or _PLACE not in request.session:
        return None
    kept = KeptForm(**request.session[_PLACE])
    if kept.person == request.actor.id and time.time() < kept.until:
        return kept
    forget(request)
    return None


def forget(request: Request) -> None:
    request.session.pop(_PLACE, None)


def fill(kept: KeptForm, response: HttpResponse) -> None:
    """Write it into the form of the page, where that form still stands there."""
    html = response.content.decode(response.charset)
    response.content = refill(html, page=kept.page, action=kept.action, typed=kept.typed).encode(response.charset)


def _is_about_secrets(request: Request) -> bool:
    """The pages of passwords and second factors."""
    match = request.resolver_match
    return bool(match and (match.url_name or "").startswith(("mfa_", "account_", "change-password", "sign-")))
