"""What an authorised payment leaves behind: the charge, the merchant's fee, and a line on the card's account."""

from datetime import datetime

from .cards import account_of
from .desk import Desk
from .forms import MINOR_PER_RUPIAH, Params, whole_number
from .ledger import add_to_platform, record_movement, record_settlement
from .routing import route
from .store import Body

BASIS_POINTS = 10_000


@route("GET", "/v1/charges/{charge_id}")
def retrieve_charge(desk: Desk, params: Params, charge_id: str) -> Body:
    return desk.expanded(desk.take("charge", charge_id), params)


@route("GET", "/v1/charges")
def list_charges(desk: Desk, params: Params) -> Body:
    labels = {name: params[name] for name in ("payment_intent", "transfer_group") if params.get(name)}
    return desk.page("charge", params, url="/v1/charges", labels=labels)


def merchant_fee(amount: int, fee_bp: int) -> int:
    """The merchant discount in whole rupiah, rounded down."""
    return amount * fee_bp // BASIS_POINTS


def record_charge(desk: Desk, intent: Body, amount: int, *, at: datetime) -> Body:
    """Book a capture: charge, settlement net of the merchant's fee, statement line of the card."""
    metadata = intent["metadata"]
    fee = merchant_fee(amount, whole_number(metadata, "mdr_bp", 0))
    auth_code = desk.store.new_token(6).upper()
    rrn = _retrieval_reference(desk, at)
    charge = _charge(desk, intent, amount, at=at) | {"authorization_code": auth_code}
    charge["payment_method_details"]["card"]["network_transaction_id"] = rrn
    charge["balance_transaction"] = record_settlement(
        desk, kind="charge", amount=amount, fee=fee, source=charge["id"], at=at
    )["id"]
    desk.store.insert("charge", charge, labels=_labels(intent))
    desk.store.sql.execute(
        "UPDATE payment SET captured_idr = ?, fee_idr = ? WHERE intent_id = ?", (amount, fee, intent["id"])
    )
    add_to_platform(desk, amount - fee)
    record_movement(
        desk,
        card_id=intent["payment_method"],
        kind="purchase",
        amount=amount,
        at=at,
        auth_code=auth_code,
        rrn=rrn,
        merchant_name=metadata.get("merchant_name", ""),
        merchant_id=metadata.get("merchant_ref", ""),
        mcc=metadata.get("mcc", ""),
        channel=metadata.get("channel", "online"),
        source_id=intent["id"],
    )
    return charge


def record_failed_charge(desk: Desk, intent: Body, *, code: str, reason: str, message: str, at: datetime) -> Body:
    """Stripe keeps a failed charge for each declined attempt."""
    charge = _charge(desk, intent, 0, at=at) | {
        "amount": intent["amount"],
        "captured": False,
        "failure_code": code,
        "failure_message": message,
        "outcome": {"network_status": "declined_by_network", "reason": reason, "type": "issuer_declined"},
        "paid": False,
        "status": "failed",
    }
    return desk.store.insert("charge", charge, labels=_labels(intent))


def _charge(desk: Desk, intent: Body, amount: int, *, at: datetime) -> Body:
    account = account_of(desk, intent["payment_method"])
    minor = amount * MINOR_PER_RUPIAH
    return {
        "id": desk.store.new_id("ch"),
        "object": "charge",
        "amount": minor,
        "amount_captured": minor,
        "amount_refunded": 0,
        "authorization_code": None,
        "balance_transaction": None,
        "captured": True,
        "created": int(at.timestamp()),
        "currency": "idr",
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": {"network_status": "approved_by_network", "reason": None, "type": "authorized"},
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": intent["payment_method"],
        "payment_method_details": {
            "card": {
                "brand": "gpn",
                "exp_month": int(account["valid_to"][5:7]),
                "exp_year": int(account["valid_to"][:4]),
                "last4": account["pan_masked"][-4:],
                "network_transaction_id": None,
            },
            "type": "card",
        },
        "refunded": False,
        "status": "succeeded",
        "transfer_group": intent["transfer_group"],
    }


def _labels(intent: Body) -> dict[str, str]:
    wanted = {"payment_intent": intent["id"], "transfer_group": intent["transfer_group"]}
    return {key: value for key, value in wanted.items() if value}


def _retrieval_reference(desk: Desk, at: datetime) -> str:
    """Twelve digits in the manner of ISO 8583 field 37: year digit, day of the year, running number."""
    return f"{at.year % 10}{at.timetuple().tm_yday:03d}{desk.store.next_number('rrn') % 10**8:08d}"
