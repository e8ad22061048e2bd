"""Questions in words: what was seen, in numbers, and what to ask. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.oversight.models import Flag
from marketplace.oversight.red_flags import BY_CODE
from marketplace.ui.formats import rupiah

TONES = {"low": ("info", "info"), "medium": ("warn", "search"), "high": ("warn", "shield-alert")}
#: What each rule saw; the numbers come from its evidence.
SEEN = {
    "RF-01": gettext_lazy("%(orders)s pesanan bernilai %(sum_idr)s bersama, %(ratio)s kali batas %(limit_idr)s."),
    "RF-05": gettext_lazy("%(item)s: %(price_idr)s, pembanding %(reference_idr)s, selisih %(impact_idr)s."),
    "RF-16": gettext_lazy("Disusun sampai dikonfirmasi penjual dalam %(seconds)s detik."),
    "RF-32": gettext_lazy("Diterima %(accepted_idr)s, dibayar %(captured_idr)s."),
    "DS-01": gettext_lazy("Disetujui %(seconds)s detik setelah dipilih."),
    "DS-02": gettext_lazy("%(sp2d)s terbit %(days)s hari setelah SPM."),
}


def seen(flag: Flag) -> str:
    facts = {
        name: rupiah(value) if name.endswith("_idr") else str(value).replace(".", ",") if name == "ratio" else value
        for name, value in flag.evidence.items()
    }
    return str(SEEN[flag.rule]) % facts


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Pertanyaan")},
        {"label": _("Yang terlihat")},
        {"label": _("Pesanan")},
        {"label": _("Bobot")},
        {"label": _("Nilai"), "align": "r"},
    ]


def rows(flags: Iterable[Flag]) -> list[dict[str, Any]]:
    return [_row(flag) for flag in flags]


def _row(flag: Flag) -> dict[str, Any]:
    rule, (tone, icon) = BY_CODE[flag.rule], TONES[flag.severity]
    return {
        "cells": [
            {
                "text": str(rule.title),
                "url": reverse("oversight:order", args=[flag.order.number]),
                "sub": f"{flag.rule} v{flag.rule_version}",
                "head": True,
            },
            {"text": seen(flag), "sub": str(rule.question), "class": "c-full"},
            {"text": ", ".join(flag.numbers[:5]), "sub": flag.order.agency.name, "class": "c-full"},
            {"state_label": flag.get_severity_display(), "tone": tone, "icon": icon},
            {"amount": flag.value_idr, "class": "c-right"},
        ]
    }
