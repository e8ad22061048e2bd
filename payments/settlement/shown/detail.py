"""The page of one bill, prepared for its template: plain values, no questions left."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from marketplace.documents.selectors import as_list, documents_of_subject
from marketplace.kernel.actors import Actor
from marketplace.ui import formats
from payments.cards.labels import badge
from payments.cards.pages import address, card_widget
from payments.settlement.labels import BOOK_MOVES, SIX_TEST_WORDS, STATEMENT_LOOKS
from payments.settlement.models import CardStatement, RealExpenseLine, StatementHistory
from payments.settlement.selectors import card_book, lines_of, payable_of
from payments.settlement.selectors.book import CardBook
from payments.settlement.selectors.overview import uses_of
from payments.settlement.shown import matching
from payments.settlement.shown.lists import due_words
from payments.settlement.shown.road import road


def statement_page(statement: CardStatement, *, actor: Actor, chosen: str, today: date) -> dict[str, Any]:
    """All of the page but the reader's own step."""
    lines = lines_of(statement)
    history = list(statement.history.all())
    shown = [line for line in lines if not chosen or line.match == chosen]
    book = card_book(statement.card, first=statement.period_from)
    return {
        "statement": statement,
        "title": _("Tagihan KKPD %(month)s") % {"month": date_format(statement.period_to, "F Y")},
        "lead": _("%(office)s, periode %(first)s sampai %(last)s.")
        % {
            "office": statement.agency.organisation.name,
            "first": formats.long_day(statement.period_from),
            "last": formats.long_day(statement.period_to),
        },
        "badge": badge(STATEMENT_LOOKS, statement.state, statement.get_state_display()),
        "due": due_words(statement, today),
        "is_overdue": statement.is_overdue(today),
        "crumbs": [
            {"label": _("Tagihan KKPD"), "url": reverse("settlement:statements")},
            {"label": statement.number},
        ],
        "widget": card_widget(statement.card),
        "use": uses_of([statement.card])[0],
        "facts": facts(statement),
        "steps": road(statement, history),
        "returned": last_return(history),
        "tabs": matching.tabs(statement, lines, chosen),
        "match_columns": matching.columns(),
        "match_rows": matching.rows(shown),
        "match_total": matching.total(lines) if not chosen else [],
        "sums": sums(statement),
        "results": result_rows(statement),
        "result_columns": [
            {"label": _("Pesanan")},
            {"label": _("Jumlah"), "align": "r"},
            {"label": _("Uji yang gagal")},
            {"label": _("Putusan")},
        ],
        "documents": as_list(documents_of_subject("settlement.cardstatement", statement.pk)),
        "book_entries": book_rows(book),
        "book_opening": {"date": book.first, "balance": book.opening},
        "book_closing": {"debit": book.used, "credit": book.repaid, "balance": book.closing},
    }


def facts(statement: CardStatement) -> list[dict[str, Any]]:
    return [
        {"label": _("Nomor tagihan"), "value": statement.number, "mono": True},
        {"label": _("Bank penerbit"), "value": statement.card.programme.issuing_bank},
        {"label": _("Batas per transaksi"), "amount": statement.card.per_txn_idr},
    ]


def sums(statement: CardStatement) -> list[dict[str, Any]]:
    """The identity of the bill, as an accountant adds it up (T21)."""
    return [
        {"label": _("Saldo awal"), "amount": statement.opening_idr},
        {"label": _("Pembelian"), "amount": statement.purchases_idr},
        {"label": _("Biaya bank"), "amount": statement.fees_idr},
        {"label": _("Pengembalian"), "amount": -statement.refunds_idr},
        {"label": _("Pelunasan"), "amount": -statement.payments_idr},
        {"label": _("Saldo tagihan"), "amount": statement.closing_idr, "total": True},
    ]


def last_return(history: Iterable[StatementHistory]) -> str:
    """Why the paper came back, while it has not gone on again."""
    rows = list(history)
    if not rows or rows[-1].action not in ("return_request", "return_order", "repayment_refused"):
        return ""
    last = rows[-1]
    words = _("Dikembalikan %(name)s pada %(day)s: %(reason)s")
    if last.action == "repayment_refused":
        words = _("Bank menolak pelunasan pada %(day)s (kode %(reason)s). Tidak ada yang dibayar.")
    return words % {"name": last.actor_name, "day": formats.long_day(last.at), "reason": last.reason}


def result_rows(statement: CardStatement) -> list[dict[str, Any]]:
    """What the six tests found, line by line, once they are recorded."""
    decided = RealExpenseLine.objects.filter(
        expense_list__statement=statement, expense_list__withdrawn_at=None, approved__isnull=False
    )
    rows = []
    for line in decided.select_related("transaction__payable__vendor__organisation").prefetch_related("tests"):
        payable = payable_of(line.transaction)
        failed = [str(SIX_TEST_WORDS[test.test_no][1]) for test in line.tests.all() if not test.passed]
        verdict = ("ok", "circle-check", _("Disahkan")) if line.approved else ("bad", "octagon-x", _("Ditolak"))
        rows.append(
            {
                "state": "" if line.approved else "bad",
                "cells": [
                    {
                        "text": payable.order_number,
                        "url": address("orders:detail", payable.order_number),
                        "sub": payable.vendor.display_name,
                        "head": True,
                    },
                    {"amount": line.amount_idr, "class": "c-right"},
                    {"text": "; ".join(failed) or _("Tidak ada, keenam uji lulus"), "sub": line.note},
                    {"text": "", "tone": verdict[0], "icon": verdict[1], "state_label": verdict[2]},
                ],
                "actions": [] if line.approved else [matching.settling(line.transaction)],
            }
        )
    return rows


def book_rows(book: CardBook) -> list[dict[str, Any]]:
    return [
        {
            "date": entry.day,
            "text": entry.merchant or BOOK_MOVES.get(entry.kind, entry.kind),
            "reference": entry.order_number,
            "reference_url": address("orders:detail", entry.order_number) if entry.order_number else "",
            "debit": entry.used if entry.used.idr else None,
            "credit": entry.repaid if entry.repaid.idr else None,
            "balance": entry.balance,
            "note": BOOK_MOVES[entry.kind] if entry.merchant and entry.kind in ("card.unknown_charge",) else "",
            "state": "bad" if entry.kind == "card.unknown_charge" else "",
        }
        for entry in book.entries
    ]
