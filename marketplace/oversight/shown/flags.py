"""Questions in words: what was seen, in numbers, and what to ask. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.oversight.flags import BY_CODE
from marketplace.oversight.models import Flag
from marketplace.oversight.selectors.flags import FlagCounts
from marketplace.oversight.states import FlagState
from marketplace.ui.formats import long_day, number, rupiah, rupiah_short

TONES = {"low": ("info", "info"), "medium": ("warn", "search"), "high": ("warn", "shield-alert")}
STATE_LOOKS = {
    FlagState.OPEN: ("info", "flag"),
    FlagState.IN_REVIEW: ("info", "search"),
    FlagState.EXPLAINED: ("ok", "file-text"),
    FlagState.CONFIRMED: ("warn", "triangle-alert"),
    FlagState.DISMISSED: ("ok", "check"),
}
#: Codes inside evidence that people do not read as they are.
WORDS = {
    "nik": gettext_lazy("NIK"),
    "bank": gettext_lazy("rekening bank"),
    "phone": gettext_lazy("nomor ponsel"),
    "email": gettext_lazy("surel"),
    "suspended": gettext_lazy("dibekukan"),
    "blacklisted": gettext_lazy("masuk daftar hitam"),
    "closed": gettext_lazy("ditutup"),
}
DECIMALS = frozenset({"ratio", "chance", "hhi", "fence"})


def seen(flag: Flag) -> str:
    """What the rule saw, with the numbers of its evidence."""
    return str(BY_CODE[flag.rule].seen) % {name: _fact(name, value) for name, value in flag.evidence.items()}


def _fact(name: str, value: Any) -> str:
    if name.endswith("_idr"):
        return rupiah(int(value))
    if name in DECIMALS:
        return str(value).replace(".", ",")
    if name in ("what", "state"):
        return ", ".join(str(WORDS.get(one, one)) for one in str(value).split(", "))
    return str(value)


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Pertanyaan")},
        {"label": _("Yang terlihat")},
        {"label": _("Pesanan")},
        {"label": _("Bobot")},
        {"label": _("Keadaan")},
        {"label": _("Nilai"), "align": "r"},
    ]


def rows(flags: Iterable[Flag]) -> list[dict[str, Any]]:
    return [_row(flag) for flag in flags]


def _row(flag: Flag) -> dict[str, Any]:
    rule, (tone, icon), look = BY_CODE[flag.rule], TONES[flag.severity], STATE_LOOKS[FlagState(flag.state)]
    more = len(flag.numbers) - 3
    numbers = ", ".join(flag.numbers[:3]) + (_(" dan %(count)s lagi") % {"count": more} if more > 0 else "")
    return {
        "cells": [
            {
                "text": str(rule.title),
                "url": reverse("oversight:flag", args=[flag.pk]),
                "sub": flag.reference,
                "head": True,
            },
            {"text": seen(flag), "sub": str(rule.question), "class": "c-full c-any"},
            {"text": numbers, "sub": flag.order.agency.name, "class": "c-full"},
            {"state_label": flag.get_severity_display(), "tone": tone, "icon": icon},
            {
                "state_label": flag.get_state_display(),
                "tone": look[0],
                "icon": look[1],
                "sub": flag.owner.full_name if flag.owner else "",
            },
            {"amount": flag.value_idr, "class": "c-right"},
        ]
    }


def figures(counts: FlagCounts) -> list[dict[str, Any]]:
    """Each figure with what it is measured against."""
    answered = counts.total - counts.waiting
    return [
        {
            "label": _("Belum dijawab"),
            "value": number(counts.waiting),
            "note": _("dari %(total)s pertanyaan; %(high)s berbobot tinggi")
            % {"total": number(counts.total), "high": number(counts.high)},
            "wide": True,
        },
        {
            "label": _("Nilai yang dipertanyakan"),
            "value": rupiah_short(counts.waiting_idr),
            "note": _("satu pesanan dapat dipertanyakan lebih dari sekali"),
        },
        {
            "label": _("Perlu tindak lanjut"),
            "value": number(counts.by_state.get(FlagState.CONFIRMED, 0)),
            "note": _("dari %(answered)s yang sudah dijawab") % {"answered": number(answered)},
        },
        {
            "label": _("Bukan masalah"),
            "value": number(counts.by_state.get(FlagState.DISMISSED, 0) + counts.by_state.get(FlagState.EXPLAINED, 0)),
            "note": _("ada penjelasan, atau tidak perlu tindakan"),
        },
    ]


def still_found(flag: Flag, newest: Any) -> str:
    """Until when the data said so."""
    if newest and flag.as_of < newest:
        return _("tidak ditemukan lagi sejak %(day)s") % {"day": long_day(flag.as_of)}
    return _("masih ditemukan pada %(day)s") % {"day": long_day(flag.as_of)}
