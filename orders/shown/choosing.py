"""The comparison table: rows in fixed order, the best value gets a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from catalog.cards import arrival_in, scale_label
from catalog.search.indexing import scale_of
from marketplace.kernel.calendar import local_day
from orders import judging
from orders.checks import Finding, Level
from orders.checks.words import as_check
from orders.forms import ChoiceForm
from orders.models import ComparisonOffer, ProcurementOrder
from vendors.policies import may_deal_with


def comparison_page(
    order: ProcurementOrder, offers: Sequence[ComparisonOffer], form: ChoiceForm, *, at: datetime
) -> dict[str, Any]:
    """A row for each offer, all in the same words, so that none is hidden beside the others on a narrow screen."""
    day = local_day(at)
    lowest = min(offer.total_idr for offer in offers)
    fastest, slowest = (pick(offer.lead_time_days for offer in offers) for pick in (min, max))
    chosen = (
        form["offer"].value() if form.is_bound else str(next(offer.id for offer in offers if offer.total_idr == lowest))
    )
    rows = [
        {
            "id": offer.id,
            "vendor": offer.vendor.full_name,
            "url": offer.vendor.get_absolute_url(),
            "scale": scale_label(scale_of(offer.vendor)),
            "origin": offer.vendor.regency.full_name if offer.vendor.regency else "",
            "lines": offer.lines,
            "total": offer.total_idr,
            "is_lowest": offer.total_idr == lowest,
            "arrival": arrival_in(offer.lead_time_days),
            "is_fastest": offer.lead_time_days == fastest < slowest,
            "is_asked": offer.is_asked,
            "barred": "" if (may := may_deal_with(offer.vendor, agency_id=order.agency_id, day=day)) else may.reason,
            "record": offer.vendor.performance_band or _("Belum ada nilai"),
            "checked": str(offer.id) == str(chosen),
        }
        for offer in offers
    ]
    return {"rows": rows, "count": len(offers), "reason": form["reason"]}


def order_checks(order: ProcurementOrder, *, at: datetime, with_reasons: bool = True) -> list[dict[str, Any]]:
    """The checks as they were when the order was submitted or chosen, with the reason that was given.

    What must hold again at the next decision is judged anew, so that a refusal is seen before the button is pressed.
    """
    rows = []
    now = {finding.check: finding for finding in judging.judge_promise(order, at=at)}
    then = [Finding.from_json(stored) for stored in order.checks]
    for finding in [*(one for one in then if one.check not in now), *now.values()]:
        more: dict[str, Any] = {}
        if with_reasons and finding.level is Level.NEEDS_REASON:
            reason = order.split_reason if finding.check.startswith("SPLIT") else order.price_reason
            if reason:
                more = {"quote": reason, "quote_by": order.requester.full_name}
        rows.append(as_check(finding, **more))
    rows.sort(key=lambda row: ["bad", "warn", "info", "ok"].index(row["tone"]))
    return rows
