"""What was typed into forms that were sent after the session had ended: kept for half an hour, for their writer only.

They lie in the browser's session, which signing in carries on, for the person who signed in on this device last: a few,
one for each page and step, so that several tabs may lose their session at once. When that same person is shown the page
again, its form is filled in; nobody else is shown anything, and no form is ever sent by itself. Passwords, codes, NIK,
files and the keys of a form are not kept.
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

SECONDS, MOST_CHARACTERS, MOST_FORMS = 30 * 60, 40_000, 5
_PLACE = "_kept_forms"
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
    late = KeptForm(person, urlsplit(page).path or request.path, request.path, time.time() + SECONDS, typed)
    waiting = _waiting(request)
    same = [one for one in waiting if (one.page, one.action) == (late.page, late.action)]
    if any(one.texts for one in same) and not late.texts:
        return  # sent again from another tab: what somebody wrote is not given up for one that says nothing
    kept = [one for one in waiting if one not in same] + [late]
    while len(kept) > MOST_FORMS:
        kept.remove(next((one for one in kept if not one.texts), kept[0]))
    _write(request, kept)


def is_waiting(request: Request) -> bool:
    """Whether somebody's form waits for its writer to sign in."""
    return bool(_waiting(request))


def for_writer(request: Request) -> list[KeptForm]:
    """The kept forms of the person who is signed in; what is another's or too old is forgotten now."""
    if request.actor.id is None or _PLACE not in request.session:
        return []
    mine = [one for one in _waiting(request) if one.person == request.actor.id]
    if len(mine) != len(request.session[_PLACE]):
        _write(request, mine)
    return mine


def forget_sent(request: Request, kept: list[KeptForm]) -> None:
    """The form that was sent now, told from the same step of another page by the page that it came from."""
    came_from = urlsplit(request.headers.get("Referer", "")).path
    sent = [one for one in kept if one.action == request.path and came_from in ("", one.page)]
    if sent:
        _write(request, [one for one in kept if one not in sent])


def _waiting(request: Request) -> list[KeptForm]:
    """Oldest first."""
    found = (KeptForm(**one) for one in request.session.get(_PLACE, []))
    return [one for one in found if time.time() < one.until]


def _write(request: Request, kept: list[KeptForm]) -> None:
    if kept:
        request.session[_PLACE] = [asdict(one) for one in kept]
    else:
        request.session.pop(_PLACE, None)


def told(shown: list[KeptForm], kept: list[KeptForm]) -> dict[str, list[str]]:
    """For the page of `shown`: what was written there, and where the others stand."""
    pages = {one.page for one in kept} - {one.page for one in shown}
    return {"texts": [text for one in shown for text in one.texts], "others": sorted(pages)}


def fill(kept: KeptForm, response: HttpResponse) -> None:
    """Write it into the form of the page, where that form still stands there."""
    html = response.content.decode(response.charset)
    response.content = refill(html, page=kept.page, action=kept.action, typed=kept.typed).encode(response.charset)


def _is_about_secrets(request: Request) -> bool:
    """The pages of passwords and second factors."""
    match = request.resolver_match
    return bool(match and (match.url_name or "").startswith(("mfa_", "account_", "change-password", "sign-")))
