"""Who a program acts for: the bearer of a token, or the person signed in to the site (then CSRF is asked too)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from marketplace.accounts.actors import actor_for
from marketplace.accounts.address import client_address
from marketplace.api.keys import token_for
from marketplace.api.models import ApiToken
from marketplace.ui.http import Request


class ApiRequest(Request):
    """With the token that was shown, if one was. For annotations only."""

    api_token: ApiToken


class TokenAuthentication(HttpBearer):
    """`Authorization: Bearer dsr_…`. The roles are those in force now, as on the pages."""

    def __call__(self, request: ApiRequest) -> Any:
        given = request.headers.get("Authorization", "")
        if not given:
            return None
        kind, _space, key = given.partition(" ")
        if kind.lower() != "bearer" or (actor := self.authenticate(request, key.strip())) is None:
            # A token that does not hold is never helped by a session that happens to be there.
            raise AuthenticationError()
        return actor

    def authenticate(self, request: ApiRequest, token: str) -> Any:
        """The actor, also set as `request.actor`; None for a token that is unknown, over, or revoked."""
        now = timezone.now()
        found = token_for(token, at=now)
        if found is None:
            return None
        request.actor = actor_for(
            found.user, at=now, address=client_address(request), request_id=getattr(request, "request_id", "")
        )
        request.api_token = found
        return request.actor


class SessionAuthentication(APIKeyCookie):
    """The site's own session, as far as the middleware let it in: second factor given, not idle, not over."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: Request) -> str | None:
        return super()._get_key(request) if request.actor.id is not None else None

    def authenticate(self, request: Request, key: str | None) -> Any:
        actor = request.actor
        return actor if actor.id is not None else None


AUTHENTICATION = [TokenAuthentication(), SessionAuthentication()]
