"""The right pane of the approval page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from catalog.cards import picture_of
from catalog.models import Listing
from marketplace.kernel.money import Rupiah
from marketplace.ui.formats import clock, weekday_and_day
from orders.checks import Finding, Level
from orders.checks.words import as_check
from orders.models import ProcurementOrder
from orders.shown.choosing import order_checks
from orders.shown.detail import budget_bars


def approval_page(order: ProcurementOrder, *, at: datetime) -> dict[str, Any]:
    lines = order.ordered_lines
    listings = Listing.objects.for_cards().in_bulk([line.listing_id for line in lines])
    bars = budget_bars(order)
    return {
        "order": order,
        "asked": _("Diajukan %(name)s, %(day)s pukul %(time)s")
        % {
            "name": order.requester.full_name,
            "day": weekday_and_day(order.submitted_at),
            "time": clock(order.submitted_at),
        },
        "rows": _rows(order, lines, listings),
        "picture": picture_of(listings[lines[0].listing_id], 640) if lines else "",
        "picture_alt": lines[0].title if lines else "",
        "checks": order_checks(order, at=at) + _price_moves(lines, listings) + _budget_checks(bars),
    }


def _rows(order: ProcurementOrder, lines: list, listings: dict[int, Listing]) -> list[dict[str, Any]]:
    goods = [
        {"label": _("Barang %(n)d") % {"n": number}, "value": f"{line.title}, {_quantity_and_price(line)}"}
        for number, line in enumerate(lines, start=1)
    ]
    if len(lines) == 1:  # its name stands above as the title
        goods = [{"label": _("Barang"), "value": _quantity_and_price(lines[0])}]
    chosen = order.chooser.full_name if order.chooser else "–"
    return [
        {"label": _("Penjual"), "value": order.vendor.full_name, "url": order.vendor.get_absolute_url()},
        {"label": _("Dipakai untuk"), "value": order.need.purpose},
        {"label": _("Dipilih oleh"), "value": chosen},
        {"label": _("Alasan pemilihan"), "value": order.choice_reason or _unsaid(order)},
        *goods,
        {
            "label": _("Waktu kirim"),
            "value": _("paling lambat %(days)d hari kalender sesudah penjual mengonfirmasi")
            % {"days": max(listings[line.listing_id].lead_time_days for line in lines)},
        },
        {"label": _("Jumlah"), "amount": order.total_idr, "total": True},
    ]


def _unsaid(order: ProcurementOrder) -> str:
    """A reason is not asked for the lowest offer, nor where nothing had to be compared."""
    if order.comparisons.exists():
        return _("Penawaran terendah")
    return _("Dipilih langsung, tanpa perbandingan")


def _quantity_and_price(line: Any) -> str:
    return f"{line.quantity} × {Rupiah(line.unit_price_idr)}"


def _price_moves(lines: list, listings: dict[int, Listing]) -> list[dict[str, Any]]:
    """What the vendor asks today, where it differs from the order's price (T-18)."""
    return [
        as_check(
            Finding(
                "PRICE_MOVED",
                Level.NOTE,
                {
                    "title": line.title,
                    "now_idr": listings[line.listing_id].unit_price_idr,
                    "then_idr": line.unit_price_idr,
                },
            )
        )
        for line in lines
        if listings[line.listing_id].unit_price_idr != line.unit_price_idr
    ]


def _budget_checks(bars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The money is held already: what is left after this order, line by line."""
    return [
        {
            "tone": "ok",
            "title": _("Pagu sudah ditahan untuk pesanan ini"),
            "detail": _("%(account)s %(name)s, sisa sesudahnya %(left)s")
            % {
                "account": bar["account"],
                "name": bar["name"],
                "left": Rupiah(bar["ceiling"] - bar["used"] - bar["held"] - bar["this"]),
            },
            "bar": bar,
        }
        for bar in bars
    ]
