"""The table of addresses, and how an answer or an error looks in Stripe's shape."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .desk import Desk


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """A refusal that changes nothing: the transaction around it is rolled back."""

    def __init__(
        self, status: int, kind: str, message: str, *, code: str | None = None, param: str | None = None
    ) -> None:
        super().__init__(message)
        self.answer = Answer(status, error_body(kind, message, code=code, param=param))


def error_body(kind: str, message: str, *, code: str | None = None, param: str | None = None, **more: Any) -> dict:
    facts = {"type": kind, "message": message, "code": code, "param": param, **more}
    return {"error": {key: value for key, value in facts.items() if value is not None}}


def no_such(what: str, object_id: str) -> ApiError:
    return ApiError(404, "invalid_request_error", f"No such {what}: '{object_id}'", code="resource_missing", param="id")


Handler = Callable[..., Any]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    handler: Handler


ROUTES: list[Route] = []


def route(method: str, template: str) -> Callable[[Handler], Handler]:
    """Register `handler(desk, params, **path_parts)` for an address such as `/v1/refunds/{refund_id}`."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template))

    def register(handler: Handler) -> Handler:
        ROUTES.append(Route(method, pattern, handler))
        return handler

    return register


def dispatch(desk: "Desk", method: str, path: str, params: dict[str, Any]) -> Answer:
    """Find the handler and call it. Raises ApiError."""
    known_path = False
    for candidate in ROUTES:
        match = candidate.pattern.fullmatch(path)
        if match is None:
            continue
        known_path = True
        if candidate.method == method:
            result = candidate.handler(desk, params, **match.groupdict())
            return result if isinstance(result, Answer) else Answer(200, result)
    status = 405 if known_path else 404
    raise ApiError(status, "invalid_request_error", f"Unrecognized request URL ({method}: {path}).")
