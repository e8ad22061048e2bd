"""The page of one order: next step, timeline, goods, papers, trail, summary, budget, payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.cards import picture_of
from catalog.models import Listing
from marketplace.accounts.roles import AUDITOR_ROLES
from marketplace.documents import selectors as documents
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.reasons import as_read
from marketplace.ui.formats import day_and_clock, long_day, short_day
from orders.labels import ACTION_WORDS
from orders.models import Handover, OrderHistory, OrderLine, ProcurementOrder
from orders.selectors.orders import SELLER_ROLES
from orders.shown import payment
from orders.shown.held import audit_hold, what_waits
from orders.shown.next_steps import next_step
from orders.states import AFTER_HANDOVER, DELIVERING, SEEN_BY_VENDOR, WITHOUT_RESULT, OrderState
from payments.budget.models import BudgetHold
from payments.budget.selectors import account_names, holds_of


def is_seller(actor: Actor, order: ProcurementOrder) -> bool:
    """Whether this reader stands on the vendor's side: then what only the office may know is left out."""
    return actor.holds_any(*SELLER_ROLES, organisation_id=order.vendor_id)


def detail_page(order: ProcurementOrder, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """Everything the template shows, in a fixed number of queries."""
    seller = is_seller(actor, order)
    hold = audit_hold(order, seller=seller) if order.audit_hold else None
    history = list(order.history.order_by("step"))
    handovers = list(order.handovers.order_by("sequence"))
    papers = documents.documents_of_order(order.id, actor, note=order.need.request_note_id)
    trail = [row for row in history if not seller or row.after in SEEN_BY_VENDOR or row.before in SEEN_BY_VENDOR]
    return {
        "order": order,
        "seller": seller,
        "step": next_step(order, handovers, actor=actor, at=at, hold=hold),
        "timeline": timeline(order, history, handovers),
        "goods": goods(order),
        "total": [{"text": _("Nilai pesanan"), "span": 3}, {"amount": order.total_idr}],
        "papers": documents.as_list(papers) + missing_papers(order, handovers),
        "trail": [_trail_row(row, seller=seller) for row in reversed(trail)],
        "summary": summary(order, handovers, seller=seller),
        "bars": [] if seller else budget_bars(order),
        "payment": payment.section(order, handovers, actor=actor),
        "reasons": [] if seller else reasons(order),
        "deliveries": deliveries(order),
        "audit_url": _audit_url(actor, order),
        "hold": None if what_waits(order, handovers) else hold,  # else the next step says it
    }


def timeline(order: ProcurementOrder, history: list[OrderHistory], handovers: list[Handover]) -> list[dict[str, Any]]:
    """Seven steps; those behind name actor and day, the present one is marked."""
    by_action = {row.action: row for row in history}
    steps = [
        (_("Diajukan"), by_action.get("submit"), "send"),
        (_("Disetujui PPK"), by_action.get("approve"), "signature"),
        (_("Dikonfirmasi penjual"), by_action.get("confirm"), "handshake"),
        (_("Dikirim"), by_action.get("ship"), "truck"),
        (_("Penerimaan"), _received(by_action), "package-check"),
        (_("Pembayaran"), by_action.get("pay"), "credit-card"),
        (_("Selesai"), by_action.get("complete"), "flag"),
    ]
    rows, reached = [], True
    for label, row, icon in steps:
        if row is not None and reached:
            rows.append({"label": label, "detail": f"{short_day(local_day(row.at))}, {_short(row)}", "state": "done"})
            continue
        state = "now" if reached and order.state not in WITHOUT_RESULT else "next"
        rows.append(
            {
                "label": label,
                "detail": _step_detail(order, icon) if state == "now" else "",
                "state": state,
                "icon": icon,
            }
        )
        reached = False
    if order.state in WITHOUT_RESULT:
        done = [row for row in rows if row["state"] == "done"]
        ended = {"label": str(order.screen.label), "detail": _ended(order), "state": "now", "icon": "ban"}
        return [*done, ended]
    return rows


def _received(by_action: dict[str, OrderHistory]) -> OrderHistory | None:
    """When nothing was outstanding any more: who accepted last, not the vendor who agreed to leave the rest."""
    return by_action.get("accept_all") or (by_action.get("accept_part") if "close_short" in by_action else None)


def _short(row: OrderHistory) -> str:
    """A first name, so that seven steps fit on a line."""
    parts = row.actor_name.split()
    return parts[0] if len(parts) < 2 else f"{parts[0]} {parts[1][0]}."


def _step_detail(order: ProcurementOrder, icon: str) -> str:
    if icon in ("truck", "package-check") and order.due_on:
        return _("paling lambat %(day)s") % {"day": short_day(order.due_on)}
    if icon in ("signature", "handshake", "send") and order.hold_expires_at:
        return _("batas %(day)s") % {"day": short_day(local_day(order.hold_expires_at))}
    return ""


def _ended(order: ProcurementOrder) -> str:
    return short_day(local_day(order.ended_at)) if order.ended_at else ""


def goods(order: ProcurementOrder) -> list[dict[str, Any]]:
    """Lines of the order with what was shipped and accepted so far."""
    lines = order.ordered_lines
    listings = Listing.objects.for_cards().in_bulk([line.listing_id for line in lines])
    moving = order.state in DELIVERING or order.state in AFTER_HANDOVER
    rows = []
    for line in lines:
        listing = listings[line.listing_id]
        name = {
            "text": line.title,
            "url": listing.get_absolute_url(),
            "image": picture_of(listing),
            "sub": _moved(line) if moving else "",
            "head": True,
        }
        rows.append(
            {
                "cells": [
                    name,
                    {"text": f"{line.quantity} {listing.unit.label}"},
                    {"amount": line.unit_price_idr, "class": "c-hide"},
                    {"amount": line.amount_idr, "class": "c-right"},
                ]
            }
        )
    return rows


def _moved(line: OrderLine) -> str:
    """As delivery notes and inspections count: what was rejected was shipped too."""
    facts = {
        "shipped": line.shipped_quantity,
        "rejected": line.rejected_quantity,
        "accepted": line.accepted_quantity,
    }
    if line.rejected_quantity:
        return _("dikirim %(shipped)d, ditolak %(rejected)d, diterima %(accepted)d") % facts
    return _("dikirim %(shipped)d, diterima %(accepted)d") % facts


def goods_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Barang")},
        {"label": _("Jumlah"), "align": "r"},
        {"label": _("Harga"), "align": "r"},
        {"label": _("Nilai"), "align": "r"},
    ]


def missing_papers(order: ProcurementOrder, handovers: list[Handover]) -> list[dict[str, Any]]:
    """Papers that will come, so that nobody asks where they are."""
    rows = []
    if any(handover.document_id is None for handover in handovers):
        signatures = [{"label": _("Penjual"), "done": False}, {"label": _("PPK"), "done": False}]
        rows.append(_later(_("Berita Acara Serah Terima"), _("Terbit saat penjual menandatangani"), signatures))
    elif not handovers and order.state in (OrderState.ORDERED, *DELIVERING):
        rows.append(_later(_("Berita Acara Serah Terima"), _("Dibuat otomatis setelah pemeriksaan")))
    nothing_accepted = not any(handover.accepted_at for handover in handovers)
    if nothing_accepted and order.state in (*DELIVERING, OrderState.ORDERED):
        rows.append(_later(_("Faktur dan bukti pajak"), _("Tersedia setelah BAST")))
    return rows


def _later(name: str, meta: str, signatures: list | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "meta": meta,
        "icon": "file-pen",
        "state_label": _("Belum waktunya"),
        "tone": "idle",
        "state_icon": "circle-dashed",
        "signatures": signatures or [],
    }


def _trail_row(row: OrderHistory, *, seller: bool) -> dict[str, Any]:
    who = row.actor_name if row.actor_id else _("Sistem")
    words = str(ACTION_WORDS.get(row.action, row.action))
    if row.reason and not (seller and row.action in ("choose", "choose_direct", "return", "approve")):
        words = f"{words}: {as_read(row.reason)}"
    return {"label": words, "detail": f"{day_and_clock(row.at)}, {who}", "state": ""}


def summary(order: ProcurementOrder, handovers: list[Handover], *, seller: bool) -> list[dict[str, Any]]:
    """Who, where and when; what was accepted and paid stands beside the order's value where it is another figure."""
    rows = [
        {"label": _("Penjual"), "value": order.vendor.full_name, "url": order.vendor.get_absolute_url()},
        {"label": _("Dinas"), "value": order.agency.name},
        {"label": _("Dipakai untuk"), "value": order.need.purpose},
        {"label": _("PPTK"), "value": order.requester.full_name},
        {"label": _("Pejabat pengadaan"), "value": order.chooser.full_name if order.chooser else "–"},
        {"label": _("PPK"), "value": order.approver.full_name if order.approver else "–"},
        {"label": _("Penerima"), "value": order.receiver.full_name if order.receiver else "–"},
        {"label": _("Kirim ke"), "value": order.need.delivery_place},
        {"label": _("Kode RUP"), "value": order.need.rup_code, "mono": True},
    ]
    if order.due_on:
        rows.insert(-1, {"label": _("Jatuh tempo kirim"), "value": long_day(order.due_on)})
    if order.accepted_idr and order.accepted_idr != order.total_idr:
        rows.append({"label": _("Nilai diterima"), "amount": order.accepted_idr})
    if paid := sum(handover.amount_idr for handover in handovers if handover.paid_at):
        rows.append({"label": _("Jumlah dibayar"), "amount": paid})
    if seller:
        hidden = {_("PPTK"), _("Pejabat pengadaan"), _("Dipakai untuk")}
        rows = [row for row in rows if row["label"] not in hidden]
    return rows


def budget_bars(order: ProcurementOrder) -> list[dict[str, Any]]:
    """Each charge on its line: this order apart from what others hold and have spent."""
    charges = order.charges.select_related("budget_line__sub_activity").order_by("budget_line_id")
    names = account_names({charge.budget_line.account_code for charge in charges})
    rows, holds = [], holds_of(order.id)
    for charge in charges:
        line, mine = charge.budget_line, holds.get(charge.budget_line_id, BudgetHold())
        rows.append(
            {
                "account": line.account_code,
                "name": names.get(line.account_code, ""),
                "sub_activity": line.sub_activity.name,
                "year": line.fiscal_year,
                "ceiling": line.ceiling_idr,
                "used": line.spent.idr - mine.realised_idr,
                "held": (line.held - mine.held).idr,
                "this": mine.realised_idr + mine.held.idr,
            }
        )
    return rows


def reasons(order: ProcurementOrder) -> list[dict[str, str]]:
    """What the officers wrote, for those who follow."""
    requester = order.requester.full_name
    chooser = order.chooser.full_name if order.chooser else ""
    approver = order.approver.full_name if order.approver else ""
    rows = [
        (_("Alasan harga"), order.price_reason, requester),
        (_("Alasan pesanan terpisah"), order.split_reason, requester),
        (_("Alasan pemilihan"), order.choice_reason, chooser),
        (_("Catatan PPK"), order.approval_note, approver),
        (_("Alasan dikembalikan"), order.return_reason if order.is_returned else "", _("PPK")),
        (_("Alasan berakhir"), as_read(order.end_reason), ""),
    ]
    return [{"label": label, "text": text, "by": who} for label, text, who in rows if text]


def deliveries(order: ProcurementOrder) -> list[dict[str, Any]]:
    """Lots with their photos, newest first."""
    shipments = order.shipments.select_related("photo", "arrival_photo", "inspection").prefetch_related(
        "inspection__photos__file"
    )
    return [
        {
            "lot": shipment.lot,
            "carrier": f"{shipment.carrier} {shipment.vehicle}".strip(),
            "shipped": day_and_clock(shipment.shipped_at),
            "arrived": day_and_clock(shipment.arrived_at) if shipment.arrived_at else "",
            "state": shipment.get_state_display(),
            "state_key": shipment.state,
            "photos": _photos(shipment),
        }
        for shipment in shipments.order_by("-lot")
    ]


def _photos(shipment: Any) -> list[dict[str, str]]:
    found = [(shipment.photo, _("Foto kiriman")), (shipment.arrival_photo, _("Foto saat tiba"))]
    if shipment.inspection:
        found += [(photo.file, photo.caption or _("Foto pemeriksaan")) for photo in shipment.inspection.photos.all()]
    return [
        {"url": file.url(1280), "thumb": file.url(320), "alt": caption, "caption": caption}
        for file, caption in found
        if file
    ]


def _audit_url(actor: Actor, order: ProcurementOrder) -> str:
    """Auditors go on to the room where ledger and integrity stand beside the order."""
    from catalog.cards import address_of

    return address_of("oversight:order", order.number) if actor.holds_any(*AUDITOR_ROLES) else ""


def back_link(order: ProcurementOrder, *, seller: bool) -> list[dict[str, str]]:
    name = "orders:seller-list" if seller else "orders:list"
    return [{"url": reverse(name), "label": pgettext("menu", "Pesanan")}, {"label": order.number}]
