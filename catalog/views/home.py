"""The storefront."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import selectors
from catalog.cards import cards
from catalog.models import CategoryFacts
from marketplace.accounts.access import public

#: The shop window of six: what offices buy every week.
WINDOW = ("01.02", "06.05", "04.03", "07.01", "08.03", "13.01")
#: Prices of the drawn example, as the design has it.
EXAMPLE_COMPARABLES = (
    640_000,
    668_000,
    705_000,
    718_000,
    736_000,
    755_000,
    760_000,
    768_000,
    775_000,
    790_000,
    800_000,
    831_000,
)
OFTEN_SEARCHED = ("kotak kue rapat", "meja kursi siswa", "kertas HVS A4", "seragam batik", "servis AC")


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    figures = selectors.home_figures(at=now)
    counts = selectors.offers_by_category()
    listings = selectors.often_ordered(at=now)
    ordered = bool(listings)
    listings = listings or selectors.newest_offers()
    facts = CategoryFacts.objects.in_bulk(list(WINDOW))
    share = (
        Fraction(figures.fair_share_numerator, figures.fair_share_denominator)
        if figures.fair_share_denominator
        else None
    )
    return render(
        request,
        "catalog/home.html",
        {
            "window": [{"facts": facts[code], "count": counts.get(code, 0)} for code in WINDOW if code in facts],
            "groups": selectors.category_groups(),
            "figures": figures,
            "fair_share": share,
            "cards": cards(listings, selectors.verdicts_of(listings)),
            "list_title": _("Sering dipesan dinas bulan ini") if ordered else _("Baru tayang"),
            "searches": OFTEN_SEARCHED,
            "example": EXAMPLE_COMPARABLES,
            "hide_bar_search": True,
        },
    )
