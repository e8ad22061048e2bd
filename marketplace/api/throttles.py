"""The pace of programs: by person where somebody is known, by address otherwise. Rates are settings."""

from __future__ import annotations

from django.conf import settings
from ninja.throttling import SimpleRateThrottle

from marketplace.accounts.address import client_address
from marketplace.ui.http import Request


class Pace(SimpleRateThrottle):
    """Counts requests of a person, or of an address without one. Answers 429 with Retry-After."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.scope = f"api_{who}"
        super().__init__(settings.API_RATES[who])

    def get_cache_key(self, request: Request) -> str | None:
        actor = request.actor
        if (self.who == "visitor") != (actor.id is None):
            return None
        ident = actor.id if actor.id is not None else client_address(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


def paces() -> list[Pace]:
    return [Pace("visitor"), Pace("person")]
