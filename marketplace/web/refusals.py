"""From a refusal to what the person sees: a message where the button was, or a page with the reason."""

from urllib.parse import urlsplit

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from marketplace.kernel.errors import ExternalFailure, Refusal, RuleViolation
from marketplace.web import errors


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Back to the page with the button where the law or the outside world said no; otherwise a page with the reason.

    Who may not do it (403) and what is not there (404) always get a page with that status, so that a program sees it.
    """
    structlog.get_logger("web").info("refused", code=refusal.code, path=request.path, status=refusal.status)
    back = _way_back(request) if isinstance(refusal, RuleViolation | ExternalFailure) else None
    if request.method == "POST" and back:
        messages.error(request, str(refusal))
        return _redirect(request, back)
    return errors.refused(request, refusal)


def _redirect(request: HttpRequest, address: str) -> HttpResponse:
    """303, so that the browser asks with GET; htmx is told to load the page, so that its message is seen."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def _way_back(request: HttpRequest) -> str | None:
    """The page that the view named, or the one whose button was pressed, on this site only."""
    address = getattr(request, "refusal_url", None) or request.headers.get("Referer", "")
    if not address or not url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return None
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
