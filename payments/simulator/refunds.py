"""Refunds: money back from the merchant to the card, never above what was captured. Accepted in every card state."""

from typing import Any

from .desk import Desk
from .forms import MINOR_PER_RUPIAH, Params, business_time, rupiah_from_minor
from .ledger import add_to_platform, record_movement, record_settlement
from .routing import ApiError, route
from .store import Body


@route("POST", "/v1/refunds")
def create_refund(desk: Desk, params: Params) -> Body:
    charge = _charge_of(desk, params)
    at = business_time(params)
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left <= 0:
        raise ApiError(400, "invalid_request_error", "Already refunded.", code="charge_already_refunded")
    amount = rupiah_from_minor(params, "amount", left)
    minor = amount * MINOR_PER_RUPIAH
    if minor > left:
        raise ApiError(400, "invalid_request_error", "More than is left of the charge.", code="amount_too_large")
    charge["amount_refunded"] += minor
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    refund_id = desk.store.new_id("re")
    settlement = record_settlement(desk, kind="refund", amount=-amount, fee=0, source=refund_id, at=at)
    refund = desk.store.insert(
        "refund",
        {
            "id": refund_id,
            "object": "refund",
            "amount": minor,
            "balance_transaction": settlement["id"],
            "charge": charge["id"],
            "created": int(at.timestamp()),
            "currency": "idr",
            "metadata": params.get("metadata") or {},
            "payment_intent": charge["payment_intent"],
            "reason": params.get("reason"),
            "status": "succeeded",
        },
        labels={"payment_intent": charge["payment_intent"], "charge": charge["id"]},
    )
    desk.store.save(charge)
    _credit_card(desk, charge, amount, refund_id=refund_id, at=at)
    desk.announce("charge.refunded", charge, at=at)
    return refund


@route("GET", "/v1/refunds/{refund_id}")
def retrieve_refund(desk: Desk, params: Params, refund_id: str) -> Body:
    return desk.take("refund", refund_id)


@route("GET", "/v1/refunds")
def list_refunds(desk: Desk, params: Params) -> Body:
    labels = {name: params[name] for name in ("payment_intent", "charge") if params.get(name)}
    return desk.page("refund", params, url="/v1/refunds", labels=labels)


def _charge_of(desk: Desk, params: Params) -> Body:
    charge_id = params.get("charge")
    if params.get("payment_intent"):
        charge_id = desk.take("payment_intent", params["payment_intent"])["latest_charge"]
    charge = desk.take("charge", charge_id or "")
    if not charge["captured"]:
        raise ApiError(400, "invalid_request_error", "The charge was never captured.", code="charge_not_captured")
    return charge


def _credit_card(desk: Desk, charge: Body, amount: int, *, refund_id: str, at: Any) -> None:
    desk.store.sql.execute(
        "UPDATE payment SET refunded_idr = refunded_idr + ? WHERE intent_id = ?", (amount, charge["payment_intent"])
    )
    desk.store.sql.execute(
        "UPDATE card_account SET used_idr = used_idr - ? WHERE card_id = ?", (amount, charge["payment_method"])
    )
    add_to_platform(desk, -amount)
    record_movement(
        desk,
        card_id=charge["payment_method"],
        kind="refund",
        amount=amount,
        at=at,
        rrn=charge["payment_method_details"]["card"]["network_transaction_id"],
        auth_code=charge["authorization_code"],
        merchant_name=charge["metadata"].get("merchant_name", ""),
        merchant_id=charge["metadata"].get("merchant_ref", ""),
        mcc=charge["metadata"].get("mcc", ""),
        channel=charge["metadata"].get("channel", "online"),
        original_ref=charge["payment_method_details"]["card"]["network_transaction_id"],
        source_id=refund_id,
    )
