"""The basket page: one panel per vendor, budget figures, and the checks before submitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from catalog import selectors as catalog
from catalog.cards import picture_of
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.ui.formats import short_day
from orders import judging
from orders.charging import resolve_charges
from orders.checks import Finding, Level
from orders.checks.words import as_check
from orders.forms import BasketForm
from orders.models import Need
from orders.selectors.baskets import BasketPart
from payments.budget.models import BudgetLine, CashPlan


@dataclass
class JudgedPart:
    part: BasketPart
    charges: list[tuple[int, Rupiah]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def judge_basket(
    need: Need, parts: Sequence[BasketPart], lines: Sequence[BudgetLine], names: Mapping[str, str], *, at: datetime
) -> list[JudgedPart]:
    """Ask every check of every part; what other parts put on the same line counts. `names`: of the accounts."""
    known = {line.id: line for line in lines}
    judged = [
        JudgedPart(part, resolve_charges(part.total, [row for row in part.charge_rows if row[0] in known]) or [])
        for part in parts
    ]
    cash_left = _cash_left(known, local_day(at).month)
    for one in judged:
        others: dict[int, int] = {}
        for other in judged:
            for line_id, amount in other.charges if other is not one else []:
                others[line_id] = others.get(line_id, 0) + amount.idr
        one.findings = [
            judging.judge_charges(one.charges, known, names, cash_left, others, at),
            *judging.judge_stock(one.part),
            *judging.judge_part(
                one.part,
                agency_id=need.agency_id,
                charges=one.charges,
                lines=known,
                at=at,
            ),
        ]
    return judged


def _cash_left(lines: dict[int, BudgetLine], month: int) -> dict[int, int | None]:
    """What the cash plan through this month leaves, for lines that have one."""
    planned: dict[int, int] = {}
    for line_id, amount in CashPlan.objects.filter(line_id__in=lines, month__lte=month).values_list(
        "line_id", "amount_idr"
    ):
        planned[line_id] = planned.get(line_id, 0) + amount
    return {line_id: planned[line_id] - lines[line_id].used.idr if line_id in planned else None for line_id in lines}


def basket_page(
    need: Need, judged: Sequence[JudgedPart], lines: Sequence[BudgetLine], form: BasketForm, at: datetime
) -> dict:
    """Everything the template shows."""
    known = {line.id: line for line in lines}
    listings = [line.listing for one in judged for line in one.part.lines]
    verdicts = catalog.verdicts_of(listings)
    panels = [_panel(number, one, known, verdicts, form, at) for number, one in enumerate(judged, start=1)]
    total = sum(one.part.total.idr for one in judged)
    rows = [
        {
            "label": _("Pesanan %(n)d, %(vendor)s") % {"n": number, "vendor": one.part.vendor.display_name},
            "amount": one.part.total.idr,
        }
        for number, one in enumerate(judged, start=1)
    ]
    return {
        "need": need,
        "form": form,
        "panels": panels,
        "summary": [*rows, {"label": _("Jumlah"), "amount": total, "total": True}],
        "checks": checks_of(judged),
        "goods": len(listings),
    }


def checks_of(judged: Sequence[JudgedPart]) -> list[dict[str, Any]]:
    """Problems vendor by vendor, then what passed everywhere, once each."""
    rows: list[dict[str, Any]] = []
    passed: dict[str, Finding] = {}
    for one in judged:
        for finding in one.findings:
            if finding.level is Level.PASSED:
                known = passed.get(finding.check)
                if known is None or finding.facts.get("after_idr", 0) < known.facts.get("after_idr", 0):
                    passed[finding.check] = finding
                continue
            check = as_check(finding, url=f"#panel-{one.part.vendor.pk}", action=_("Lihat"))
            if len(judged) > 1:
                check["detail"] = f"{one.part.vendor.display_name}: {check['detail']}"
            rows.append(check)
    troubled = {row["check"] for row in rows}
    rows.sort(key=lambda row: ["bad", "warn", "info"].index(row["tone"]))
    return rows + [as_check(finding) for check, finding in passed.items() if check not in troubled]


def _panel(
    number: int, one: JudgedPart, lines: dict[int, BudgetLine], verdicts: dict, form: BasketForm, at: datetime
) -> dict[str, Any]:
    part, vendor = one.part, one.part.vendor
    problems = {finding.check: as_check(finding) for finding in one.findings if finding.level is Level.BLOCKS}
    asked = {finding.check for finding in one.findings if finding.level is Level.NEEDS_REASON}
    names = [(f"line_{vendor.pk}_{place}", f"amount_{vendor.pk}_{place}") for place in (1, 2, 3)]
    bars = [_bar(lines[line_id], amount, form) for line_id, amount in one.charges]
    if not bars and part.charge_rows and part.charge_rows[0][0] in lines:
        bars = [_bar(lines[part.charge_rows[0][0]], part.total, form)]
    budget_trouble = problems.get("PAGU_EXCEEDED") or problems.get("CASHPLAN_EXCEEDED")
    return {
        "id": vendor.pk,
        "number": number,
        "vendor": {
            "name": vendor.full_name,
            "url": vendor.get_absolute_url(),
            "verified": vendor.is_active,
            "origin": vendor.regency.full_name if vendor.regency else "",
            "note": _arrival(part, at),
        },
        "lines": [_line(line, verdicts, form) for line in part.lines],
        "total": part.total.idr,
        "charges": [{"line": form[line], "amount": form[amount]} for line, amount in names],
        "is_split": len(part.charge_rows) > 1 or bool(part.charge_rows and part.charge_rows[0][1] is not None),
        "bars": bars,
        "problem": budget_trouble["detail"] if budget_trouble else "",
        "price_reason": form[f"price_reason_{vendor.pk}"]
        if asked & {"PRICE_NEEDS_REASON", "PRICE_ABOVE_STANDARD"}
        else None,
        "split_reason": form[f"split_reason_{vendor.pk}"] if "SPLIT_SUSPECT" in asked else None,
    }


def _arrival(part: BasketPart, at: datetime) -> str:
    days = max(line.listing.lead_time_days for line in part.lines)
    return _("tiba paling lambat %(day)s bila dikonfirmasi hari ini") % {
        "day": short_day(local_day(at) + timedelta(days=days))
    }


def _line(line: Any, verdicts: dict, form: BasketForm) -> dict[str, Any]:
    listing = line.listing
    bound = form[f"qty_{listing.id}"]
    changed = line.shown_price_idr and line.shown_price_idr != listing.unit_price_idr
    return {
        "name": listing.name,
        "url": listing.get_absolute_url(),
        "image": picture_of(listing),
        "amount": listing.unit_price_idr,
        "unit": listing.unit.label,
        "quantity": line.quantity if bound.value() is None else bound.value(),
        "total": line.amount.idr,
        "quantity_name": f"qty_{listing.id}",
        "remove_name": f"remove_{listing.id}",
        "verdict": str(verdicts[listing.id]),
        "price_field": form[f"price_{listing.id}"],
        "error": next(iter(bound.errors), "")
        or ("" if listing.is_on_offer else _("Produk ini sedang tidak dijual. Hapus untuk melanjutkan.")),
        "note": _("Harga berubah dari %(before)s.") % {"before": Rupiah(line.shown_price_idr)} if changed else "",
    }


def _bar(line: BudgetLine, amount: Rupiah, form: BasketForm) -> dict[str, Any]:
    return {
        "account": line.account_code,
        "name": form.account_names.get(line.account_code, ""),
        "sub_activity": line.sub_activity.name,
        "ceiling": line.ceiling_idr,
        "used": line.spent.idr,
        "held": line.held.idr,
        "this": amount.idr,
    }
