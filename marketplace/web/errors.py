"""The error pages. The last of them asks the database for nothing, so that it works when none answers."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from marketplace.kernel.errors import Refusal
from marketplace.kernel.outages import outage_behind

_TEMPLATES = {status: f"{status}.html" for status in (400, 403, 404, 409, 422, 429, 503)}


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal, with its reason and its code."""
    response = _page(request, refusal.status, reason=str(refusal), code=refusal.code)
    if refusal.status == 503:
        response["Retry-After"] = "60"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no form of ours sends."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not for this person."""
    return _page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or that another site sent."""
    return _page(
        request, 403, reason=_("Formulir ini sudah kedaluwarsa. Buka lagi halamannya, lalu kirim ulang."), code="CSRF"
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing for this person to see: the answer is the same."""
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Slow down."""
    return _page(
        request,
        429,
        reason=_("Terlalu banyak permintaan dari jaringan Anda. Coba lagi satu menit lagi."),
        code="TOO_MANY",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect of ours, or a database or disk that is away: nothing around the page may ask it."""
    request_id = getattr(request, "request_id", "")
    if outage := outage_behind(sys.exception()):
        text = render_to_string("503.html", {"request_id": request_id, "message": str(outage)})
        response = HttpResponse(text, status=503, headers={"Retry-After": str(outage.retry_seconds)})
        return _told(response, str(outage), outage.code)
    return HttpResponse(render_to_string("500.html", {"request_id": request_id}), status=500)


def _page(request: HttpRequest, status: int, *, reason: str = "", code: str = "") -> HttpResponse:
    context = {"message": reason, "refusal_code": code, "request_id": getattr(request, "request_id", "")}
    return _told(render(request, _TEMPLATES[status], context, status=status), reason, code)


def _told(response: HttpResponse, reason: str, code: str) -> HttpResponse:
    """The reason and its code also beside the page, for programs: `api.middleware` sends them what it says."""
    if code:
        response["X-Refusal-Code"] = code
    response.reason = reason  # type: ignore[attr-defined]
    return response
