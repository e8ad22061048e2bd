"""The rows of the pages of the year's end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketplace.kernel.money import Rupiah
from marketplace.ui.formats import long_day
from orders.selectors.year_end import OfficeYear, open_rows
from payments.budget.models import OpenStage, YearClose


def office_columns() -> list[dict[str, str]]:
    amounts = (_("Pagu dan yang terpakai"), _("Dicadangkan"), _("Komitmen"), _("Terutang"))
    return [
        {"label": _("Perangkat daerah")},
        *({"label": one, "align": "r"} for one in amounts),
    ]


def office_rows(offices: Sequence[OfficeYear], year: int) -> list[dict[str, Any]]:
    return [
        {
            "cells": [
                {
                    "text": one.agency.name,
                    "url": reverse("orders:year-end-office", args=[year, one.agency.pk]),
                    "head": True,
                    **_state(one),
                },
                {
                    "amount": one.ceiling_idr,
                    "sub": _spent(one),
                    "class": "c-full",
                },
                {"amount": one.reserved_idr},
                {"amount": one.committed_idr},
                {"amount": one.obligated_idr},
            ]
        }
        for one in offices
    ]


def _spent(one: OfficeYear) -> str:
    words = _("terpakai %(amount)s, %(outside)s di antaranya di luar marketplace")
    if not one.external_used_idr:
        words = _("terpakai %(amount)s")
    return words % {"amount": Rupiah(one.spent_idr), "outside": Rupiah(one.external_used_idr)}


def _state(one: OfficeYear) -> dict[str, str]:
    if one.close is not None:
        return {
            "state_label": _("Ditutup %(day)s") % {"day": long_day(one.close.closed_at)},
            "tone": "ok",
            "icon": "lock",
        }
    if one.open_idr:
        return {"state_label": _("Masih ada yang terbuka"), "tone": "warn", "icon": "lock-open"}
    return {"state_label": _("Belum ditutup"), "tone": "info", "icon": "lock-open"}


def unclosed_years(years: Sequence[tuple[int, int]], shown: int) -> list[dict[str, str]]:
    """The hints to years that are over and still open somewhere, but for the one that is shown."""
    return [
        {
            "text": ngettext(
                "Tahun anggaran %(year)d belum ditutup di %(n)d perangkat daerah.",
                "Tahun anggaran %(year)d belum ditutup di %(n)d perangkat daerah.",
                offices,
            )
            % {"year": year, "n": offices},
            "url": f"{reverse('orders:year-end')}?tahun={year}",
            "action": _("Lihat tahun %(year)d") % {"year": year},
        }
        for year, offices in years
        if year != shown
    ]


def open_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Pesanan")},
        {"label": _("Rekening")},
        {"label": _("Tahap")},
        {"label": _("Jumlah"), "align": "r"},
    ]


def open_table(close: YearClose | None, agency_id: int, year: int) -> list[dict[str, Any]]:
    """What the close listed, or, before it, what it would list now."""
    if close is not None:
        rows = close.rows.select_related("line")
        return [_row(row.order_number, row.line.account_code, OpenStage(row.stage), row.amount_idr) for row in rows]
    return [
        _row(hold.order_number, hold.line.account_code, stage, amount)
        for hold, stage, amount in open_rows(agency_id, year)
    ]


def _row(number: str, account: str, stage: OpenStage, amount: int) -> dict[str, Any]:
    url = reverse("orders:detail", args=[number])
    return {
        "stage": stage,
        "amount": amount,
        "cells": [
            {"text": number, "url": url, "mono": True, "head": True},
            {"text": account, "mono": True},
            {"text": str(stage.label)},
            {"amount": amount},
        ],
    }


def totals(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per stage, for the summary above the list."""
    return [
        {"label": stage.label, "amount": sum(row["amount"] for row in rows if row["stage"] == stage)}
        for stage in OpenStage
    ]
