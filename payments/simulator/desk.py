"""What every handler is given: the store, the planned faults, and Stripe's habits of listing and expanding."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .faults import Faults
from .forms import Params, whole_number
from .routing import ApiError, no_such
from .store import Body, Store

QUIET_AFTER_SECONDS = 2 * 86_400


def _nobody(_event: str, **_facts: Any) -> None:
    return None


@dataclass
class Desk:
    store: Store
    faults: Faults
    api_key: str = ""
    key_life_seconds: int = 86_400
    log: Callable[..., None] = _nobody
    wake_courier: Callable[[], None] = field(default=lambda: None)

    def take(self, kind: str, object_id: str) -> Body:
        body = self.store.find(object_id, kind)
        if body is None:
            raise no_such(kind, object_id)
        return body

    def page(
        self,
        kind: str,
        params: Params,
        *,
        url: str,
        labels: dict[str, str] | None = None,
        keep: Callable[[Body], bool] = lambda _body: True,
    ) -> Body:
        """One page of Stripe's list shape, newest first."""
        limit = min(max(whole_number(params, "limit", 10), 1), 100)
        before = None
        if params.get("starting_after"):
            before = self.store.position_of(params["starting_after"])
            if before is None:
                raise no_such(kind, params["starting_after"])
        chosen: list[Body] = []
        for body in self.store.newest(kind, labels=labels, before=before):
            if keep(body) and _created_matches(body, params.get("created")):
                chosen.append(body)
            if len(chosen) > limit:
                break
        data = [self.expanded(body, params, prefix="data.") for body in chosen[:limit]]
        return {"object": "list", "url": url, "has_more": len(chosen) > limit, "data": data}

    def expanded(self, body: Body, params: Params, *, prefix: str = "") -> Body:
        """Replace ids by their objects along each `expand` path."""
        paths = params.get("expand") or []
        for path in paths if isinstance(paths, list) else [paths]:
            node = body
            for name in path.removeprefix(prefix).split("."):
                if isinstance(node.get(name), str):
                    node[name] = self.store.find(node[name]) or node[name]
                if not isinstance(node.get(name), dict):
                    break
                node = node[name]
        return body

    def announce(self, kind: str, body: Body, *, at: datetime) -> Body:
        """Record an event in the same transaction; the courier delivers it, unless it tells seeded history."""
        created = int(at.timestamp())
        event = self.store.insert(
            "event",
            {
                "id": self.store.new_id("evt"),
                "object": "event",
                "api_version": "2026-10-28.endive",
                "created": created,
                "data": {"object": body},
                "livemode": False,
                "pending_webhooks": 0,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            },
            labels={"type": kind},
        )
        if datetime.now(at.tzinfo).timestamp() - created < QUIET_AFTER_SECONDS:
            for endpoint in self.store.newest("webhook_endpoint"):
                wanted = endpoint["enabled_events"]
                if endpoint["status"] == "enabled" and ("*" in wanted or kind in wanted):
                    self.store.sql.execute(
                        "INSERT INTO delivery (event_id, endpoint_id, due_at) VALUES (?, ?, 0)",
                        (event["id"], endpoint["id"]),
                    )
        return event


def _created_matches(body: Body, wanted: Any) -> bool:
    if not wanted:
        return True
    if not isinstance(wanted, dict):
        return body["created"] == whole_number({"created": wanted}, "created")
    tests = {
        "gt": lambda made, bound: made > bound,
        "gte": lambda made, bound: made >= bound,
        "lt": lambda made, bound: made < bound,
        "lte": lambda made, bound: made <= bound,
    }
    if not wanted.keys() <= tests.keys():
        raise ApiError(400, "invalid_request_error", "Invalid created filter.", param="created")
    return all(tests[name](body["created"], whole_number(wanted, name)) for name in wanted)
