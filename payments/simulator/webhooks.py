"""Events told by webhook: endpoints, `Stripe-Signature`, and a courier that retries until it is answered."""

import hashlib
import hmac
import http.client
import json
import random
import threading
import time
from urllib.parse import urlsplit

from .desk import Desk
from .forms import Params, required
from .routing import ApiError, route
from .store import Body

GIVE_UP_AFTER_TRIES = 60
LONGEST_PAUSE_SECONDS = 60
ANSWER_WITHIN_SECONDS = 5
LOOK_EVERY_SECONDS = 0.5


@route("POST", "/v1/webhook_endpoints")
def create_endpoint(desk: Desk, params: Params) -> Body:
    return _insert_endpoint(
        desk,
        url=required(params, "url"),
        secret=f"whsec_{desk.store.new_token(32)}",
        enabled_events=params.get("enabled_events") or ["*"],
    )


@route("GET", "/v1/webhook_endpoints")
def list_endpoints(desk: Desk, params: Params) -> Body:
    page = desk.page("webhook_endpoint", params, url="/v1/webhook_endpoints")
    page["data"] = [_public(endpoint) for endpoint in page["data"]]
    return page


@route("DELETE", "/v1/webhook_endpoints/{endpoint_id}")
def delete_endpoint(desk: Desk, params: Params, endpoint_id: str) -> Body:
    endpoint = desk.take("webhook_endpoint", endpoint_id)
    desk.store.save(endpoint | {"status": "disabled"})
    desk.store.sql.execute(
        "UPDATE delivery SET state = 'dropped' WHERE endpoint_id = ? AND state = 'waiting'", (endpoint_id,)
    )
    return {"id": endpoint_id, "object": "webhook_endpoint", "deleted": True}


@route("GET", "/v1/events/{event_id}")
def retrieve_event(desk: Desk, params: Params, event_id: str) -> Body:
    return desk.take("event", event_id)


@route("GET", "/v1/events")
def list_events(desk: Desk, params: Params) -> Body:
    labels = {"type": params["type"]} if params.get("type") else None
    return desk.page("event", params, url="/v1/events", labels=labels)


def configure_endpoint(desk: Desk, *, url: str, secret: str) -> None:
    """The endpoint of the command line: one, moved along when the site starts at another address."""
    _checked(url)
    known = next(desk.store.newest("webhook_endpoint", labels={"metadata.origin": "command line"}), None)
    if known:
        desk.store.save(known | {"url": url, "secret": secret, "status": "enabled"})
    else:
        _insert_endpoint(desk, url=url, secret=secret, enabled_events=["*"], metadata={"origin": "command line"})


def _insert_endpoint(
    desk: Desk, *, url: str, secret: str, enabled_events: list[str], metadata: dict[str, str] | None = None
) -> Body:
    return desk.store.insert(
        "webhook_endpoint",
        {
            "id": desk.store.new_id("we"),
            "object": "webhook_endpoint",
            "created": int(time.time()),
            "enabled_events": enabled_events,
            "livemode": False,
            "metadata": metadata or {},
            "secret": secret,
            "status": "enabled",
            "url": _checked(url),
        },
    )


def _checked(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ApiError(400, "invalid_request_error", "Not a valid URL", param="url")
    return url


def signature_header(body: bytes, *, secret: str, timestamp: int) -> str:
    """Stripe's scheme v1: HMAC-SHA256 over `timestamp.body`."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


class Courier(threading.Thread):
    """Delivers what is due, at least once, one after the other; planned faults duplicate, reorder, delay or drop."""

    def __init__(self, desk: Desk, *, seed: int | None = None) -> None:
        super().__init__(name="courier", daemon=True)
        self._desk = desk
        self._random = random.Random(seed)
        self._awake = threading.Event()
        self._stopping = False

    def wake(self) -> None:
        self._awake.set()

    def stop(self) -> None:
        self._stopping = True
        self._awake.set()
        self.join(timeout=ANSWER_WITHIN_SECONDS + 1)

    def run(self) -> None:
        while not self._stopping:
            self._awake.wait(LOOK_EVERY_SECONDS)
            self._awake.clear()
            for due in self._due():
                if self._stopping:
                    return
                self._deliver(*due)

    def _due(self) -> list[tuple[int, int, Body, Body]]:
        with self._desk.store.transaction():
            rows = self._desk.store.sql.execute(
                "SELECT d.id, d.tries, e.body AS event, w.body AS endpoint FROM delivery d"
                " JOIN object e ON e.id = d.event_id JOIN object w ON w.id = d.endpoint_id"
                " WHERE d.state = 'waiting' AND d.due_at <= ? ORDER BY d.due_at, d.id LIMIT 100",
                (time.time(),),
            ).fetchall()
        due = [(row["id"], row["tries"], json.loads(row["event"]), json.loads(row["endpoint"])) for row in rows]
        if self._desk.faults.strikes("webhook_reorder"):
            self._random.shuffle(due)
        return due

    def _deliver(self, delivery_id: int, tries: int, event: Body, endpoint: Body) -> None:
        faults = self._desk.faults
        if faults.strikes("webhook_drop"):
            self._settle(delivery_id, "dropped")
            return
        delay = faults.strikes("webhook_delay") if tries == 0 else None
        if delay:
            self._postpone(delivery_id, seconds=delay.seconds)
            return
        status = _send(event, endpoint)
        if faults.strikes("webhook_duplicate"):
            _send(event, endpoint)
        self._desk.log("webhook", id=event["id"], type=event["type"], status=status, tries=tries + 1)
        if 200 <= status < 300:
            self._settle(delivery_id, "delivered")
        elif tries + 1 >= GIVE_UP_AFTER_TRIES:
            self._settle(delivery_id, "given_up")
        else:
            self._postpone(delivery_id, seconds=min(2**tries, LONGEST_PAUSE_SECONDS))

    def _settle(self, delivery_id: int, state: str) -> None:
        with self._desk.store.transaction():
            self._desk.store.sql.execute("UPDATE delivery SET state = ? WHERE id = ?", (state, delivery_id))

    def _postpone(self, delivery_id: int, *, seconds: int) -> None:
        with self._desk.store.transaction():
            self._desk.store.sql.execute(
                "UPDATE delivery SET due_at = ?, tries = tries + 1 WHERE id = ?", (time.time() + seconds, delivery_id)
            )


def _send(event: Body, endpoint: Body) -> int:
    """POST the event; 0 when nobody answered."""
    body = json.dumps(event).encode()
    parts = urlsplit(endpoint["url"])
    connect = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=ANSWER_WITHIN_SECONDS)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature_header(body, secret=endpoint["secret"], timestamp=int(time.time())),
        "User-Agent": "Stripe/1.0 (simulator)",
    }
    try:
        connection.request("POST", path or "/", body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _public(endpoint: Body) -> Body:
    return {key: value for key, value in endpoint.items() if key != "secret"}
