"""The bank's lines beside our orders: what agrees, what differs, what nobody ordered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.kernel.money import Rupiah
from marketplace.ui import formats
from payments.cards.labels import badge
from payments.cards.models import CardTransaction
from payments.cards.pages import address
from payments.cards.states import TransactionState
from payments.settlement.labels import MATCH_LOOKS
from payments.settlement.models import CardStatement, StatementLine
from payments.settlement.selectors import payable_of
from payments.settlement.selectors.cases import CASE_STATES
from payments.settlement.states import LineKind, MatchState


def tabs(statement: CardStatement, lines: Sequence[StatementLine], chosen: str) -> list[dict[str, Any]]:
    """All lines, or those of one result."""
    here = reverse("settlement:statement", args=[statement.pk])
    words = {
        "": _("Semua"),
        MatchState.MATCHED: _("Cocok"),
        MatchState.MISMATCH: _("Selisih"),
        MatchState.UNKNOWN: _("Tanpa pesanan"),
    }
    return [
        {
            "url": f"{here}?hasil={result}#h-rekon" if result else f"{here}#h-rekon",
            "label": label,
            "count": sum(line.match == result for line in lines) if result else len(lines),
            "current": chosen == result,
        }
        for result, label in words.items()
    ]


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Menurut bank")},
        {"label": _("Tanggal")},
        {"label": _("Tagihan"), "align": "r"},
        {"label": _("Pesanan Dasaran")},
        {"label": _("Bukti"), "align": "r"},
        {"label": _("Hasil")},
    ]


def rows(lines: Sequence[StatementLine]) -> list[dict[str, Any]]:
    """One row for each line, exceptions expanded with what is known and what helps."""
    return [_row(line) for line in lines]


def _row(line: StatementLine) -> dict[str, Any]:
    charge = line.transaction
    payable = charge.payable if charge else None
    order: dict[str, Any] = {"text": "–"}
    if payable is not None:
        order = {
            "text": payable.order_number,
            "url": address("orders:detail", payable.order_number),
            "mono": True,
            "sub": payable.vendor.display_name,
        }
    elif line.kind == LineKind.PURCHASE:
        order = {"text": _("Tidak ada")}
    evidence: dict[str, Any] = {"text": "–", "bare": True}
    if charge is not None and payable is not None:
        evidence = {"amount": charge.captured_idr}
    return {
        "cells": [
            {
                "text": line.merchant_name or line.get_kind_display(),
                "url": case_url(charge) if charge else "",
                "head": True,
                "class": "c-full",
            },
            {"text": formats.short_day(line.txn_at)},
            {"amount": line.amount_idr, "class": "c-right"},
            order,
            evidence,
            {"text": "", "class": "c-right", **_result(line)},
        ],
        **_exception(line),
    }


def _result(line: StatementLine) -> dict[str, str]:
    label = line.get_match_display()
    if line.match == MatchState.MISMATCH and line.transaction:
        difference = Rupiah(abs(line.amount_idr - line.transaction.captured_idr))
        label = _("Selisih %(amount)s") % {"amount": difference}
    return badge(MATCH_LOOKS, line.match, label)


def _exception(line: StatementLine) -> dict[str, Any]:
    """The reason beside the row, with the way to its evidence."""
    charge = line.transaction
    if line.match == MatchState.MISMATCH and charge and charge.state == TransactionState.MISMATCH:
        sheet = address("documents:sheet", payable_of(charge).handover_document_id)
        note = _("Bank menagih %(billed)s, bukti menyebut %(paid)s. Baris ini ditahan; yang lain berjalan terus.")
        return {
            "state": "flag",
            "note": note % {"billed": line.amount, "paid": charge.captured},
            "actions": [settling(charge), *([{"url": sheet, "label": _("Lihat BAST")}] if sheet else [])],
        }
    if line.match == MatchState.MISMATCH and charge:
        words = {"state": charge.get_state_display()}
        return {"note": _("Selisihnya sudah diputus. %(state)s.") % words, "actions": [settling(charge)]}
    if line.match == MatchState.MATCHED and charge and charge.state in CASE_STATES:
        return {"state": "flag", "note": f"{charge.get_state_display()}.", "actions": [settling(charge)]}
    if line.match == MatchState.CREDIT and line.about:
        note = _("Kredit untuk %(merchant)s.") if line.refund_id else _("Kredit untuk %(merchant)s, belum dipakai.")
        return {"note": note % {"merchant": line.about.merchant_name}, "actions": [settling(line.about)]}
    if line.match == MatchState.UNKNOWN and charge:
        note = _("Tidak ada pesanannya, jadi tidak masuk DPT dan tidak membebani anggaran. %(state)s sejak %(day)s.")
        words = {"state": charge.get_state_display(), "day": formats.long_day(charge.requested_at)}
        return {
            "state": "bad",
            "note": note % words,
            "actions": [settling(charge)],
        }
    if line.match == MatchState.FEE:
        return {"state": "flag", "note": _("Biaya bank tidak dibebankan kepada anggaran; mintalah koreksi bank.")}
    return {}


def case_url(charge: CardTransaction) -> str:
    return reverse("settlement:case", args=[charge.pk])


def settling(charge: CardTransaction) -> dict[str, Any]:
    """The way to the page where the line is settled."""
    return {"url": case_url(charge), "label": _("Selesaikan") if charge.state in CASE_STATES else _("Lihat baris")}


def total(lines: Sequence[StatementLine]) -> list[dict[str, Any]]:
    """The foot: what may go on, and what is held back."""
    purchases = [line for line in lines if line.kind == LineKind.PURCHASE]
    held = [line for line in purchases if line.transaction and line.transaction.state in CASE_STATES]
    ready = [line for line in purchases if line not in held and line.transaction and line.transaction.payable_id]
    words = ""
    if held:
        amount = Rupiah(sum(line.amount_idr for line in held))
        words = _("Ditahan, %(n)d baris: %(amount)s") % {"n": len(held), "amount": amount}
    return [
        {"text": _("Siap masuk DPT, %(n)d baris") % {"n": len(ready)}, "span": 2},
        {"amount": sum(line.amount_idr for line in ready)},
        {"text": words},
        {"text": ""},
        {"text": ""},
    ]
