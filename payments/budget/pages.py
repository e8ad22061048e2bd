"""What the budget pages show, prepared for templates: plain dicts, no questions left."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from marketplace.kernel.reasons import as_read
from marketplace.ui import formats
from payments.budget.labels import MOVES, STAGES
from payments.budget.models import BudgetHold, BudgetLine
from payments.budget.selectors import Movement


def order_url(number: str) -> str:
    """The page of an order, which a package above owns; empty where it is not installed."""
    try:
        return reverse("orders:detail", args=[number]) if number else ""
    except NoReverseMatch:
        return ""


def by_sub_activity(lines: Iterable[BudgetLine], names: dict[str, str]) -> list[dict[str, Any]]:
    """Lines under their office and sub activity, in the order in which they come."""
    groups = []
    for (_office, _sub), members in groupby(lines, key=lambda line: (line.agency_id, line.sub_activity_id)):
        rows = list(members)
        groups.append(
            {
                "sub_activity": rows[0].sub_activity,
                "office": rows[0].agency.name,
                "lines": [{"line": line, "name": names.get(line.account_code, line.account_code)} for line in rows],
            }
        )
    return groups


def figure_rows(line: BudgetLine) -> list[dict[str, Any]]:
    """The figures of a line as they add up to its ceiling."""
    rows = [
        {"label": _("Dicadangkan pesanan yang diajukan"), "amount": line.reserved_idr},
        {"label": _("Komitmen yang disanggupi penyedia"), "amount": line.committed_idr},
        {"label": _("Terutang atas barang yang diterima"), "amount": line.obligated_idr},
        {"label": _("Realisasi yang sudah dicairkan"), "amount": line.realised_idr},
    ]
    if line.external_used_idr:
        label = _("Belanja di luar marketplace per %(day)s") % {"day": formats.long_day(line.external_as_of)}
        rows.append({"label": label, "amount": line.external_used_idr})
    return [
        *rows,
        {"label": _("Tersedia"), "amount": line.available},
        {"label": _("Pagu"), "amount": line.ceiling_idr, "total": True},
    ]


def _amount(idr: int) -> dict[str, Any]:
    """A cell; a zero is a dash, so that the eye finds the rest."""
    return {"amount": idr} if idr else {"text": "–"}


def hold_rows(holds: Iterable[BudgetHold]) -> list[dict[str, Any]]:
    """One row for each order that holds money on a line."""
    rows = []
    for hold in holds:
        amounts = (hold.reserved_idr, hold.committed_idr, hold.obligated_idr, hold.realised_idr)
        order = {"text": hold.order_number, "url": order_url(hold.order_number), "head": True, "mono": True}
        rows.append({"cells": [order, *(_amount(amount) for amount in amounts)]})
    return rows


def movement_rows(movements: Iterable[Movement]) -> list[dict[str, Any]]:
    """One row for each journal entry: when, what, for which order, and what it did to what is available."""
    rows = []
    for movement in movements:
        stages = ", ".join(f"{STAGES[taken]} → {STAGES[given]}" for taken, given, _amount in movement.stages)
        what = {
            "text": MOVES.get(movement.kind, movement.kind),
            "sub": as_read(movement.reason) or stages,
            "head": True,
        }
        order = {"text": movement.order_number or "–", "url": order_url(movement.order_number), "mono": True}
        amount = {"amount": sum(amount.idr for *_stages, amount in movement.stages)}
        rows.append(
            {"cells": [{"text": formats.long_day(movement.day)}, what, order, amount, _amount(movement.change.idr)]}
        )
    return rows


def plan_points(line: BudgetLine) -> list[dict[str, Any]]:
    """The cash plan, month by month and cumulated."""
    planned = dict(line.cash_plan.values_list("month", "amount_idr"))
    total, rows = 0, []
    for month in MONTHS if planned else ():
        total += planned.get(month, 0)
        rows.append({"month": MONTHS[month], "amount": planned.get(month, 0), "through": total})
    return rows
