"""Rows of order lists and queues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.ui.formats import long_day, short_day
from marketplace.ui.vocabulary import look_of
from orders.checks import Finding, Level
from orders.labels import FILTERS
from orders.models import ProcurementOrder

MOVERS: dict[str, tuple[Role, ...]] = {
    "requester": (Role.ACTIVITY_OFFICER,),
    "chooser": (Role.PURCHASING_OFFICER,),
    "approver": (Role.COMMITMENT_OFFICER,),
    "vendor": (Role.VENDOR_OWNER, Role.VENDOR_STAFF),
    "receiver": (Role.RECEIVER,),
    "signers": (Role.VENDOR_OWNER, Role.COMMITMENT_OFFICER),
    "payer": (Role.CARD_HOLDER, Role.CARD_DELEGATE, Role.TREASURER, Role.ASSISTANT_TREASURER),
}


def is_my_move(actor: Actor, order: ProcurementOrder) -> bool:
    """Whether this reader, by role, is the one who must act."""
    wanted = MOVERS.get(order.screen.mover, ())
    return any(
        actor.holds(role, organisation) for role in wanted for organisation in (order.agency_id, order.vendor_id)
    )


def badge(actor: Actor, order: ProcurementOrder) -> dict[str, str]:
    """Label, tone and icon of an order's state for this reader."""
    screen = order.screen
    look = look_of("order", screen.key)
    tone = look.tone if is_my_move(actor, order) or not look.other_tone else look.other_tone
    return {"state_label": str(screen.label), "tone": tone, "icon": look.icon}


def list_columns(*, seller: bool) -> list[dict[str, str]]:
    party = _("Pembeli") if seller else _("Penjual")
    return [
        {"label": _("Pesanan")},
        {"label": party},
        {"label": _("Tanggal")},
        {"label": _("Keadaan")},
        {"label": _("Nilai"), "align": "r"},
    ]


def list_rows(orders: Iterable[ProcurementOrder], *, actor: Actor, seller: bool) -> list[dict[str, Any]]:
    name = "orders:sale" if seller else "orders:detail"
    return [
        {
            "cells": [
                {"text": order.title, "url": reverse(name, args=[order.number]), "sub": order.number, "head": True},
                {"text": order.agency.name if seller else order.vendor.display_name},
                {
                    "text": short_day(
                        local_day((order.approved_at if seller else order.submitted_at) or order.created_at)
                    ),
                    "class": "text-nowrap",
                },
                badge(actor, order),
                {"amount": order.total_idr, "class": "c-right"},
            ]
        }
        for order in orders
    ]


def filter_chips(current: str) -> list[dict[str, Any]]:
    chips = [{"url": "?", "label": _("Semua"), "on": not current}]
    return chips + [
        {"url": f"?keadaan={key}", "label": label, "on": key == current} for key, (label, _s) in FILTERS.items()
    ]


def queue_item(order: ProcurementOrder, *, url: str, current: str, at: datetime) -> dict[str, Any]:
    """One row of a queue: what, from whom, how much, how the checks went, until when."""
    found = [Finding.from_json(one) for one in order.checks]
    troubled = sum(one.level in (Level.NEEDS_REASON, Level.BLOCKS) for one in found)
    state = (
        {
            "state_label": ngettext("%(n)d perlu perhatian", "%(n)d perlu perhatian", troubled) % {"n": troubled},
            "tone": "warn",
            "icon": "triangle-alert",
        }
        if troubled
        else {"state_label": _("Lolos periksa"), "tone": "ok", "icon": "circle-check"}
    )
    until = local_day(order.hold_expires_at) if order.hold_expires_at else None
    return {
        "url": url,
        "title": order.title,
        "party": order.vendor.display_name,
        "amount": order.total_idr,
        "current": order.number == current,
        "deadline": deadline_words(until, local_day(at)) if until else "",
        "urgent": bool(until and until <= local_day(at)),
        **state,
    }


def deadline_words(until: date, today: date) -> str:
    if until < today:
        return _("Batas %(day)s terlewati") % {"day": long_day(until)}
    if until == today:
        return _("Batas hari ini")
    return _("Batas %(day)s") % {"day": long_day(until)}
