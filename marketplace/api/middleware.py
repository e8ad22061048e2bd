"""Whatever goes wrong on the way to the API, a program reads JSON: no such address or method, too fast, a defect."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.api.errors import problem
from marketplace.kernel.errors import NotFound, NotPermitted
from marketplace.ui.http import Request, for_programs

_UNREADABLE = _("Permintaan ini tidak dapat dibaca.")
_PROBLEMS: dict[int, tuple[str, str | Promise]] = {
    400: ("BAD_REQUEST", _UNREADABLE),
    403: (NotPermitted.code, NotPermitted.template),
    404: (NotFound.code, NotFound.template),
    405: ("METHOD_NOT_ALLOWED", _("Alamat ini tidak mengenal metode {method}.")),
    500: ("DEFECT", _("Ada kesalahan di pihak kami, dan sudah tercatat. Sebutkan X-Request-ID bila melapor.")),
}
_ELSEWHERE = ("SECOND_FACTOR_MISSING", _("Pasang dahulu verifikasi dua langkah di situs ini, lalu ulangi."))


class ProgramsReadJson:
    """Stands around everything that might answer an address of the API with a page, and says the same as JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if not for_programs(request):
            return self.get_response(request)
        asked = request.method
        if asked == "HEAD":  # answered as GET; the server leaves out the body
            request.method = "GET"
        response = self.get_response(request)
        request.method = asked
        leads_away = response.has_header("Location") and not response["Location"].startswith("/api/")
        is_page = response.status_code >= 400 and response.get("Content-Type", "").startswith("text/html")
        return self._as_json(request, response, leads_away) if leads_away or is_page else response

    @staticmethod
    def _as_json(request: Request, response: HttpResponse, leads_away: bool) -> HttpResponse:
        """The same answer with another body. A page to which one is sent is for persons: 403."""
        with translation.override(getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)):
            if leads_away:
                response.status_code = 403
                del response["Location"]
            known = _PROBLEMS.get(response.status_code, ("BAD_REQUEST", _UNREADABLE))
            code, sentence = _ELSEWHERE if leads_away else known
            reason = getattr(response, "reason", "") or str(sentence).format(method=(request.method or "")[:20])
            body = problem(response.get("X-Refusal-Code", code), reason)
        response.content = json.dumps(body, ensure_ascii=False).encode()
        response["Content-Type"] = "application/json; charset=utf-8"
        response["Content-Length"] = str(len(response.content))
        return response
