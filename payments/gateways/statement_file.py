"""Reading the bank's e-billing file: neutral CSV or JSON into a frozen `StatementFile`, or a refusal that says where.

    CSV   names of the header, values of the header, an empty row, names of the lines, one row per line
    JSON  {"header": {...}, "lines": [{...}, ...]}

What needs the database is judged by the importer: known cards, contiguous periods, bank references seen before.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.money import Rupiah, sum_rupiah

LARGEST_FILE_BYTES = 5_000_000
MOST_LINES = 20_000
MOST_COMPLAINTS = 100
AMOUNT = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]{1,2}))?")
UNMASKED_PAN = re.compile(r"[0-9]{11,19}")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Row 1 is the header's values; line n of the statement is row n + 1. `column` is the field's name."""

    row: int
    column: str
    message: str


class StatementFileRefused(RuleViolation):
    """The file cannot be read as a statement; nothing of it may be imported. Fact: complaints."""

    code = "STATEMENT_FILE"
    template = gettext_lazy("Berkas tagihan tidak dapat dibaca: {count} kesalahan, yang pertama {first}.")
    only = gettext_lazy("Berkas tagihan tidak dapat dibaca: {first}.")
    complaints: tuple[Complaint, ...]

    def __str__(self) -> str:
        return str(self.template if self.facts["count"] > 1 else self.only).format(**self.facts)


class StatementIdentityBroken(RuleViolation):
    """The figures do not add up (T21). Facts: figure, stated, computed."""

    code = "STATEMENT_IDENTITY"
    template = gettext_lazy(
        "Angka tagihan tidak cocok: {figure} tertulis {stated}, hasil hitung {computed}. Berkas ditolak seluruhnya."
    )


@dataclass(frozen=True, slots=True)
class StatementHeader:
    statement_no: str
    skpd_code: str
    billing_account: str
    period_from: date
    period_to: date
    statement_date: date
    due_date: date
    opening: Rupiah
    purchases: Rupiah
    refunds: Rupiah
    payments: Rupiah
    fees: Rupiah
    closing: Rupiah
    currency: str


@dataclass(frozen=True, slots=True)
class StatementFileLine:
    line_no: int
    pan_masked: str
    holder_name: str
    txn_datetime: datetime
    posting_date: date
    auth_code: str
    rrn: str
    merchant_name: str
    merchant_id: str
    mcc: str
    channel: str
    amount: Rupiah
    dr_cr: str
    fee_flag: bool
    original_ref: str

    @property
    def kind(self) -> str:
        """purchase, fee, payment or refund. A credit that came by transfer is the treasurer's payment."""
        if self.dr_cr == "D":
            return "fee" if self.fee_flag else "purchase"
        return "payment" if self.channel == "transfer" else "refund"


@dataclass(frozen=True, slots=True)
class StatementFile:
    header: StatementHeader
    lines: tuple[StatementFileLine, ...]


def parse_statement(content: bytes) -> StatementFile:
    """Read and judge one e-billing file.

    Raises  StatementFileRefused with every complaint found; StatementIdentityBroken.
    """
    header_cells, line_cells = _cells(content)
    complaints: list[Complaint] = []
    header = _read(StatementHeader, header_cells, row=1, complaints=complaints)
    lines = [
        _read(StatementFileLine, cells, row=number, complaints=complaints)
        for number, cells in enumerate(line_cells, start=2)
    ]
    if not complaints:
        complaints += _cross_complaints(header, lines)
    if complaints:
        _refuse(complaints)
    statement = StatementFile(header=header, lines=tuple(lines))
    _check_identity(statement)
    return statement


def _cells(content: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if len(content) > LARGEST_FILE_BYTES:
        _refuse([Complaint(0, "", _("berkas terlalu besar"))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse([Complaint(0, "", _("berkas bukan teks UTF-8"))])
    header, lines = _json_cells(text) if text.lstrip().startswith("{") else _csv_cells(text)
    if len(lines) > MOST_LINES:
        _refuse([Complaint(0, "", _("terlalu banyak baris"))])
    return header, lines


def _json_cells(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Numbers stay text until `_amount` has looked at their decimals."""
    try:
        document = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        _refuse([Complaint(0, "", _("berkas bukan JSON yang sah"))])
    header, lines = document.get("header"), document.get("lines")
    if not isinstance(header, dict) or not isinstance(lines, list) or not all(isinstance(x, dict) for x in lines):
        _refuse([Complaint(0, "", _("bagian header atau lines tidak ada"))])
    return header, lines


def _csv_cells(text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error:
        _refuse([Complaint(0, "", _("berkas bukan CSV yang sah"))])
    rows = [row for row in rows if any(row)]
    if len(rows) < 3:
        _refuse([Complaint(0, "", _("bagian header atau baris transaksi tidak ada"))])
    complaints = [
        Complaint(number, "", _("jumlah kolom tidak sama dengan judulnya"))
        for number, row in enumerate([rows[1], *rows[3:]], start=1)
        if len(row) != len(rows[0] if number == 1 else rows[2])
    ]
    if complaints:
        _refuse(complaints)
    return dict(zip(rows[0], rows[1], strict=True)), [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def _read(shape: type, cells: dict[str, Any], *, row: int, complaints: list[Complaint]) -> Any:
    """Build one header or line; what cannot be read is complained about and left out."""
    values = {}
    for field in fields(shape):
        if field.name not in cells:
            complaints.append(Complaint(row, field.name, _("kolom tidak ada")))
            continue
        try:
            values[field.name] = READERS[field.type](cells[field.name])
        except ValueError as error:
            complaints.append(Complaint(row, field.name, str(error)))
    return shape(**values) if len(values) == len(fields(shape)) else None


def _text(cell: Any) -> str:
    text = str("" if cell is None else cell).strip()
    if len(text) > 200 or not text.isprintable():
        raise ValueError(_("teks terlalu panjang atau memuat tanda yang tidak tercetak"))
    return text


def _amount(cell: Any) -> Rupiah:
    """Whole rupiah, with or without `.00`; anything after the point but zeros is refused."""
    match = AMOUNT.fullmatch(_text(cell))
    if match is None:
        raise ValueError(_("bukan jumlah rupiah: {value}").format(value=_text(cell)[:40]))
    if (match[2] or "0").strip("0"):
        raise ValueError(_("jumlah memuat sen: {value}").format(value=match[0]))
    return Rupiah(int(match[1]))


def _day(cell: Any) -> date:
    try:
        return date.fromisoformat(_text(cell))
    except ValueError as error:
        raise ValueError(_("bukan tanggal (tttt-bb-hh)")) from error


def _instant(cell: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(cell))
    except ValueError as error:
        raise ValueError(_("bukan waktu ISO 8601")) from error
    if moment.tzinfo is None:
        raise ValueError(_("waktu tanpa zona"))
    return moment


def _flag(cell: Any) -> bool:
    text = _text(cell).upper()
    if text not in ("Y", "N"):
        raise ValueError(_("harus Y atau N"))
    return text == "Y"


def _number(cell: Any) -> int:
    text = _text(cell)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(_("bukan nomor baris"))
    return int(text)


READERS: dict[Any, Any] = {str: _text, Rupiah: _amount, date: _day, datetime: _instant, bool: _flag, int: _number}


def _cross_complaints(header: StatementHeader, lines: list[StatementFileLine]) -> Iterable[Complaint]:
    """What one cell alone does not show."""
    if not header.statement_no or not header.billing_account:
        yield Complaint(1, "statement_no", _("nomor tagihan dan rekening tagihan wajib ada"))
    if header.currency.upper() != "IDR":
        yield Complaint(1, "currency", _("mata uang harus IDR"))
    if not header.period_from <= header.period_to <= header.due_date:
        yield Complaint(1, "period_to", _("urutan tanggal periode dan jatuh tempo salah"))
    for row, line in enumerate(lines, start=2):
        if line.dr_cr not in ("D", "C"):
            yield Complaint(row, "dr_cr", _("harus D atau C"))
        if line.amount <= Rupiah.zero():
            yield Complaint(row, "amount", _("jumlah harus lebih dari nol"))
        if UNMASKED_PAN.fullmatch(line.pan_masked.replace(" ", "")):
            yield Complaint(row, "pan_masked", _("nomor kartu tidak disamarkan"))
        if line.posting_date > header.period_to:
            yield Complaint(row, "posting_date", _("di luar periode tagihan"))


def _check_identity(statement: StatementFile) -> None:
    """opening + purchases + fees - payments - refunds = closing, and each sum is that of its lines (T21)."""
    header = statement.header
    sums = {
        kind: sum_rupiah(line.amount for line in statement.lines if line.kind == kind)
        for kind in ("purchase", "fee", "payment", "refund")
    }
    figures = [
        ("purchases", header.purchases, sums["purchase"]),
        ("fees", header.fees, sums["fee"]),
        ("payments + refunds", header.payments + header.refunds, sums["payment"] + sums["refund"]),
        (
            "closing",
            header.closing,
            header.opening + header.purchases + header.fees - header.payments - header.refunds,
        ),
    ]
    for figure, stated, computed in figures:
        if stated != computed:
            raise StatementIdentityBroken(figure=figure, stated=stated, computed=computed)


def _refuse(complaints: list[Complaint]) -> NoReturn:
    kept = tuple(complaints[:MOST_COMPLAINTS])
    first = kept[0]
    where = _("baris {row} kolom {column}: ").format(row=first.row, column=first.column) if first.row else ""
    raise StatementFileRefused(complaints=kept, count=len(complaints), first=f"{where}{first.message}")
