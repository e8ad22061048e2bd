"""Rows of the list of purchases, and the figures of the first page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.oversight.selectors.ledger import numbers_of
from marketplace.oversight.selectors.overview import Overview
from marketplace.oversight.shown.trail import moment
from marketplace.ui.formats import day_and_clock, number, percent, rupiah_short
from marketplace.ui.vocabulary import look_of
from orders.models import ProcurementOrder
from payments.ledger.models import journal_code


def order_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Pesanan")},
        {"label": _("Dinas dan penjual")},
        {"label": _("Disusun")},
        {"label": _("Keadaan")},
        {"label": _("Nilai"), "align": "r"},
    ]


def order_rows(orders: Iterable[ProcurementOrder]) -> list[dict[str, Any]]:
    return [_order_row(order) for order in orders]


def _order_row(order: ProcurementOrder) -> dict[str, Any]:
    look = look_of("order", order.screen.key)
    return {
        "cells": [
            {
                "text": order.title,
                "url": reverse("oversight:order", args=[order.number]),
                "sub": order.number,
                "head": True,
            },
            {"text": order.agency.name, "sub": order.vendor.display_name, "class": "c-full", "bare": True},
            {"text": moment(order.created_at), "class": "c-hide"},
            {"state_label": order.screen.label, "tone": look.other_tone or look.tone, "icon": look.icon},
            {"amount": order.total_idr, "class": "c-right"},
        ]
    }


def figures(seen: Overview) -> list[dict[str, Any]]:
    """Each figure with what it is measured against."""
    share = percent(seen.paid / seen.orders) if seen.orders else "–"
    return [
        {
            "label": _("Pesanan tahun %(year)s") % {"year": seen.year},
            "value": number(seen.orders),
            "note": _("bernilai %(amount)s setelah disetujui") % {"amount": rupiah_short(seen.ordered_idr)},
            "wide": True,
        },
        {
            "label": _("Sudah dibayar"),
            "value": rupiah_short(seen.paid_idr),
            "note": _("%(count)s pesanan, %(share)s dari semua") % {"count": number(seen.paid), "share": share},
        },
        {"label": _("Tidak dilanjutkan"), "value": number(seen.stopped), "note": _("batal, ditolak, atau kedaluwarsa")},
        {
            "label": _("Pembebanan tanpa pesanan"),
            "value": number(seen.unknown_charges),
            "note": _("hanya ada di tagihan bank"),
        },
    ]


def integrity(seen: Overview) -> dict[str, Any]:
    """The log's newest head, what waits, and the last run, in words."""
    head, run = seen.head, seen.run
    rows = [
        {"label": _("Catatan di log"), "value": number(head.tree_size) if head else "0"},
        {"label": _("Akar Merkle terbaru"), "value": bytes(head.root).hex() if head else "–", "mono": True},
        {"label": _("Ditetapkan"), "value": day_and_clock(head.at) if head else "–"},
        {"label": _("Menunggu nomor urut"), "value": number(seen.waiting)},
    ]
    if run is None:
        return {
            "rows": rows,
            "tone": "info",
            "title": _("Belum pernah diperiksa menyeluruh"),
            "text": _("Pemeriksaan berjalan sendiri setiap setengah jam. Setiap berkas pesanan diperiksa saat dibuka."),
            "findings": [],
        }
    rows.append({"label": _("Pemeriksaan terakhir"), "value": day_and_clock(run.started_at)})
    rows.append({"label": _("Aturan yang diperiksa"), "value": number(run.invariants)})
    if run.is_whole:
        text = _("%(rules)s aturan dan seluruh log diperiksa %(when)s; tidak ada yang menyimpang.")
        tone, title = "ok", _("Buku dan log utuh")
    else:
        text = _("%(rules)s aturan dan seluruh log diperiksa %(when)s; ada yang menyimpang.")
        tone, title = "bad", _("Ada yang menyimpang")
    return {
        "rows": rows,
        "tone": tone,
        "title": title,
        "text": text % {"rules": number(run.invariants), "when": day_and_clock(run.started_at)},
        "findings": _findings(run),
    }


def _journal_numbers(entry_ids: list[int]) -> list[str]:
    """As papers name them; an entry that waits for its number is named by its row."""
    numbers = numbers_of(entry_ids)
    return [journal_code(numbers[one]) if one in numbers else f"#{one}" for one in entry_ids]


def _findings(run: Any) -> list[dict[str, str]]:
    rows = [
        {
            "tone": "bad",
            "title": f"{one['code']}: {one['title']}",
            "detail": "; ".join(", ".join(row) for row in one["rows"]),
        }
        for one in run.findings
    ]
    for title, broken in (
        (_("Akar pohon tidak cocok"), run.broken_heads),
        (_("Isi catatan berubah"), run.broken_leaves),
        (_("Isi jurnal berubah"), _journal_numbers(run.broken_entries)),
    ):
        if broken:
            rows.append({"tone": "bad", "title": title, "detail": ", ".join(str(one) for one in broken)})
    return rows
