"""The bank behind the card: the treasurer's repayments, charges that nobody here ordered, account balances."""

import json
from datetime import datetime
from typing import Any

from .cards import account_of
from .desk import Desk
from .forms import Params, instant, required, rupiah
from .ledger import platform_balance, record_movement
from .routing import ApiError, no_such, route


@route("POST", "/bank/repayments")
def receive_repayment(desk: Desk, params: Params) -> dict[str, Any]:
    """Money from the treasurer's account; frees the limit. The same reference again changes nothing."""
    reference, billing_account = required(params, "reference"), required(params, "billing_account")
    amount = rupiah(params, "amount")
    at = instant(params.get("at"), param="at")
    known = desk.store.sql.execute("SELECT * FROM repayment WHERE reference = ?", (reference,)).fetchone()
    if known:
        if (known["billing_account"], known["amount_idr"]) != (billing_account, amount):
            raise ApiError(409, "invalid_request_error", "This reference was used for another repayment.")
        return json.loads(known["body"])
    allocations = _allocate(desk, params, billing_account=billing_account, amount=amount)
    for card_id, share in allocations.items():
        _credit(desk, card_id, share, reference=reference, at=at)
    body = {
        "id": desk.store.new_id("rp"),
        "reference": reference,
        "billing_account": billing_account,
        "amount": amount,
        "status": "received",
        "received_at": at.isoformat(timespec="seconds"),
        "allocations": [{"card_id": card_id, "amount": share} for card_id, share in allocations.items()],
    }
    desk.store.sql.execute(
        "INSERT INTO repayment VALUES (?, ?, ?, ?)", (reference, billing_account, amount, json.dumps(body))
    )
    return body


@route("GET", "/bank/repayments")
def find_repayments(desk: Desk, params: Params) -> dict[str, Any]:
    """By reference in the query, because references carry slashes."""
    rows = desk.store.sql.execute("SELECT body FROM repayment WHERE reference = ?", (required(params, "reference"),))
    return {"repayments": [json.loads(row["body"]) for row in rows]}


@route("POST", "/bank/cards/{card_id}/entries")
def post_entry(desk: Desk, params: Params, card_id: str) -> dict[str, Any]:
    """Post what the merchant side never asked for: an unknown or repeated purchase, a fee, a credit (chargeback)."""
    account_of(desk, card_id)
    kind = required(params, "kind")
    if kind not in ("purchase", "fee", "refund"):
        raise ApiError(400, "invalid_request_error", "kind must be purchase, fee or refund.", param="kind")
    amount = rupiah(params, "amount")
    at = instant(params.get("at"), param="at")
    told = ("merchant_name", "merchant_id", "mcc", "original_ref")
    facts = {name: str(params[name]) for name in told if params.get(name)}
    facts["rrn"] = str(params.get("rrn") or f"9{desk.store.next_number('injected') % 10**11:011d}")
    facts["auth_code"] = str(params.get("auth_code") or desk.store.new_token(6).upper())
    facts["channel"] = str(params.get("channel") or "online")
    record_movement(desk, card_id=card_id, kind=kind, amount=amount, at=at, **facts)
    _change_used(desk, card_id, -amount if kind == "refund" else amount)
    return {"card_id": card_id, "kind": kind, "amount": amount, "at": at.isoformat(timespec="seconds")} | facts


@route("GET", "/bank/accounts")
def list_accounts(desk: Desk, params: Params) -> dict[str, Any]:
    """What the bank would show: the platform's settlement account and what each billing account owes."""
    billing = desk.store.sql.execute(
        "SELECT billing_account, SUM(used_idr) AS owed, SUM(limit_idr) AS granted FROM card_account"
        " GROUP BY billing_account ORDER BY billing_account"
    )
    return {
        "settlement": {"balance": platform_balance(desk), "currency": "IDR"},
        "billing": [
            {"billing_account": row["billing_account"], "owed": row["owed"], "limit": row["granted"]} for row in billing
        ],
    }


@route("GET", "/bank/cards/{card_id}")
def card_balance(desk: Desk, params: Params, card_id: str) -> dict[str, Any]:
    account = account_of(desk, card_id)
    shown = ("card_id", "billing_account", "skpd_code", "pan_masked", "valid_to", "status")
    limit, held, used = account["limit_idr"], account["held_idr"], account["used_idr"]
    return {name: account[name] for name in shown} | {
        "limit": limit, "held": held, "used": used, "available": limit - held - used,
    }  # fmt: skip


def _allocate(desk: Desk, params: Params, *, billing_account: str, amount: int) -> dict[str, int]:
    """One card when named; else over the account's cards in order of issue. Too much becomes a credit on the last."""
    cards = desk.store.sql.execute(
        "SELECT a.card_id, a.used_idr FROM card_account a JOIN object o ON o.id = a.card_id"
        " WHERE a.billing_account = ? ORDER BY o.position",
        (billing_account,),
    ).fetchall()
    if not cards:
        raise no_such("billing account", billing_account)
    if params.get("card_id"):
        if params["card_id"] not in {card["card_id"] for card in cards}:
            raise no_such("card of this billing account", params["card_id"])
        return {params["card_id"]: amount}
    shares, left = {}, amount
    for card in cards:
        share = min(left, max(card["used_idr"], 0))
        if share:
            shares[card["card_id"]] = share
            left -= share
    if left:
        last = next(reversed(shares), cards[-1]["card_id"])
        shares[last] = shares.get(last, 0) + left
    return shares


def _credit(desk: Desk, card_id: str, amount: int, *, reference: str, at: datetime) -> None:
    record_movement(
        desk, card_id=card_id, kind="payment", amount=amount, at=at, merchant_name="PEMBAYARAN TAGIHAN",
        channel="transfer", original_ref=reference, source_id=reference,
    )  # fmt: skip
    _change_used(desk, card_id, -amount)


def _change_used(desk: Desk, card_id: str, by: int) -> None:
    desk.store.sql.execute("UPDATE card_account SET used_idr = used_idr + ? WHERE card_id = ?", (by, card_id))
