"""One question with its evidence, its rule, its orders and what auditors said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.law import LawRow
from marketplace.oversight import words
from marketplace.oversight.flags import BY_CODE
from marketplace.oversight.models import Flag, FlagReview
from marketplace.oversight.shown.flags import STATE_LOOKS, TONES, seen, still_found
from marketplace.oversight.states import FlagState
from marketplace.ui.formats import day_and_clock, long_day, number, rupiah

UNITS = {
    "days": gettext_lazy("hari"),
    "hours": gettext_lazy("jam"),
    "minutes": gettext_lazy("menit"),
    "seconds": gettext_lazy("detik"),
    "percent": gettext_lazy("persen"),
    "count": "",
    "per_mille": gettext_lazy("per mil"),
}


def flag_page(flag: Flag, *, newest: date | None) -> dict[str, Any]:
    rule, look = BY_CODE[flag.rule], STATE_LOOKS[FlagState(flag.state)]
    tone, icon = TONES[flag.severity]
    score = f"{flag.score:.2f}".replace(".", ",")
    score = f"{flag.score:.2f}".replace(".", ",")
    return {
        "title": str(rule.title),
        "reference": flag.reference,
        "question": str(rule.question),
        "seen": seen(flag),
        "why": str(rule.why),
        "source": rule.source,
        "badge": {"label": flag.get_state_display(), "tone": look[0], "icon": look[1]},
        "severity": {"label": flag.get_severity_display(), "tone": tone, "icon": icon},
        "facts": [
            {"label": _("Dinas"), "value": flag.order.agency.name},
            {"label": _("Penjual"), "value": flag.order.vendor.display_name},
            {"label": _("Nilai yang dipertanyakan"), "amount": flag.value_idr},
            {"label": _("Jendela"), "value": f"{long_day(flag.window_start)} – {long_day(flag.window_end)}"},
            {"label": _("Kekuatan tanda"), "value": _("%(score)s dari 1") % {"score": score}},
            {"label": _("Pertama ditemukan"), "value": long_day(flag.first_seen_on)},
            {"label": _("Dalam data"), "value": still_found(flag, newest)},
            {"label": _("Penelaah"), "value": flag.owner.full_name if flag.owner else "–"},
        ],
        "thresholds": [_threshold(row) for row in rule.rows_on(flag.as_of)],
        "steps": [_found(flag), *(_step(one) for one in flag.reviews.all())],
    }


def _threshold(row: LawRow) -> dict[str, Any]:
    value = int(row.value)
    text = rupiah(value) if row.unit == "idr" else f"{number(value)} {UNITS.get(row.unit, row.unit)}".strip()
    if row.unit == "basis_points":
        text = f"{value / 100:.2f}%".replace(".", ",")
    return {"label": row.kind.removeprefix("flag."), "value": f"{text} · {row.source}"}


def _found(flag: Flag) -> dict[str, str]:
    detail = _("%(rule)s versi %(version)s, data sampai %(day)s")
    return {
        "label": _("Pertanyaan muncul dari data"),
        "detail": detail % {"rule": flag.rule, "version": flag.rule_version, "day": long_day(flag.first_seen_on)},
        "state": "done",
    }


def _step(one: FlagReview) -> dict[str, str]:
    parts = [day_and_clock(one.at), one.actor_name, words.role(one.role)]
    if one.reason_code:
        parts.append(one.get_reason_code_display())
    if one.reason:
        parts.append("“" + one.reason + "”")
    return {"label": one.get_after_display(), "detail": " · ".join(parts), "state": "done"}


def order_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Pesanan")},
        {"label": _("Dinas")},
        {"label": _("Penjual")},
        {"label": _("Diajukan")},
        {"label": _("Nilai"), "align": "r"},
    ]


def order_rows(orders: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {
                    "text": order.title,
                    "url": reverse("oversight:order", args=[order.number]),
                    "sub": order.number,
                    "head": True,
                },
                {"text": order.agency.name, "class": "c-full"},
                {"text": order.vendor.display_name, "class": "c-full"},
                {"text": day_and_clock(order.submitted_at) if order.submitted_at else "–"},
                {"amount": order.total_idr, "class": "c-right"},
            ]
        }
        for order in orders
    ]


def crumbs(flag: Flag) -> list[dict[str, str]]:
    return [{"url": reverse("oversight:flags"), "label": _("Pertanyaan dari data")}, {"label": flag.reference}]
