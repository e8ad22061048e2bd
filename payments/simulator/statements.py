"""The bank's card statement (e-billing): cut on demand, then immutable, as neutral JSON and CSV."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

from .cards import account_of
from .desk import Desk
from .forms import Params, day, whole_number
from .routing import Answer, ApiError, no_such, route

DUE_DAYS = 15
HEADER_FIELDS = (
    "statement_no", "skpd_code", "billing_account", "period_from", "period_to", "statement_date", "due_date",
    "opening", "purchases", "refunds", "payments", "fees", "closing", "currency",
)  # fmt: skip
LINE_FIELDS = (
    "line_no", "pan_masked", "holder_name", "txn_datetime", "posting_date", "auth_code", "rrn", "merchant_name",
    "merchant_id", "mcc", "channel", "amount", "dr_cr", "fee_flag", "original_ref",
)  # fmt: skip


@route("POST", "/bank/cards/{card_id}/statements")
def cut_statement(desk: Desk, params: Params, card_id: str) -> dict[str, Any]:
    """Close the period: everything posted up to `period_to` and not yet billed. Nothing new returns the last one."""
    account = account_of(desk, card_id)
    period_to = day(params.get("period_to"), param="period_to")
    last = _last_header(desk, card_id)
    if last and period_to.isoformat() < last["period_to"]:
        raise ApiError(409, "invalid_request_error", f"Already billed up to {last['period_to']}.", param="period_to")
    _misbill(desk, card_id, period_to)
    moves = desk.store.sql.execute(
        "SELECT * FROM movement WHERE card_id = ? AND statement_no IS NULL AND posting_date <= ?"
        " ORDER BY posting_date, id",
        (card_id, period_to.isoformat()),
    ).fetchall()
    if last and not moves and period_to.isoformat() == last["period_to"]:
        return _rendered(desk, last)
    header = _header(desk, account, moves, last=last, period_to=period_to, params=params)
    position = 1 + desk.store.sql.execute("SELECT COUNT(*) FROM statement WHERE card_id = ?", (card_id,)).fetchone()[0]
    desk.store.sql.execute(
        "INSERT INTO statement VALUES (?, ?, ?, ?)", (header["statement_no"], card_id, position, json.dumps(header))
    )
    desk.store.sql.executemany(
        "UPDATE movement SET statement_no = ? WHERE id = ?", [(header["statement_no"], move["id"]) for move in moves]
    )
    return _rendered(desk, header)


@route("GET", "/bank/cards/{card_id}/statements")
def list_statements(desk: Desk, params: Params, card_id: str) -> dict[str, Any]:
    account_of(desk, card_id)
    rows = desk.store.sql.execute("SELECT header FROM statement WHERE card_id = ? ORDER BY position", (card_id,))
    return {"statements": [json.loads(row["header"]) for row in rows]}


@route("GET", "/bank/statements/{name}")
def download_statement(desk: Desk, params: Params, name: str) -> Answer:
    """`/bank/statements/EB-00001-20260331-001.csv` or `.json`."""
    statement_no, _, ending = name.rpartition(".")
    if ending not in ("csv", "json"):
        statement_no, ending = name, "json"
    row = desk.store.sql.execute("SELECT header FROM statement WHERE statement_no = ?", (statement_no,)).fetchone()
    if row is None:
        raise no_such("statement", statement_no)
    document = _rendered(desk, json.loads(row["header"]))
    headers = {"Content-Disposition": f'attachment; filename="{statement_no}.{ending}"'}
    if ending == "csv":
        return Answer(200, as_csv(document), "text/csv; charset=utf-8", headers)
    return Answer(200, document, headers=headers)


def as_csv(document: dict[str, Any]) -> str:
    """Two blocks in one file: names and values of the header, an empty row, names and rows of the lines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER_FIELDS)
    writer.writerow([document["header"][name] for name in HEADER_FIELDS])
    writer.writerow([])
    writer.writerow(LINE_FIELDS)
    writer.writerows([line[name] for name in LINE_FIELDS] for line in document["lines"])
    return out.getvalue()


def _header(
    desk: Desk, account: Any, moves: list[Any], *, last: dict[str, Any] | None, period_to: date, params: Params
) -> dict[str, Any]:
    sums = {
        kind: sum(move["amount_idr"] for move in moves if move["kind"] == kind)
        for kind in ("purchase", "refund", "payment", "fee")
    }
    opening = last["closing"] if last else 0
    statement_date = day(params.get("statement_date"), param="statement_date", default=period_to)
    due_date = statement_date + timedelta(days=whole_number(params, "due_days", DUE_DAYS))
    number = desk.store.position_of(account["card_id"]) or 0
    order = desk.store.next_number(f"statement.{account['card_id']}")
    return {
        "statement_no": f"EB-{number:05d}-{period_to:%Y%m%d}-{order:03d}",
        "skpd_code": account["skpd_code"],
        "billing_account": account["billing_account"],
        "period_from": _period_from(account, moves, last=last, period_to=period_to),
        "period_to": period_to.isoformat(),
        "statement_date": statement_date.isoformat(),
        "due_date": due_date.isoformat(),
        "opening": opening,
        "purchases": sums["purchase"],
        "refunds": sums["refund"],
        "payments": sums["payment"],
        "fees": sums["fee"],
        "closing": opening + sums["purchase"] + sums["fee"] - sums["payment"] - sums["refund"],
        "currency": "IDR",
    }


def _period_from(account: Any, moves: list[Any], *, last: dict[str, Any] | None, period_to: date) -> str:
    """The day after the last statement; a second cut on the same day covers that day again."""
    if last:
        return min(date.fromisoformat(last["period_to"]) + timedelta(days=1), period_to).isoformat()
    earliest = min([account["opened_on"], *(move["posting_date"] for move in moves)])
    return min(earliest, period_to.isoformat())


def _rendered(desk: Desk, header: dict[str, Any]) -> dict[str, Any]:
    """Amounts leave the bank with two decimals, as bank files write them."""
    money = ("opening", "purchases", "refunds", "payments", "fees", "closing")
    account = desk.store.sql.execute(
        "SELECT a.* FROM card_account a JOIN statement s USING (card_id) WHERE s.statement_no = ?",
        (header["statement_no"],),
    ).fetchone()
    moves = desk.store.sql.execute(
        "SELECT * FROM movement WHERE statement_no = ? ORDER BY posting_date, id", (header["statement_no"],)
    )
    return {
        "header": header | {name: _two_decimals(header[name]) for name in money},
        "lines": [_line(number, account, move) for number, move in enumerate(moves, start=1)],
    }


def _line(number: int, account: Any, move: Any) -> dict[str, Any]:
    return {
        "line_no": number,
        "pan_masked": account["pan_masked"],
        "holder_name": account["holder_name"],
        "txn_datetime": move["happened_at"],
        "posting_date": move["posting_date"],
        "auth_code": move["auth_code"],
        "rrn": move["rrn"],
        "merchant_name": move["merchant_name"],
        "merchant_id": move["merchant_id"],
        "mcc": move["mcc"],
        "channel": move["channel"],
        "amount": _two_decimals(move["amount_idr"]),
        "dr_cr": "D" if move["kind"] in ("purchase", "fee") else "C",
        "fee_flag": "Y" if move["kind"] == "fee" else "N",
        "original_ref": move["original_ref"],
    }


def _two_decimals(amount: int) -> str:
    return f"{amount}.00"


def _last_header(desk: Desk, card_id: str) -> dict[str, Any] | None:
    row = desk.store.sql.execute(
        "SELECT header FROM statement WHERE card_id = ? ORDER BY position DESC LIMIT 1", (card_id,)
    ).fetchone()
    return None if row is None else json.loads(row["header"])


def _misbill(desk: Desk, card_id: str, period_to: date) -> None:
    """On demand the bank makes a mistake: one purchase is billed higher than it was captured."""
    first = desk.store.sql.execute(
        "SELECT id FROM movement WHERE card_id = ? AND kind = 'purchase' AND statement_no IS NULL"
        " AND posting_date <= ? ORDER BY posting_date, id LIMIT 1",
        (card_id, period_to.isoformat()),
    ).fetchone()
    fault = desk.faults.strikes("misbill") if first else None
    if fault:
        desk.store.sql.execute(
            "UPDATE movement SET amount_idr = amount_idr + ? WHERE id = ?", (fault.amount, first["id"])
        )
        desk.store.sql.execute(
            "UPDATE card_account SET used_idr = used_idr + ? WHERE card_id = ?", (fault.amount, card_id)
        )
