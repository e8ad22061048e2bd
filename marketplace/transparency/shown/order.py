"""The published part of one order."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.documents.models import Document
from marketplace.documents.states import DocumentState
from marketplace.kernel.calendar import local_day
from marketplace.kernel.reasons import as_read
from marketplace.transparency import privacy
from marketplace.transparency.ocds import ocid_of
from marketplace.transparency.payments_of import payments_of
from marketplace.transparency.selectors.orders import offers_of, signed_at
from marketplace.ui.formats import day_and_clock, long_day, number
from marketplace.ui.vocabulary import look_of
from orders.labels import ACTION_WORDS
from orders.models import ProcurementOrder

#: Papers whose existence is public; what is in them is checked with the code that stands on the paper.
PUBLIC_PAPERS = ("purchase_letter", "inspection_report", "handover_report")
#: Steps before the purchase letter, named only by what they led to.
PUBLIC_STEPS = frozenset(ACTION_WORDS) - {"create", "return", "verify", "fail_payment"}


def order_page(order: ProcurementOrder) -> dict[str, Any]:
    """Everything the template shows; nothing that is not in the table of public fields."""
    look = look_of("order", order.screen.key)
    return {
        "order": order,
        "badge": {"state_label": order.screen.label, "tone": look.other_tone or look.tone, "icon": look.icon},
        "summary": summary(order),
        "vendor": vendor(order),
        "people": people(order),
        "goods": goods(order),
        "comparison": comparison(order),
        "reasons": reasons(order),
        "steps": steps(order),
        "papers": papers(order),
        "payments": payments(order),
        "ocds_url": reverse("transparency:ocds", args=[ocid_of(order)]),
    }


def summary(order: ProcurementOrder) -> list[dict[str, Any]]:
    charges = sorted(order.charges.all(), key=lambda charge: charge.budget_line_id)
    accounts = ", ".join(dict.fromkeys(charge.budget_line.account_code for charge in charges))
    activities = ", ".join(dict.fromkeys(charge.budget_line.sub_activity.name for charge in charges))
    compared = bool(offers_of(order))
    return [
        {"label": _("Dinas"), "value": order.agency.name},
        {"label": _("Paket"), "value": order.need.purpose},
        {"label": _("Kode RUP"), "value": order.need.rup_code or "–", "mono": True},
        {"label": _("Sub kegiatan"), "value": activities},
        {"label": _("Kode rekening"), "value": accounts, "mono": True},
        {
            "label": _("Cara memilih"),
            "value": _("Pembelian langsung setelah membandingkan harga") if compared else _("Pembelian langsung"),
        },
        {"label": _("Nilai pesanan"), "amount": order.total_idr},
        {"label": _("Diterima (BAST)"), "amount": order.accepted_idr},
        {"label": _("Tanggal surat pesanan"), "value": long_day(local_day(signed_at(order)))},
        {"label": _("Batas kirim"), "value": long_day(order.due_on) if order.due_on else "–"},
    ]


def vendor(order: ProcurementOrder) -> list[dict[str, Any]]:
    facts = privacy.vendor_facts(order.vendor)
    rows = [
        {"label": _("Nama usaha"), "value": facts["name"], "url": order.vendor.get_absolute_url()},
        {"label": _("Bentuk usaha"), "value": facts["legal_form"] or "–"},
        {"label": _("Skala"), "value": facts["scale"] or "–"},
        {"label": _("Asal"), "value": facts["regency"] or "–"},
    ]
    if facts["nib"]:
        rows.append({"label": _("NIB"), "value": facts["nib"], "mono": True})
    return rows


def people(order: ProcurementOrder) -> list[dict[str, str]]:
    """Officials in public function: position and name."""
    who = [
        (_("Pejabat Pelaksana Teknis Kegiatan"), order.requester),
        (_("Pejabat Pengadaan"), order.chooser),
        (_("Pejabat Pembuat Komitmen"), order.approver),
        (_("Penerima barang"), order.receiver),
    ]
    return [{"label": label, "value": name} for label, person in who if (name := privacy.official_name(person))]


def goods(order: ProcurementOrder) -> dict[str, Any]:
    lines = sorted(order.lines.all(), key=lambda line: line.position)
    columns = [
        {"label": _("Barang")},
        {"label": _("Jumlah"), "align": "r"},
        {"label": _("Harga satuan"), "align": "r"},
        {"label": _("Penilaian harga")},
        {"label": _("Nilai"), "align": "r"},
    ]
    rows = [
        {
            "cells": [
                {"text": line.title, "head": True},
                {"text": f"{number(line.quantity)} {line.listing.unit.label}"},
                {"amount": line.unit_price_idr},
                _verdict(line.verdict),
                {"amount": line.amount_idr, "class": "c-right"},
            ]
        }
        for line in lines
    ]
    return {"columns": columns, "rows": rows, "total": [{"text": _("Jumlah"), "span": 4}, {"amount": order.total_idr}]}


def verdict_words(code: str) -> str:
    words = {
        "below": _("Di bawah kisaran"),
        "fair": _("Wajar"),
        "needs_reason": _("Beralasan"),
        "above_standard": _("Di atas standar harga"),
    }
    return words.get(code, _("Pembanding belum cukup"))


def _verdict(code: str) -> dict[str, Any]:
    look = look_of("price", code or "unknown")
    return {"state_label": verdict_words(code), "tone": look.tone, "icon": look.icon}


def comparison(order: ProcurementOrder) -> dict[str, Any] | None:
    """After the award: total and rank of each offer, the losing ones without a name."""
    offers = sorted(offers_of(order), key=lambda offer: (offer.total_idr, offer.position))
    if not offers:
        return None
    rows = [
        {
            "cells": [
                {"text": str(rank), "head": True},
                {"text": privacy.vendor_name(order.vendor) if offer.is_chosen else _("Penjual lain")},
                {"amount": offer.total_idr, "class": "c-right"},
            ]
        }
        for rank, offer in enumerate(offers, start=1)
    ]
    columns = [{"label": _("Peringkat harga")}, {"label": _("Penjual")}, {"label": _("Total"), "align": "r"}]
    return {"columns": columns, "rows": rows}


def reasons(order: ProcurementOrder) -> list[dict[str, str]]:
    said = [
        (_("Alasan harga"), order.price_reason),
        (_("Alasan pemisahan paket"), order.split_reason),
        (_("Alasan pemilihan penyedia"), order.choice_reason),
        (_("Alasan berakhir"), as_read(order.end_reason)),
    ]
    return [{"label": label, "value": text} for label, text in said if text]


def steps(order: ProcurementOrder) -> list[dict[str, str]]:
    history = sorted(order.history.all(), key=lambda step: step.step)
    return [
        {"label": str(ACTION_WORDS[step.action]), "detail": day_and_clock(step.at), "state": "done"}
        for step in history
        if step.action in PUBLIC_STEPS
    ]


def papers(order: ProcurementOrder) -> list[dict[str, Any]]:
    """Which papers there are, with number, day and hash: enough to hold a copy against them."""
    rows = Document.objects.filter(order_id=order.id, kind__in=PUBLIC_PAPERS).order_by("issued_at", "id")
    return [
        {
            "name": document.title,
            "meta": f"{document.number} · {day_and_clock(document.issued_at)} · {document.content_sha256[:16]}…",
            "state_label": document.get_state_display(),
            "tone": "ok" if document.state == DocumentState.VALID else "info",
        }
        for document in rows
    ]


def payments(order: ProcurementOrder) -> dict[str, Any] | None:
    paid = payments_of(order.id)
    if not paid:
        return None
    columns = [{"label": _("Tanggal")}, {"label": _("Cara")}, {"label": _("Jumlah"), "align": "r"}]
    rows = [
        {
            "cells": [
                {"text": long_day(one.day), "head": True},
                {"text": _("Kartu Kredit Pemerintah Daerah")},
                {"amount": one.amount_idr, "class": "c-right"},
            ]
        }
        for one in paid
    ]
    total = [{"text": _("Jumlah dibayar"), "span": 2}, {"amount": sum(one.amount_idr for one in paid)}]
    return {"columns": columns, "rows": rows, "total": total}
