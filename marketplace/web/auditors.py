"""Auditors read. Whatever else they send is refused and logged, wherever it was aimed (T47)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from marketplace.accounts.access import AuditorReadsOnly
from marketplace.accounts.roles import AUDITOR_ROLES, Role
from marketplace.oversight.services import note_refused_write
from marketplace.ui.http import Request
from marketplace.web import errors

#: What everybody may send: their own account, language and theme, their own notices, their own tokens.
OWN_AFFAIRS = frozenset({"accounts", "account", "mfa", "web", "notices"})
OWN_PAGES = frozenset({"set_language", "api:tokens", "api:revoke-token", "documents:check"})
#: What an auditor answers about a question; it changes nothing of a purchase, and its own use case decides and logs.
OWN_WORK = frozenset({"oversight:flag"})
#: The one thing an internal auditor may do to an order: hold it, and release it.
HOLDS = frozenset({"oversight:hold-place", "oversight:hold-release"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ReadOnlyAuditors:
    """Stands before every view: an auditor's POST never reaches one that could change anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """403 with its reason, and an entry in the log; None lets the request go on."""
        if (
            request.method in SAFE
            or not request.actor.holds_any(*AUDITOR_ROLES)
            or is_own_affair(request)
            or is_hold(request)
        ):
            return None
        note_refused_write(actor=request.actor, method=request.method or "", path=request.path, at=timezone.now())
        return errors.refused(request, AuditorReadsOnly())


def is_hold(request: Request) -> bool:
    """The internal auditor holds or releases an order."""
    match = request.resolver_match
    return bool(match and match.view_name in HOLDS and request.actor.holds_any(Role.INTERNAL_AUDITOR))


def is_own_affair(request: Request) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    outer = match.app_names[0] if match.app_names else ""
    if outer == "api" and match.view_name.startswith("api:v1:"):
        return True  # the API refuses and logs by itself, in JSON and for tokens too
    return (
        outer in OWN_AFFAIRS
        or match.view_name in OWN_PAGES | OWN_WORK
        or match.view_name.startswith(("account_", "mfa_"))
    )
