"""Refusals of this door, and the one place where a refusal becomes JSON."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from marketplace.api.mistakes import mistake
from marketplace.kernel.errors import (
    DATABASE_AWAY,
    NotFound,
    NotPermitted,
    Refusal,
    RuleViolation,
    constraint_of,
    refusal_for_constraint,
)
from marketplace.kernel.money import Rupiah
from marketplace.kernel.outages import outage_behind


class TokenReadsOnly(NotPermitted):
    code = "TOKEN_READS_ONLY"
    template = _("Token ini hanya untuk membaca.")


class AskedAgain(NotPermitted):
    """A session must have given its password or code within the last minutes before it binds money (T-05)."""

    code = "STEP_UP_REQUIRED"
    template = _("Masukkan lagi kata sandi atau kode Anda di situs, lalu ulangi.")


class UnknownParameter(RuleViolation):
    code = "UNKNOWN_PARAMETER"
    template = _("Parameter tidak dikenal: {names}.")
    status = 400


class UnknownValue(RuleViolation):
    """A filter that names nothing would be an empty list, and read as “there are none”."""

    code = "UNKNOWN_VALUE"
    template = _("Nilai `{parameter}` tidak dikenal: {value}. Nilai yang dapat dipakai ada di `allowed`.")
    status = 400


class TooManyTokens(RuleViolation):
    code = "TOO_MANY_TOKENS"
    template = _("Anda sudah punya {count} token yang berlaku. Cabut salah satu lebih dahulu.")


def plain(value: Any) -> Any:
    """A fact as JSON: rupiah as whole numbers, everything else that is not plain as text."""
    if isinstance(value, Rupiah):
        return value.idr
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return str(value)


def problem(code: str, message: str | Promise, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"code": code, "message": str(message), "facts": plain(facts or {})}


def install(api: NinjaAPI) -> None:
    """Map every family to its status, once."""

    def answer(request: HttpRequest, status: int, body: dict[str, Any], **headers: str) -> HttpResponse:
        response = api.create_response(request, body, status=status)
        for name, value in headers.items():
            response[name.replace("_", "-")] = value
        return response

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, error: Refusal) -> HttpResponse:
        headers = {"Retry_After": "60"} if error.status == 503 else {}
        return answer(request, error.status, problem(error.code, str(error), error.facts), **headers)

    @api.exception_handler(IntegrityError)
    def constraint(request: HttpRequest, error: IntegrityError) -> HttpResponse:
        refusal = refusal_for_constraint(constraint_of(error))
        if refusal is None:
            raise error
        return refused(request, refusal())

    def outage(request: HttpRequest, error: Exception) -> HttpResponse:
        away = outage_behind(error)
        if away is None:
            raise error
        return answer(request, 503, problem(away.code, str(away)), Retry_After=str(away.retry_seconds))

    for kind in (*DATABASE_AWAY, OSError):
        api.add_exception_handler(kind, outage)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        facts = {"errors": [mistake(one) for one in error.errors]}
        if all(one["loc"][0] == "query" for one in error.errors):
            return answer(request, 400, problem("BAD_PARAMETER", _("Parameter tidak sesuai."), facts))
        return answer(request, 422, problem("VALIDATION", _("Isian tidak sesuai."), facts))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        message = _("Masuk dahulu, atau kirim token yang berlaku.")
        return answer(request, 401, problem("NOT_SIGNED_IN", message), WWW_Authenticate='Bearer realm="Dasaran"')

    @api.exception_handler(Throttled)
    def slower(request: HttpRequest, error: Throttled) -> HttpResponse:
        wait = str(int(error.wait or 60))
        return answer(request, 429, problem("TOO_MANY", _("Terlalu banyak permintaan."), {}), Retry_After=wait)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return refused(request, NotFound())

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        if error.status_code == 403:
            return answer(request, 403, problem("CSRF", _("Sertakan token CSRF dari halaman situs ini.")))
        return answer(request, error.status_code, problem("BAD_REQUEST", _("Isi permintaan ini bukan JSON.")))
