"""Who signed in on this device last, by a signed cookie of a year (T-57). It opens nothing."""

from __future__ import annotations

from django.core import signing
from django.http import HttpResponse

from marketplace.accounts.models import User
from marketplace.ui.http import Request

_COOKIE, _SALT, _YEAR_SECONDS = "perangkat", "accounts.known-device", 365 * 24 * 60 * 60


def person_of_device(request: Request) -> int | None:
    """Who signed in on this device before."""
    try:
        return int(signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_YEAR_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def remember_device(request: Request, response: HttpResponse, user: User) -> HttpResponse:
    """This device is known from now on: somebody else's failures elsewhere do not keep the person out (T-57)."""
    response.set_cookie(
        _COOKIE,
        signing.dumps(user.pk, salt=_SALT),
        max_age=_YEAR_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response
