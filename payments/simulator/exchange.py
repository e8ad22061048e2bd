"""One request, one commit: idempotency keys, errors in Stripe's shape, and the faults that forge an answer."""

import hashlib
import json
import time
from contextlib import nullcontext
from typing import Any

from . import bank, cards, charges, control, intents, ledger, refunds, statements, transfers, webhooks
from .desk import Desk
from .routing import Answer, ApiError, dispatch, error_body, route

# Imported for the routes that they register.
ROOMS = (bank, cards, charges, control, intents, ledger, refunds, statements, transfers, webhooks)
INTERNAL_ERROR = error_body("api_error", "An error occurred internally. Please try again later.")
NO_TRANSACTION = {"/_health", "/_faults"}
LARGEST_BATCH = 5_000


def exchange(desk: Desk, *, method: str, path: str, params: Any, key: str | None) -> Answer:
    """Answer one request; its effects and its stored answer are on disk before this returns."""
    if path in NO_TRANSACTION:
        return _dispatch_or_refuse(desk, method, path, params)
    with desk.store.transaction():
        answer = perform(desk, method=method, path=path, params=params, key=key)
    if method == "POST":
        desk.wake_courier()
    return answer


def perform(desk: Desk, *, method: str, path: str, params: Any, key: str | None) -> Answer:
    """Inside a transaction: the stored answer of a known key, or the effect and its answer."""
    if method != "POST" or not key:
        key = None
    fingerprint = _fingerprint(method, path, params)
    if key:
        stored = _stored_answer(desk, key, fingerprint)
        if stored:
            return stored
    answer = _effect(desk, method, path, params)
    # Stripe keeps what an operation answered, a decline or a 500 included, but not refusals before it began.
    if key and (answer.status < 300 or answer.status == 402 or answer.status >= 500):
        desk.store.sql.execute(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?)",
            (key, fingerprint, answer.status, json.dumps(answer.body), int(time.time())),
        )
    return answer


@route("POST", "/_batch")
def batch(desk: Desk, params: Any) -> dict[str, Any]:
    """Many requests in one commit, for seeding: `[{method, path, params, idempotency_key}]`, answered in order."""
    if not isinstance(params, list) or len(params) > LARGEST_BATCH:
        raise ApiError(400, "invalid_request_error", f"A list of at most {LARGEST_BATCH} requests is needed.")
    answers = []
    for wanted in params:
        if not isinstance(wanted, dict) or str(wanted.get("path", "/_")).startswith("/_"):
            raise ApiError(400, "invalid_request_error", "Each request is an object with method, path and params.")
        answer = perform(
            desk,
            method=wanted.get("method", "POST"),
            path=wanted["path"],
            params=wanted.get("params") or {},
            key=wanted.get("idempotency_key"),
        )
        answers.append({"status": answer.status, "body": answer.body})
    return {"answers": answers}


def _effect(desk: Desk, method: str, path: str, params: Any) -> Answer:
    request = f"{method} {path}"
    if not path.startswith("/_") and desk.faults.strikes("error_before", request=request):
        return Answer(500, INTERNAL_ERROR)
    answer = _dispatch_or_refuse(desk, method, path, params)
    if not path.startswith("/_") and desk.faults.strikes("error_after", request=request):
        return Answer(500, INTERNAL_ERROR)
    return answer


def _dispatch_or_refuse(desk: Desk, method: str, path: str, params: Any) -> Answer:
    undo = nullcontext() if path in NO_TRANSACTION else desk.store.savepoint()
    try:
        with undo:
            return dispatch(desk, method, path, params)
    except ApiError as error:
        return error.answer


def _stored_answer(desk: Desk, key: str, fingerprint: str) -> Answer | None:
    row = desk.store.sql.execute("SELECT * FROM answer WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if time.time() - row["stored_at"] >= desk.key_life_seconds:
        desk.store.sql.execute("DELETE FROM answer WHERE key = ?", (key,))
        return None
    if row["fingerprint"] != fingerprint:
        message = "Keys for idempotent requests can only be used with the same parameters they were first used with."
        return Answer(400, error_body("idempotency_error", message))
    return Answer(row["status"], json.loads(row["body"]), headers={"Idempotent-Replayed": "true"})


def _fingerprint(method: str, path: str, params: Any) -> str:
    text = json.dumps([method, path, params], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
