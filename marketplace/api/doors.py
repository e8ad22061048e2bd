"""What every operation declares: who may ask, which parameters it knows, and whether it binds money.

    @api.get("/orders", response=answers(OrderPage))
    @door(access=signed_in, query=PageQuery)

`manage.py url_roles` names the package for all of these addresses; docs/api-roles.csv names each operation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.utils import timezone
from ninja import Schema

from marketplace.accounts.access import AuditorReadsOnly, RoomClosed, answered_recently
from marketplace.accounts.roles import AUDITOR_ROLES, Role
from marketplace.api.errors import AskedAgain, TokenReadsOnly, UnknownParameter
from marketplace.oversight.services import note_refused_write
from marketplace.ui.http import Request

ATTRIBUTE = "dasaran_door"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Operation = Callable[..., Any]


@dataclass(frozen=True)
class Door:
    """`kind` is public, signed_in or roles; `binds` where a session is asked for its password again."""

    kind: str
    roles: frozenset[Role] = frozenset()
    binds: bool = False

    def describe(self) -> str:
        return self.kind if self.kind != "roles" else " ".join(role.value for role in Role if role in self.roles)


PUBLIC = Door("public")
SIGNED_IN = Door("signed_in")


def for_roles(*roles: Role, binds: bool = False) -> Door:
    return Door("roles", frozenset(roles), binds)


def door(access: Door, query: type[Schema] | None = None) -> Callable[[Operation], Operation]:
    """Declare an operation's access and enforce it. Raises the refusals of `errors` and RoomClosed."""
    known = frozenset(query.model_fields) if query else frozenset()

    def declare(operation: Operation) -> Operation:
        @wraps(operation)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> Any:
            _enforce(request, access)
            unknown = sorted(set(request.GET) - known)
            if unknown:
                raise UnknownParameter(names=", ".join(unknown)[:200])
            return operation(request, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, access)
        return guarded

    return declare


def _enforce(request: Request, access: Door) -> None:
    actor = request.actor
    token = getattr(request, "api_token", None)
    if request.method not in SAFE:
        if actor.holds_any(*AUDITOR_ROLES):
            note_refused_write(actor=actor, method=request.method or "", path=request.path, at=timezone.now())
            raise AuditorReadsOnly()
        if token is not None and not token.may_write:
            raise TokenReadsOnly()
    if access.kind == "roles" and not actor.holds_any(*access.roles):
        raise RoomClosed()
    if access.binds and token is None and settings.STEP_UP_REQUIRED and not answered_recently(request):
        raise AskedAgain()
