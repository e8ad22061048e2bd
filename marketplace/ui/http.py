"""A request as our views meet it: with the actor and the id that the middleware of `marketplace.web` puts on it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from marketplace.kernel.actors import Actor


class Request(HttpRequest):
    """For annotations only: Django makes the object, the middleware fills these in before any view runs."""

    actor: Actor
    request_id: str
    refusal_url: str
    htmx: HtmxDetails
