"""The test bench's own addresses: faults, sums and health."""

from typing import Any

from .desk import Desk
from .faults import KINDS
from .forms import MINOR_PER_RUPIAH, Params
from .ledger import platform_balance
from .routing import route


@route("GET", "/_health")
def health(desk: Desk, params: Params) -> dict[str, str]:
    return {"status": "ok"}


@route("GET", "/_faults")
def list_faults(desk: Desk, params: Params) -> dict[str, Any]:
    return {"faults": desk.faults.listed(), "kinds": KINDS}


@route("POST", "/_faults")
def plan_faults(desk: Desk, params: Any) -> dict[str, Any]:
    """One fault as an object, or several as a list."""
    planned = params if isinstance(params, list) else [params]
    return {"planned": [desk.faults.add(wanted).id for wanted in planned]}


@route("DELETE", "/_faults")
def clear_faults(desk: Desk, params: Params) -> dict[str, Any]:
    desk.faults.clear()
    return {"faults": []}


@route("GET", "/_state")
def state(desk: Desk, params: Params) -> dict[str, Any]:
    """Sums per payment and in total in Stripe's minor units, cards in whole rupiah. `?payments=0`: totals only."""
    sql = desk.store.sql
    totals = dict(
        sql.execute(
            "SELECT COUNT(*) AS payments, COALESCE(SUM(captured_idr), 0) AS captured,"
            " COALESCE(SUM(refunded_idr), 0) AS refunded, COALESCE(SUM(fee_idr), 0) AS fees,"
            " COALESCE(SUM(authorised_idr), 0) AS authorised FROM payment"
        ).fetchone()
    )
    totals["transferred"] = sql.execute("SELECT COALESCE(SUM(amount_idr), 0) FROM transfer").fetchone()[0]
    totals["repaid"] = sql.execute("SELECT COALESCE(SUM(amount_idr), 0) FROM repayment").fetchone()[0]
    totals["balance"] = platform_balance(desk)
    in_minor = {name: amount * MINOR_PER_RUPIAH for name, amount in totals.items() if name != "payments"}
    answer: dict[str, Any] = {"currency": "idr", "totals": in_minor | {"payments": totals["payments"]}}
    if params.get("payments") != "0":
        answer["payments"] = {row["intent_id"]: _payment(row) for row in sql.execute(PAYMENTS)}
    answer["cards"] = {
        row["card_id"]: {"limit": row["limit_idr"], "held": row["held_idr"], "used": row["used_idr"]}
        for row in sql.execute("SELECT * FROM card_account ORDER BY card_id")
    }
    waiting = sql.execute("SELECT COUNT(*) FROM delivery WHERE state = 'waiting'").fetchone()[0]
    return answer | {"webhooks_waiting": waiting}


PAYMENTS = """
SELECT p.*, COALESCE((SELECT SUM(amount_idr) FROM transfer t
                       WHERE t.payable_ref = p.payable_ref AND p.payable_ref <> ''), 0) AS transferred_idr
  FROM payment p ORDER BY p.intent_id
"""


def _payment(row: Any) -> dict[str, Any]:
    names = ("authorised", "captured", "refunded", "transferred", "fee")
    amounts = {name: row[f"{name}_idr"] * MINOR_PER_RUPIAH for name in names}
    return {"payable_ref": row["payable_ref"], "card_id": row["card_id"]} | amounts
