"""Who may open a page: every view says it, and a view that says nothing is refused by `marketplace.web`.

    @public                     everybody
    @signed_in                  whoever has signed in, with or without a role
    @roles(Role.TREASURER)      whoever holds one of these roles now, in any organisation
    @step_up                    below one of them: who sends this form is asked again, unless asked just now

The roles open the room; which objects are inside is decided by the actor's own queryset, and each step by its policy.
`manage.py url_roles` writes what the decorators say to `docs/url-roles.csv`; a test compares the two.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.accounts import kept_forms
from marketplace.accounts.roles import Role
from marketplace.kernel.errors import NotPermitted
from marketplace.ui.http import Request

V = TypeVar("V", bound=Callable[..., HttpResponseBase])
ATTRIBUTE = "dasaran_access"
#: In the address of the sign-in page: a form came too late and was not sent.
SESSION_ENDED = "sesi-berakhir"


@dataclass(frozen=True)
class Access:
    """What a view declares: `public`, `signed_in` or `roles`, and which."""

    kind: str
    roles: frozenset[Role] = frozenset()

    def describe(self) -> str:
        """The cell of the URL × role matrix."""
        if self.kind != "roles":
            return self.kind
        return " ".join(role.value for role in Role if role in self.roles)


class RoomClosed(NotPermitted):
    """The page belongs to roles that the actor does not hold."""

    code = "ROOM_CLOSED"
    template = _("Halaman ini hanya untuk peran tertentu yang saat ini tidak Anda pegang.")


class AuditorReadsOnly(NotPermitted):
    """An auditor sent what would change something of others."""

    code = "AUDITOR_READS_ONLY"
    template = _("Pengawas hanya membaca. Percobaan ini dicatat di jejak audit.")


def access_of(view: Any) -> Access | None:
    """What a view declares, or None when it declares nothing."""
    return getattr(view, ATTRIBUTE, None)


def public(view: V) -> V:
    """Everybody may open it, without an account."""
    return _declare(view, Access("public"))


def signed_in(view: V) -> V:
    """Whoever has signed in completely, second factor included."""
    return _declare(view, Access("signed_in"))


def roles(*wanted: Role) -> Callable[[V], V]:
    """Whoever holds one of these roles now. Raises RoomClosed for the others; visitors are sent to sign in."""
    if not wanted:
        raise TypeError("@roles needs at least one role; use @signed_in or @public")
    access = Access("roles", frozenset(Role(role) for role in wanted))
    return lambda view: _declare(view, access)


def step_up(view: V) -> V:
    """A form that binds or moves money: ask for password or code again when the last answer is five minutes old (T-05).

    What was sent is kept and goes on by itself after the answer. Files are not kept: do not use it on uploads.
    """

    @wraps(view)
    def asked_again(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.STEP_UP_REQUIRED and request.method == "POST" and not answered_recently(request):
            raise ReauthenticationRequired()
        return view(request, *args, **kwargs)

    return cast(V, asked_again)


def answered_recently(request: Request) -> bool:
    """Whether this session gave a password or a code within the last minutes, by the server's clock."""
    answers = get_authentication_records(request, request.user)
    return bool(answers) and time.time() - answers[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def enforce(request: Request, access: Access) -> HttpResponse | None:
    """None when the actor may enter; otherwise the way to the sign-in page. Raises RoomClosed."""
    if access.kind == "public":
        return None
    if request.actor.id is None:
        return _to_sign_in(request)
    if access.kind == "roles" and not any(request.actor.holds(role) for role in access.roles):
        raise RoomClosed()
    return None


def _to_sign_in(request: Request) -> HttpResponse:
    """The sign-in page, with the way back to the page asked for, or to the page whose form was sent and is kept."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(_sign_in_address(next=request.get_full_path()))
    page = _page_of_form(request)
    kept_forms.keep(request, page=page)
    address = _sign_in_address(next=page, **{SESSION_ENDED: "1"})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _sign_in_address(**facts: str) -> str:
    given = {name: value for name, value in facts.items() if value}
    return reverse("accounts:sign-in") + (f"?{urlencode(given)}" if given else "")


def _page_of_form(request: Request) -> str:
    """Where the form stood, as the browser says; nothing when it stood on another site."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return ""
    return page.path + (f"?{page.query}" if page.query else "")


def _declare(view: V, access: Access) -> V:
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return enforce(request, access) or view(request, *args, **kwargs)

    setattr(guarded, ATTRIBUTE, access)
    return cast(V, guarded)
