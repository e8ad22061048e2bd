"""Two to four products side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.cards import arrival_in, picture_of, place_of, scale_label
from catalog.models import Listing
from catalog.search.indexing import scale_of
from catalog.states import PriceVerdict
from marketplace.accounts.access import public
from marketplace.ui.formats import rupiah

MOST_COMPARED = 4
MOST_ROWS = 12


def chosen_ids(request: HttpRequest) -> list[int]:
    """The ticked products of an address, in the order they were ticked, at most four."""
    ticked = [*request.GET.getlist("banding"), *request.GET.getlist("p")]
    ids = [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 19]
    return list(dict.fromkeys(ids))[:MOST_COMPARED]


@public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    listings = selectors.offers_in_order(chosen_ids(request))
    if len(listings) < 2:
        messages.info(request, _("Pilih dua sampai empat produk untuk dibandingkan."))
        return redirect("catalog:search")
    verdicts = selectors.verdicts_of(listings)
    columns = [
        {"listing": listing, "picture": picture_of(listing), "rest": _without(listings, listing)}
        for listing in listings
    ]
    return render(request, "catalog/compare.html", {"columns": columns, "rows": _rows(listings, verdicts)})


@public
@require_safe
def tray(request: HttpRequest) -> HttpResponse:
    """What is ticked so far: swapped in while ticking."""
    return render(
        request,
        "catalog/parts/tray.html",
        {"ticked": chosen_ids(request), "most_compared": MOST_COMPARED, "swapped": True},
    )


def _without(listings: list[Listing], gone: Listing) -> str:
    return "&".join(f"p={listing.id}" for listing in listings if listing != gone)


def _rows(listings: list[Listing], verdicts: dict[int, PriceVerdict]) -> list[dict[str, Any]]:
    """In the fixed order: price, verdict, arrival, stock, seller, specification. The best value gets a word."""
    cheapest = min(listing.unit_price_idr for listing in listings)
    one_unit = len({listing.unit_id for listing in listings}) == 1
    fastest = min(listing.lead_time_days for listing in listings)
    rows = [
        _row(
            _("Harga per satuan"),
            [f"{rupiah(one.unit_price_idr)} / {one.unit.label}" for one in listings],
            [_("Terendah") if one_unit and one.unit_price_idr == cheapest else "" for one in listings],
        ),
        {"label": _("Kewajaran"), "verdicts": [str(verdicts[one.id]) for one in listings]},
        _row(
            _("Tiba"),
            [arrival_in(one.lead_time_days) for one in listings],
            [_("Tercepat") if one.lead_time_days == fastest else "" for one in listings],
        ),
        _row(_("Pesanan terkecil"), [f"{one.min_order} {one.unit.label}" for one in listings]),
        _row(_("Tersedia"), [f"{one.stock_available} {one.unit.label}" for one in listings]),
        _row(_("Penjual"), [one.vendor.display_name for one in listings]),
        _row(_("Lokasi"), [place_of(one.vendor) or "–" for one in listings]),
        _row(_("Skala usaha"), [scale_label(scale_of(one.vendor)) for one in listings]),
        _row("TKDN", [f"{one.tkdn_percent:.0f}%" if one.tkdn_percent is not None else "–" for one in listings]),
    ]
    names = list(dict.fromkeys(name for one in listings for name, _value in one.specifications))[:MOST_ROWS]
    facts = [dict(one.specifications) for one in listings]
    return rows + [_row(name, [known.get(name, "–") for known in facts]) for name in names]


def _row(label: str, values: list[str], best: list[str] | None = None) -> dict[str, Any]:
    best = best or [""] * len(values)
    return {"label": label, "cells": [{"text": text, "best": word} for text, word in zip(values, best, strict=True)]}
