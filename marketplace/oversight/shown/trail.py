"""Entries of the audit log as rows: when, what, who in which role from where, what changed, why, and its place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.reasons import as_read
from marketplace.oversight import words
from marketplace.oversight.integrity import entry_is_unchanged
from marketplace.ui.formats import clock, rupiah, short_day

SHORT = 120
EMPTY: tuple[Any, ...] = (None, "", [], {})
_LONG_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,64}")


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Waktu")},
        {"label": _("Tindakan")},
        {"label": _("Pelaku dan peran")},
        {"label": _("Catatan log")},
    ]


def rows(entries: Iterable[AuditEntry], places: Mapping[str, int]) -> list[dict[str, Any]]:
    return [_row(entry, places.get(str(entry.id))) for entry in entries]


def _row(entry: AuditEntry, place: int | None) -> dict[str, Any]:
    whole = entry_is_unchanged(entry)
    log: dict[str, Any] = {"text": _("Menunggu nomor"), "tone": "warn"}
    if place is not None:
        log = {"text": f"#{place}", "url": reverse("oversight:proof", args=[place]), "mono": True}
    state = (
        {"state_label": _("Utuh"), "tone": "ok", "icon": "shield-check"}
        if whole
        else {"state_label": _("Berubah"), "tone": "bad", "icon": "octagon-x"}
    )
    changed = change(entry.before, entry.after)
    why = _("Alasan: %(why)s") % {"why": as_read(entry.why)} if entry.why else ""
    return {
        "cells": [
            {"text": moment(entry.at), "class": "text-nowrap"},
            {"text": words.act(entry.what), "sub": entry.what, "head": True},
            {"text": entry.actor_name or _("Tanpa nama"), "sub": _role_and_place(entry), "class": "c-full"},
            log | state,
        ],
        "note": " · ".join(part for part in (changed, why) if part),
        "state": "" if whole else "bad",
    }


def _role_and_place(entry: AuditEntry) -> str:
    parts = [words.role(entry.actor_role), entry.address]
    return ", ".join(part for part in parts if part and part != entry.actor_name)


def change(before: Any, after: Any) -> str:
    """Before and after as one line: `keadaan: draft → submitted; nilai: Rp2.400.000`. What says nothing is left out."""
    if not isinstance(before or {}, dict) or not isinstance(after or {}, dict):
        return " → ".join(_short(one) for one in (before, after) if one is not None)
    before, after = before or {}, after or {}
    parts = []
    for key in [*before, *(key for key in after if key not in before)]:
        name = str(words.FACTS.get(key, key))
        if key in before and key in after:
            parts.append(f"{name}: {_value(key, before[key])} → {_value(key, after[key])}")
        elif (only := after.get(key, before.get(key))) not in EMPTY:
            parts.append(f"{name}: {_value(key, only)}")
    return "; ".join(parts)


def _value(key: str, value: Any) -> str:
    if key.endswith("_idr") and isinstance(value, int) and not isinstance(value, bool):
        return rupiah(value)
    return _short(value)


def moment(at: datetime) -> str:
    """A narrow column's date and time: 20 Nov 19.00."""
    return f"{short_day(at)} {clock(at)}"


def short_hash(text: str) -> str:
    """Enough of a hash or an id to tell it from others; the whole stands in the log."""
    return f"{text[:10]}…" if len(text) > 12 else text


def _short(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str) and _LONG_ID.fullmatch(value):
        return short_hash(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
