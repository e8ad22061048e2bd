"""Paying merchants out: connected accounts and transfers to them from the platform's balance."""

import re

from .desk import Desk
from .forms import MINOR_PER_RUPIAH, Params, business_time, require_rupiah_currency, required, rupiah_from_minor
from .ledger import record_settlement, take_from_platform
from .routing import ApiError, route
from .store import Body

BANK_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{2,99}")


@route("POST", "/v1/accounts")
def create_account(desk: Desk, params: Params) -> Body:
    return _open_account(desk, params, account_id=desk.store.new_id("acct"))


@route("GET", "/v1/accounts/{account_id}")
def retrieve_account(desk: Desk, params: Params, account_id: str) -> Body:
    return desk.take("account", account_id)


@route("GET", "/v1/accounts")
def list_accounts(desk: Desk, params: Params) -> Body:
    return desk.page("account", params, url="/v1/accounts")


@route("POST", "/v1/transfers")
def create_transfer(desk: Desk, params: Params) -> Body:
    """Move money to a connected account, or to a bank account by its reference, which opens on first use."""
    require_rupiah_currency(params)
    amount = rupiah_from_minor(params, "amount")
    destination = _destination(desk, params)
    at = business_time(params)
    metadata = params.get("metadata") or {}
    if desk.faults.strikes("decline", request="POST /v1/transfers"):
        raise ApiError(400, "invalid_request_error", "The receiving bank refused the transfer.", code="account_closed")
    if not take_from_platform(desk, amount):
        raise ApiError(400, "invalid_request_error", "Insufficient funds.", code="balance_insufficient")
    transfer_id = desk.store.new_id("tr")
    settlement = record_settlement(desk, kind="transfer", amount=-amount, fee=0, source=transfer_id, at=at)
    group = params.get("transfer_group")
    transfer = desk.store.insert(
        "transfer",
        {
            "id": transfer_id,
            "object": "transfer",
            "amount": amount * MINOR_PER_RUPIAH,
            "amount_reversed": 0,
            "balance_transaction": settlement["id"],
            "created": int(at.timestamp()),
            "currency": "idr",
            "description": params.get("description"),
            "destination": destination["id"],
            "livemode": False,
            "metadata": metadata,
            "reversed": False,
            "transfer_group": group,
        },
        labels={"destination": destination["id"]} | ({"transfer_group": group} if group else {}),
    )
    desk.store.sql.execute(
        "INSERT INTO transfer VALUES (?, ?, ?, ?)",
        (transfer_id, destination["id"], metadata.get("payable_ref", ""), amount),
    )
    desk.announce("transfer.created", transfer, at=at)
    return transfer


@route("GET", "/v1/transfers/{transfer_id}")
def retrieve_transfer(desk: Desk, params: Params, transfer_id: str) -> Body:
    return desk.take("transfer", transfer_id)


@route("GET", "/v1/transfers")
def list_transfers(desk: Desk, params: Params) -> Body:
    labels = {name: params[name] for name in ("transfer_group", "destination") if params.get(name)}
    return desk.page("transfer", params, url="/v1/transfers", labels=labels)


def _destination(desk: Desk, params: Params) -> Body:
    wanted = required(params, "destination")
    found = desk.store.find(wanted, "account")
    if found:
        return found
    if wanted.startswith("acct_") or not BANK_ACCOUNT.fullmatch(wanted):
        message = f"No such destination: '{wanted}'"
        raise ApiError(400, "invalid_request_error", message, code="resource_missing", param="destination")
    return _open_account(desk, {"metadata": {"bank_account": wanted}}, account_id=wanted)


def _open_account(desk: Desk, params: Params, *, account_id: str) -> Body:
    at = business_time(params)
    return desk.store.insert(
        "account",
        {
            "id": account_id,
            "object": "account",
            "business_profile": params.get("business_profile") or {},
            "charges_enabled": False,
            "country": "ID",
            "created": int(at.timestamp()),
            "default_currency": "idr",
            "metadata": params.get("metadata") or {},
            "payouts_enabled": True,
            "type": params.get("type", "custom"),
        },
    )
