"""A request as our views meet it: with the actor and the id that the middleware of `marketplace.web` puts on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import Refusal


class Request(HttpRequest):
    """For annotations only: Django makes the object, the middleware fills these in before any view runs."""

    actor: Actor
    request_id: str
    refusal_url: str
    kept_form: object
    htmx: HtmxDetails


def for_programs(request: HttpRequest) -> bool:
    """Whether this address belongs to the API: its answers are read by programs, whatever goes wrong on the way."""
    return request.path_info == "/api" or request.path_info.startswith("/api/")


def already_past(request: HttpRequest, refusal: Refusal, address: str) -> HttpResponse:
    """The answer to a form whose step is over, pressed twice or from an old page: what is so now, with the reason."""
    messages.warning(request, str(refusal))
    return redirect(address)
