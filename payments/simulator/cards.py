"""Cardholders and cards: `/v1/issuing/...`. A card is also an account with a limit at the issuing bank."""

import calendar
from datetime import date
from typing import Any

from .desk import Desk
from .forms import Params, business_time, day, require_rupiah_currency, required, rupiah_from_minor
from .routing import ApiError, route
from .store import Body

BIN = "194600"  # a domestic debit and credit range; the last four digits may be chosen through metadata
CARD_STATES = {"active", "inactive", "canceled", "lost", "stolen"}
NO_LIMIT_PER_TRANSACTION = 10**13


@route("POST", "/v1/issuing/cardholders")
def create_cardholder(desk: Desk, params: Params) -> Body:
    return desk.store.insert(
        "cardholder",
        {
            "id": desk.store.new_id("ich"),
            "object": "issuing.cardholder",
            "billing": params.get("billing", {}),
            "created": int(business_time(params).timestamp()),
            "email": params.get("email"),
            "livemode": False,
            "metadata": params.get("metadata") or {},
            "name": required(params, "name"),
            "phone_number": params.get("phone_number"),
            "status": params.get("status", "active"),
            "type": params.get("type", "individual"),
        },
    )


@route("GET", "/v1/issuing/cardholders/{cardholder_id}")
def retrieve_cardholder(desk: Desk, params: Params, cardholder_id: str) -> Body:
    return desk.take("cardholder", cardholder_id)


@route("GET", "/v1/issuing/cardholders")
def list_cardholders(desk: Desk, params: Params) -> Body:
    return desk.page("cardholder", params, url="/v1/issuing/cardholders")


@route("POST", "/v1/issuing/cards")
def create_card(desk: Desk, params: Params) -> Body:
    """Issue a card and open its account. Metadata: last4, valid_to, skpd_code, billing_account."""
    require_rupiah_currency(params)
    holder = desk.take("cardholder", required(params, "cardholder"))
    metadata = params.get("metadata") or {}
    at = business_time(params)
    last4 = metadata.get("last4") or f"{desk.store.next_number('last4') % 10_000:04d}"
    if len(last4) != 4 or not last4.isdigit():
        raise ApiError(400, "invalid_request_error", "last4 must be four digits.", param="metadata[last4]")
    controls = params.get("spending_controls") or {}
    limit, per_transaction = _limits(controls)
    valid_to = _valid_to(params, metadata, issued=at.date())
    card = desk.store.insert(
        "card",
        {
            "id": desk.store.new_id("ic"),
            "object": "issuing.card",
            "brand": "GPN",
            "cardholder": holder,
            "created": int(at.timestamp()),
            "currency": "idr",
            "exp_month": valid_to.month,
            "exp_year": valid_to.year,
            "last4": last4,
            "livemode": False,
            "metadata": metadata,
            "spending_controls": controls,
            "status": _status(params.get("status", "inactive")),
            "type": params.get("type", "virtual"),
        },
        labels={"last4": last4},
    )
    billing_account = metadata.get("billing_account") or f"8800{desk.store.next_number('billing_account'):08d}"
    desk.store.sql.execute(
        "INSERT INTO card_account (card_id, billing_account, skpd_code, holder_name, pan_masked, opened_on, valid_to,"
        " status, limit_idr, per_txn_idr) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            card["id"], billing_account, metadata.get("skpd_code", ""), holder["name"], f"{BIN}******{last4}",
            at.date().isoformat(), valid_to.isoformat(), card["status"], limit, per_transaction,
        ),
    )  # fmt: skip
    card["metadata"] = metadata | {"billing_account": billing_account, "pan_masked": f"{BIN}******{last4}"}
    desk.store.save(card)
    desk.announce("issuing_card.created", card, at=at)
    return card


@route("GET", "/v1/issuing/cards/{card_id}")
def retrieve_card(desk: Desk, params: Params, card_id: str) -> Body:
    return desk.take("card", card_id)


@route("GET", "/v1/issuing/cards")
def list_cards(desk: Desk, params: Params) -> Body:
    labels = {"last4": params["last4"]} if params.get("last4") else None
    wanted = params.get("status")
    return desk.page(
        "card", params, url="/v1/issuing/cards", labels=labels, keep=lambda c: wanted in (None, c["status"])
    )


@route("POST", "/v1/issuing/cards/{card_id}")
def update_card(desk: Desk, params: Params, card_id: str) -> Body:
    """Change status, spending controls, validity or metadata. A cut below what is used only stops new charges."""
    card = desk.take("card", card_id)
    at = business_time(params)
    sql = desk.store.sql
    if "status" in params:
        card["status"] = _status(params["status"])
        sql.execute("UPDATE card_account SET status = ? WHERE card_id = ?", (card["status"], card_id))
    if "spending_controls" in params:
        card["spending_controls"] = params["spending_controls"]
        sql.execute(
            "UPDATE card_account SET limit_idr = ?, per_txn_idr = ? WHERE card_id = ?",
            (*_limits(params["spending_controls"]), card_id),
        )
    metadata = params.get("metadata") or {}
    if metadata.get("valid_to"):
        valid_to = day(metadata["valid_to"], param="metadata[valid_to]")
        card["exp_month"], card["exp_year"] = valid_to.month, valid_to.year
        sql.execute("UPDATE card_account SET valid_to = ? WHERE card_id = ?", (valid_to.isoformat(), card_id))
    card["metadata"] |= metadata
    desk.store.save(card)
    desk.announce("issuing_card.updated", card, at=at)
    return card


def account_of(desk: Desk, card_id: str) -> Any:
    """The card's account row. Raises ApiError."""
    row = desk.store.sql.execute("SELECT * FROM card_account WHERE card_id = ?", (card_id,)).fetchone()
    if row is None:
        raise ApiError(404, "invalid_request_error", f"No such card: '{card_id}'", code="resource_missing")
    return row


def _limits(controls: dict[str, Any]) -> tuple[int, int]:
    """Total and per-transaction limit from Stripe's spending limits; a card without a total limit may spend nothing."""
    total, per_transaction = 0, NO_LIMIT_PER_TRANSACTION
    for limit in controls.get("spending_limits") or []:
        amount = 0 if str(limit.get("amount")) == "0" else rupiah_from_minor(limit, "amount")
        if limit.get("interval") == "per_authorization":
            per_transaction = amount
        elif limit.get("interval") == "all_time":
            total = amount
        else:
            raise ApiError(400, "invalid_request_error", "interval must be all_time or per_authorization.")
    return total, per_transaction


def _status(value: str) -> str:
    if value not in CARD_STATES:
        raise ApiError(400, "invalid_request_error", f"Invalid status: {value}", param="status")
    return value


def _valid_to(params: Params, metadata: dict[str, str], *, issued: date) -> date:
    if metadata.get("valid_to"):
        return day(metadata["valid_to"], param="metadata[valid_to]")
    year = int(params.get("exp_year") or issued.year + 3)
    month = int(params.get("exp_month") or 12)
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise ApiError(400, "invalid_request_error", "Invalid expiry.", param="exp_month")
    return date(year, month, calendar.monthrange(year, month)[1])
