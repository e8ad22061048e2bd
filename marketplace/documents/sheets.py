"""From a paper's fields to what stands on the sheet: one description, from which the PDF and the page are drawn.

Shape  opening [text], facts [[label, text]], parties [{heading, facts}], tables [{caption, columns, rows, totals}],
       words text, clauses [[heading, text]], note text. Money columns ("m") hold whole rupiah until here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings

from marketplace.accounts.models import Agency
from marketplace.accounts.roles import Role
from marketplace.documents.kinds import kind_of
from marketplace.documents.models import Document
from marketplace.documents.wording import day_from, day_in_words, instant, long_day, money
from marketplace.kernel.calendar import local_day
from marketplace.ui.words import amount_in_words

Fields = dict[str, Any]
Presenter = Callable[[Fields], Fields]
_PRESENTERS: dict[str, Presenter] = {}

HEADINGS = {
    Role.COMMITMENT_OFFICER: "Pejabat Pembuat Komitmen",
    Role.ACTIVITY_OFFICER: "Pejabat Pelaksana Teknis Kegiatan",
    Role.PURCHASING_OFFICER: "Pejabat Pengadaan",
    Role.RECEIVER: "Penerima barang",
    Role.BUDGET_USER: "Pengguna Anggaran",
    Role.BUDGET_PROXY: "Kuasa Pengguna Anggaran",
    Role.FINANCE_VERIFIER: "PPK-SKPD",
    Role.TREASURER: "Bendahara Pengeluaran",
    Role.ASSISTANT_TREASURER: "Bendahara Pengeluaran Pembantu",
    Role.TREASURY: "Bendahara Umum Daerah",
    Role.TREASURY_PROXY: "Kuasa Bendahara Umum Daerah",
    Role.VENDOR_OWNER: "Penyedia",
    Role.VENDOR_STAFF: "Penyedia",
}


def register(kind: str) -> Callable[[Presenter], Presenter]:
    """Say how the semantic fields of `kind` become a sheet. A presenter is pure: same fields, same sheet."""

    def keep(presenter: Presenter) -> Presenter:
        _PRESENTERS[kind] = presenter
        return presenter

    return keep


def sheet_of(document: Document) -> Fields:
    """Everything that stands on the paper, as text."""
    fields = document.fields
    presenter = _PRESENTERS.get(document.kind)
    body = presenter(fields) if presenter else fields
    day = local_day(document.issued_at)
    amount = body.get("amount_idr")
    return {
        "title": kind_of(document.kind).paper_title,
        "number": document.number,
        "void": document.is_void,
        "letterhead": _letterhead(document),
        "opening": [_with_day(text, day) for text in body.get("opening", [])],
        "facts": _pairs(body.get("facts", [])),
        "parties": [
            {"heading": party["heading"], "facts": _pairs(party["facts"])} for party in body.get("parties", [])
        ],
        "tables": [_table(table) for table in body.get("tables", [])],
        "amount": "" if amount is None or body.get("tables") else _cell(amount, "m"),
        "words": amount_in_words(amount).capitalize() if amount is not None else "",
        "clauses": _pairs(body.get("clauses", [])),
        "note": body.get("note", ""),
        "place_and_date": _place_and_date(fields, day),
        "signatures": _signatures(document),
        "check_code": document.check_code,
        "check_url": document.check_url,
        "content_sha256": document.content_sha256,
    }


def _pairs(pairs: list[list[str]]) -> list[list[str]]:
    """Labels whose text is empty are left out, so optional facts need no care."""
    return [[str(label), str(text)] for label, text in pairs if text not in ("", None)]


def _with_day(text: str, day: date) -> str:
    return text.replace("{day_in_words}", day_in_words(day))


def _place_and_date(fields: Fields, day: date) -> str:
    written = day_from(fields["date"]) if fields.get("date") else long_day(day)
    return ", ".join(part for part in (fields.get("place", ""), written) if part)


def _letterhead(document: Document) -> dict[str, str]:
    given = document.fields.get("letterhead") or {}
    agency = Agency.objects.filter(pk=document.issuer_id).first() if not given.get("address") else None
    return {
        "government": given.get("government", settings.OPERATOR["name"] if agency else ""),
        "agency": given.get("agency", document.issuer.name),
        "address": given.get("address", agency.address if agency else ""),
    }


def _table(table: dict[str, Any]) -> dict[str, Any]:
    kinds = [kind for _, kind in table["columns"]]
    return {
        "caption": table.get("caption", ""),
        "columns": [{"label": label, "align": "l" if kind == "l" else "r"} for label, kind in table["columns"]],
        "rows": [[_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table["rows"]],
        "totals": [[label, _cell(value, "m")] for label, value in table.get("totals", [])],
    }


def _cell(value: Any, kind: str) -> str:
    return money(value) if kind == "m" and isinstance(value, int) else str(value)


def _signatures(document: Document) -> list[dict[str, str]]:
    """A box for each signature, and an empty one for each that is awaited."""
    signed = {signature.role: signature for signature in document.signatures.all()}
    boxes = []
    for role in [*signed, *(role for role in document.required_roles if role not in signed)]:
        box = document.fields.get("signers", {}).get(role, {})
        signature = signed.get(role)
        boxes.append(
            {
                "heading": box.get("heading") or HEADINGS.get(role, "Sistem" if role == "system" else role),
                "organisation": box.get("organisation", ""),
                "name": signature.name if signature else "",
                "nip": signature.nip if signature else "",
                "signed_at": instant(signature.signed_at) if signature else "",
            }
        )
    return boxes
