"""Journal entries as ledger tables: date, what, debit, credit, and the balance after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.oversight.evidence import JOURNAL, Evidence
from marketplace.ui.formats import rupiah
from payments.ledger.chart import ACCOUNTS, Book
from payments.ledger.models import Posting, journal_code

BOOKS = {
    Book.BUDGET: gettext_lazy("Pengendalian anggaran"),
    Book.LIMIT: gettext_lazy("Limit kartu"),
    Book.REALISATION: gettext_lazy("Realisasi anggaran (LRA)"),
    Book.FINANCIAL: gettext_lazy("Operasional dan neraca (LO)"),
    Book.MARKETPLACE: gettext_lazy("Kliring penyelenggara"),
}


def books_of(evidence: Evidence) -> list[dict[str, Any]]:
    """Per book the postings of this purchase in the order they were booked, debits and credits in columns."""
    books: dict[str, list[dict[str, Any]]] = {}
    sums: dict[str, list[int]] = {}
    for entry in evidence.journal:
        place = evidence.place_of(JOURNAL, entry.id)
        number = journal_code(place.kind_number) if place else _("menunggu nomor")
        shared = "" if entry.order_id == evidence.order.id else _("untuk seluruh tagihan")
        for leg in entry.postings.all():
            total = sums.setdefault(leg.book, [0, 0])
            total[0 if leg.side == "D" else 1] += leg.amount_idr
            books.setdefault(leg.book, []).append(_leg_row(leg, entry.effective_at, number, shared, total))
    return [
        {
            "name": BOOKS[book],
            "code": book.value,
            "entries": books[book.value],
            "closing": {
                "debit": sums[book.value][0],
                "credit": sums[book.value][1],
                "balance": sums[book.value][0] - sums[book.value][1],
            },
        }
        for book in Book
        if book.value in books
    ]


def _leg_row(leg: Posting, day: Any, number: str, shared: str, total: list[int]) -> dict[str, Any]:
    account = ACCOUNTS[leg.book, leg.account]
    return {
        "date": day,
        "text": f"{account.title}, {shared}" if shared else account.title,
        "reference": f"{number} · {leg.book}.{leg.account}",
        "reference_url": reverse("oversight:account", args=[leg.book, leg.account]),
        "debit": leg.amount_idr if leg.side == "D" else None,
        "credit": leg.amount_idr if leg.side == "C" else None,
        "balance": total[0] - total[1],
    }


def balance_columns() -> list[dict[str, str]]:
    return [{"label": _("Akun")}, {"label": _("Sisi normal")}, {"label": _("Saldo"), "align": "r"}]


def balance_rows(balances: Iterable[Any], query: str) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {
                    "text": one.account.title,
                    "url": reverse("oversight:account", args=[one.account.book.value, one.account.id]) + query,
                    "sub": str(one.account),
                    "head": True,
                },
                {"text": _("Debit") if one.account.normal_side == "D" else _("Kredit")},
                {"amount": one.amount_idr, "class": "c-right"},
            ]
        }
        for one in balances
    ]


def posting_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Tanggal")},
        {"label": _("Jurnal")},
        {"label": _("Pesanan")},
        {"label": _("Debit"), "align": "r"},
        {"label": _("Kredit"), "align": "r"},
    ]


def posting_rows(legs: Iterable[Posting], numbers: dict[int, int], entities: dict[int, str]) -> list[dict[str, Any]]:
    from marketplace.ui.formats import short_day

    rows = []
    for leg in legs:
        entry = leg.entry
        number = numbers.get(entry.id)
        order: dict[str, Any] = {"text": entry.order_number or "–"}
        if entry.order_number:
            order |= {"url": reverse("oversight:order", args=[entry.order_number]), "mono": True}
        amount = rupiah(leg.amount_idr)
        rows.append(
            {
                "cells": [
                    {"text": short_day(entry.effective_at)},
                    {
                        "text": journal_code(number) if number else _("menunggu nomor"),
                        "sub": f"{entry.kind} · {entities.get(leg.entity_id, '')}",
                        "mono": True,
                        "head": True,
                    },
                    order,
                    {"text": amount if leg.side == "D" else ""},
                    {"text": amount if leg.side == "C" else "", "class": "c-right"},
                ]
            }
        )
    return rows
