"""The two books that every movement of money touches: the card's account and the platform's settlement balance."""

from datetime import datetime

from .desk import Desk
from .forms import MINOR_PER_RUPIAH, Params
from .routing import route
from .store import Body


def record_movement(desk: Desk, *, card_id: str, kind: str, amount: int, at: datetime, **facts: str) -> int:
    """Put a line on the card's account, waiting for its next statement. The posting date is the business day."""
    columns = {
        "card_id": card_id,
        "kind": kind,
        "amount_idr": amount,
        "happened_at": at.isoformat(timespec="seconds"),
        "posting_date": at.date().isoformat(),
    } | facts
    # The column names are this module's own keyword names, never taken from a request.
    names, marks = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    cursor = desk.store.sql.execute(f"INSERT INTO movement ({names}) VALUES ({marks})", columns)
    return int(cursor.lastrowid or 0)


def record_settlement(desk: Desk, *, kind: str, amount: int, fee: int, source: str, at: datetime) -> Body:
    """A balance transaction: what the acquirer owes the platform rises or falls by amount - fee."""
    return desk.store.insert(
        "balance_transaction",
        {
            "id": desk.store.new_id("txn"),
            "object": "balance_transaction",
            "amount": amount * MINOR_PER_RUPIAH,
            "available_on": int(at.timestamp()),
            "created": int(at.timestamp()),
            "currency": "idr",
            "fee": fee * MINOR_PER_RUPIAH,
            "fee_details": [
                {"amount": fee * MINOR_PER_RUPIAH, "currency": "idr", "description": "MDR", "type": "stripe_fee"}
            ],
            "net": (amount - fee) * MINOR_PER_RUPIAH,
            "reporting_category": kind,
            "source": source,
            "status": "available",
            "type": kind,
        },
        labels={"type": kind, "source": source},
    )


def platform_balance(desk: Desk) -> int:
    """Rupiah that the platform may still pay out: captured - fees - refunded - transferred."""
    row = desk.store.sql.execute("SELECT amount_idr FROM balance WHERE name = 'platform'").fetchone()
    return 0 if row is None else int(row["amount_idr"])


def take_from_platform(desk: Desk, amount: int) -> bool:
    """Lower the balance in one statement; False when it does not suffice."""
    taken = desk.store.sql.execute(
        "UPDATE balance SET amount_idr = amount_idr - :amount WHERE name = 'platform' AND amount_idr >= :amount",
        {"amount": amount},
    )
    return bool(taken.rowcount)


def add_to_platform(desk: Desk, amount: int) -> None:
    """Raise the balance, or lower it below zero when a refund comes after the payout."""
    desk.store.sql.execute(
        "INSERT INTO balance VALUES ('platform', :amount)"
        " ON CONFLICT (name) DO UPDATE SET amount_idr = amount_idr + :amount",
        {"amount": amount},
    )


@route("GET", "/v1/balance")
def retrieve_balance(desk: Desk, params: Params) -> Body:
    amount = platform_balance(desk) * MINOR_PER_RUPIAH
    return {
        "object": "balance",
        "available": [{"amount": amount, "currency": "idr", "source_types": {"card": amount}}],
        "livemode": False,
        "pending": [{"amount": 0, "currency": "idr", "source_types": {"card": 0}}],
    }


@route("GET", "/v1/balance_transactions/{transaction_id}")
def retrieve_balance_transaction(desk: Desk, params: Params, transaction_id: str) -> Body:
    return desk.take("balance_transaction", transaction_id)


@route("GET", "/v1/balance_transactions")
def list_balance_transactions(desk: Desk, params: Params) -> Body:
    labels = {name: params[name] for name in ("type", "source") if params.get(name)}
    return desk.page("balance_transaction", params, url="/v1/balance_transactions", labels=labels)
