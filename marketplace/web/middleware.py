"""What happens around every page, from the outside in.

RequestIdentity     a name for the request, in the log and in the answer
ActingPerson        who acts, with the roles in force now; sessions end in time; the second factor is complete
ReadableAddresses   no address holds what no database keeps
DeclaredAccess      a view that does not say who may open it is opened by nobody
SearchPace          visitors search at the pace of people
KeptForms           forms that came after the session ended stand filled in again for their writer
RefusalsToPages     the four families of refusal, each turned into a page or a message exactly here
PrivatePages        what a signed-in person sees is kept by no cache
"""

import re
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth import logout
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from marketplace.accounts import access, kept_forms, second_factor, session_rules
from marketplace.accounts.actors import actor_for
from marketplace.accounts.address import client_address
from marketplace.kernel.errors import Refusal, constraint_of, refusal_for_constraint
from marketplace.kernel.ids import new_id
from marketplace.ui.http import Request, for_programs
from marketplace.web import errors
from marketplace.web.matrix import OWN_ACCESS
from marketplace.web.refusals import answer_refusal

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[0-9A-Za-z\-]{8,64}")
SEARCHES_PER_MINUTE = 60


class RequestIdentity:
    """Names each request; a proxy may have named it already."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request.request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        structlog.contextvars.bind_contextvars(request_id=request.request_id)
        try:
            response = self.get_response(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        response["X-Request-ID"] = request.request_id
        return response


class ChosenLanguage:
    """The language of the switch, kept in a cookie; without it Indonesian, whatever the browser was installed with.

    Papers, deadlines and refusals are read out and photographed: two officers at one desk see the same words. A program
    has no switch: it says in `Accept-Language` what it wants to read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        if for_programs(request):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Cookie",))
        elif for_programs(request):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class ActingPerson:
    """Sets `request.actor`, and closes a session that is idle or old, or whose second factor is missing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        now = timezone.now()
        request.actor = self._actor(request, now)
        if request.actor.id is not None:
            if session_rules.has_ended(request.session, actor=request.actor, now=now):
                logout(request)
                request.actor = self._actor(request, now)
            else:
                session_rules.touch(request, now=now)
        if response := second_factor.demand(request):
            return response
        return self.get_response(request)

    @staticmethod
    def _actor(request: Request, now: Any) -> Any:
        return actor_for(request.user, at=now, address=client_address(request), request_id=request.request_id)


class DeclaredAccess:
    """Deny by default (T-14): without `@public`, `@signed_in` or `@roles` a view is answered with 404."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., Any], args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Let declared views through; the API authenticates each operation by itself."""
        match = request.resolver_match
        if access.access_of(view) is not None or (match and OWN_ACCESS & set(match.app_names)):
            return None
        structlog.get_logger("web").error("view without declared access", path=request.path)
        return errors.not_found(request)


class ReadableAddresses:
    """An address with a NUL is written by no browser and kept by no database: 400 before anything looks it up."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if "\x00" in request.path_info or any(
            "\x00" in text for name, values in request.GET.lists() for text in (name, *values)
        ):
            return errors.bad_request(request)
        return self.get_response(request)


class SearchPace:
    """A visitor may search about once a second; officers at work are not counted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if request.actor.id is None and request.GET.get("q") and self._too_fast(request):
            response = errors.too_many(request)
            response["Retry-After"] = "60"
            return response
        return self.get_response(request)

    @staticmethod
    def _too_fast(request: Request) -> bool:
        key = f"search-pace:{request.actor.address}"
        if cache.add(key, 1, timeout=60):
            return False
        try:
            return cache.incr(key) > SEARCHES_PER_MINUTE
        except ValueError:  # the minute ended between the two lines
            return False


class KeptForms:
    """Shows a person again what they had typed when their session ended, until they send it or half an hour passed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        kept = kept_forms.for_writer(request)
        asks = request.method == "GET" and not request.htmx
        shown = [one for one in kept if asks and one.page == request.path]
        request.kept_form = kept_forms.told(shown, kept) if shown else None
        response = self.get_response(request)
        if kept and request.method == "POST" and response.status_code != 403:
            kept_forms.forget_sent(request, kept)
        elif shown and response.status_code == 200 and response.get("Content-Type", "")[:9] == "text/html":
            for one in shown:
                kept_forms.fill(one, response)
        return response


class RefusalsToPages:
    """Refusals become pages or messages here and nowhere else; anything else is a defect and rises."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        """The answer to a refusal, or to a constraint that stands for one; None for a defect."""
        if isinstance(error, IntegrityError):
            refusal = refusal_for_constraint(constraint_of(error))
            if refusal is None:
                return None
            error = refusal()
        if isinstance(error, Refusal):
            return answer_refusal(request, error)
        return None


class PrivatePages:
    """No shared or browser cache keeps the page of a signed-in person or of a form with their data (T-50)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ("HX-Request",))
        personal = request.user.is_authenticated or request.method not in ("GET", "HEAD")
        named_by_content = "immutable" in response.get("Cache-Control", "")  # public pictures only
        if personal and not named_by_content:
            response.headers.pop("Cache-Control", None)
            patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
        return response
