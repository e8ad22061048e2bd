"""Payment intents: the acquirer asks, the issuer checks the card's account, money is held and captured."""

import re
from datetime import datetime
from typing import Any

from .cards import account_of
from .charges import record_charge, record_failed_charge
from .desk import Desk
from .forms import (
    MINOR_PER_RUPIAH,
    Params,
    business_time,
    instant,
    require_rupiah_currency,
    required,
    rupiah_from_minor,
)
from .routing import Answer, ApiError, error_body, route
from .store import Body

DECLINE_MESSAGES = {
    "insufficient_funds": "The card's available limit does not cover this amount.",
    "card_velocity_exceeded": "The amount is above the card's limit per transaction.",
    "expired_card": "The card has expired.",
    "restricted_card": "The card is not active.",
    "lost_card": "The card was reported lost.",
    "stolen_card": "The card was reported stolen.",
}


@route("POST", "/v1/payment_intents")
def create_intent(desk: Desk, params: Params) -> Body | Answer:
    require_rupiah_currency(params)
    amount = rupiah_from_minor(params, "amount")
    at = business_time(params)
    metadata = params.get("metadata") or {}
    intent = {
        "id": desk.store.new_id("pi"),
        "object": "payment_intent",
        "amount": amount * MINOR_PER_RUPIAH,
        "amount_capturable": 0,
        "amount_received": 0,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": params.get("capture_method", "automatic"),
        "created": int(at.timestamp()),
        "currency": "idr",
        "description": params.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": metadata,
        "payment_method": params.get("payment_method"),
        "payment_method_types": ["card"],
        "status": "requires_confirmation" if params.get("payment_method") else "requires_payment_method",
        "transfer_group": params.get("transfer_group"),
    }
    desk.store.insert("payment_intent", intent)
    if params.get("confirm") == "true":
        return _confirm(desk, intent, params, at=at)
    return desk.expanded(intent, params)


@route("GET", "/v1/payment_intents/search")
def search_intents(desk: Desk, params: Params) -> Body:
    """Stripe's search, as far as `metadata['key']:'value'` and `status:'value'` joined by AND."""
    labels, status = {}, None
    for clause in required(params, "query").split(" AND "):
        match = re.fullmatch(r"\s*(?:metadata\['([^']+)'\]|(status)):'([^']*)'\s*", clause)
        if match is None:
            raise ApiError(400, "invalid_request_error", f"Cannot read the search clause: {clause}", param="query")
        if match[2]:
            status = match[3]
        else:
            labels[f"metadata.{match[1]}"] = match[3]
    page = desk.page(
        "payment_intent",
        params,
        url="/v1/payment_intents/search",
        labels=labels,
        keep=lambda intent: status in (None, intent["status"]),
    )
    return page | {"object": "search_result", "next_page": None}


@route("GET", "/v1/payment_intents/{intent_id}")
def retrieve_intent(desk: Desk, params: Params, intent_id: str) -> Body:
    return desk.expanded(desk.take("payment_intent", intent_id), params)


@route("GET", "/v1/payment_intents")
def list_intents(desk: Desk, params: Params) -> Body:
    labels = {f"metadata.{key}": value for key, value in (params.get("metadata") or {}).items()}
    return desk.page("payment_intent", params, url="/v1/payment_intents", labels=labels)


@route("POST", "/v1/payment_intents/{intent_id}/confirm")
def confirm_intent(desk: Desk, params: Params, intent_id: str) -> Body | Answer:
    intent = desk.take("payment_intent", intent_id)
    _require_status(intent, "requires_confirmation", "requires_payment_method")
    intent["payment_method"] = params.get("payment_method") or intent["payment_method"]
    return _confirm(desk, intent, params, at=_time_of(intent, params))


@route("POST", "/v1/payment_intents/{intent_id}/capture")
def capture_intent(desk: Desk, params: Params, intent_id: str) -> Body:
    """Capture at most what is held; the remainder goes back to the card's limit."""
    intent = desk.take("payment_intent", intent_id)
    _require_status(intent, "requires_capture")
    amount = rupiah_from_minor(params, "amount_to_capture", intent["amount_capturable"])
    if amount * MINOR_PER_RUPIAH > intent["amount_capturable"]:
        raise ApiError(400, "invalid_request_error", "More than was authorised.", code="amount_too_large")
    return desk.expanded(_capture(desk, intent, amount, at=_time_of(intent, params)), params)


@route("POST", "/v1/payment_intents/{intent_id}/cancel")
def cancel_intent(desk: Desk, params: Params, intent_id: str) -> Body:
    intent = desk.take("payment_intent", intent_id)
    _require_status(intent, "requires_payment_method", "requires_confirmation", "requires_capture")
    at = _time_of(intent, params)
    held = intent["amount_capturable"] // MINOR_PER_RUPIAH
    if held:
        desk.store.sql.execute(
            "UPDATE card_account SET held_idr = held_idr - ? WHERE card_id = ?", (held, intent["payment_method"])
        )
    intent |= {"status": "canceled", "amount_capturable": 0, "canceled_at": int(at.timestamp())}
    intent["cancellation_reason"] = params.get("cancellation_reason")
    desk.store.save(intent)
    desk.announce("payment_intent.canceled", intent, at=at)
    return intent


def _confirm(desk: Desk, intent: Body, params: Params, *, at: datetime) -> Body | Answer:
    """Ask the issuer. A decline is an answer of its own and stays on record; it is not rolled back."""
    card_id = intent["payment_method"]
    if not card_id:
        raise ApiError(400, "invalid_request_error", "A card is needed to confirm.", param="payment_method")
    amount = intent["amount"] // MINOR_PER_RUPIAH
    reason = _authorise(desk, card_id, amount, at=at)
    if reason:
        return _declined(desk, intent, reason, at=at)
    desk.store.sql.execute(
        "INSERT INTO payment (intent_id, card_id, payable_ref, authorised_idr) VALUES (?, ?, ?, ?)",
        (intent["id"], card_id, intent["metadata"].get("payable_ref", ""), amount),
    )
    intent |= {"status": "requires_capture", "amount_capturable": intent["amount"], "last_payment_error": None}
    if intent["capture_method"] == "manual":
        desk.store.save(intent)
        desk.announce("payment_intent.amount_capturable_updated", intent, at=at)
    else:
        _capture(desk, intent, amount, at=at)
    return desk.expanded(intent, params)


def _authorise(desk: Desk, card_id: str, amount: int, *, at: datetime) -> str | None:
    """Hold the amount on the card's account in one statement, or say why not."""
    account = account_of(desk, card_id)
    forced = desk.faults.strikes("decline", request="POST /v1/payment_intents")
    if forced:
        return forced.code
    if account["status"] in ("lost", "stolen"):
        return f"{account['status']}_card"
    if account["status"] != "active":
        return "restricted_card"
    if at.date().isoformat() > account["valid_to"]:
        return "expired_card"
    if amount > account["per_txn_idr"]:
        return "card_velocity_exceeded"
    held = desk.store.sql.execute(
        "UPDATE card_account SET held_idr = held_idr + :amount"
        " WHERE card_id = :card AND limit_idr - held_idr - used_idr >= :amount",
        {"amount": amount, "card": card_id},
    )
    return None if held.rowcount else "insufficient_funds"


def _capture(desk: Desk, intent: Body, amount: int, *, at: datetime) -> Body:
    held = intent["amount_capturable"] // MINOR_PER_RUPIAH
    desk.store.sql.execute(
        "UPDATE card_account SET held_idr = held_idr - ?, used_idr = used_idr + ? WHERE card_id = ?",
        (held, amount, intent["payment_method"]),
    )
    charge = record_charge(desk, intent, amount, at=at)
    intent |= {"status": "succeeded", "amount_capturable": 0, "amount_received": amount * MINOR_PER_RUPIAH}
    intent["latest_charge"] = charge["id"]
    desk.store.save(intent)
    desk.announce("payment_intent.succeeded", intent, at=at)
    return intent


def _declined(desk: Desk, intent: Body, reason: str, *, at: datetime) -> Answer:
    code = reason if reason == "expired_card" else "card_declined"
    message = DECLINE_MESSAGES.get(reason, "The card was declined.")
    charge = record_failed_charge(desk, intent, code=code, reason=reason, message=message, at=at)
    error: dict[str, Any] = error_body("card_error", message, code=code, decline_code=reason, charge=charge["id"])
    intent |= {"status": "requires_payment_method", "latest_charge": charge["id"]}
    intent["last_payment_error"] = dict(error["error"])
    desk.store.save(intent)
    desk.announce("payment_intent.payment_failed", intent, at=at)
    error["error"]["payment_intent"] = intent
    return Answer(402, error)


def _require_status(intent: Body, *allowed: str) -> None:
    if intent["status"] not in allowed:
        raise ApiError(
            400,
            "invalid_request_error",
            f"This PaymentIntent has status {intent['status']}; allowed here: {', '.join(allowed)}.",
            code="payment_intent_unexpected_state",
        )


def _time_of(intent: Body, params: Params) -> datetime:
    given = (params.get("metadata") or {}).get("dasaran_at") or intent["metadata"].get("dasaran_at")
    return instant(given, param="metadata[dasaran_at]")
