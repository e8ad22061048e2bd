"""One product: what it is, what it costs, whether that is reasonable, who sells it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import pricing, selectors
from catalog.cards import address_of, arrival_in, picture_of, place_of, tkdn_tag, vendor_tags
from catalog.figures import PriceSteps, price_steps
from catalog.models import HIGHEST_QUANTITY, Listing
from catalog.states import PriceVerdict
from marketplace.accounts.access import public
from marketplace.accounts.roles import VENDOR_ROLES, Role
from marketplace.ui.formats import percent
from marketplace.ui.forms import QuantityField
from marketplace.ui.http import Request


@public
@require_safe
def product(request: Request, slug: str, listing_id: int) -> HttpResponse:
    listing = selectors.listing_visible_to(request.actor, listing_id)
    if request.path != listing.get_absolute_url():
        return redirect(listing, permanent=True)
    now = timezone.now()
    view = selectors.price_band(listing)
    history = selectors.price_history(listing, since=now - relativedelta(months=pricing.MONTHS_BACK))
    context = {
        "listing": listing,
        "crumbs": _crumbs(listing),
        "photos": [_photo(photo, listing) for photo in listing.photos.all()],
        "picture": picture_of(listing, 640),
        "tags": [
            *vendor_tags(listing.vendor),
            *tkdn_tag(listing),
            *([_("Produk dalam negeri")] if listing.is_domestic else []),
        ],
        "arrival": arrival_in(listing.lead_time_days),
        "place": place_of(listing.vendor),
        "view": view,
        "verdict_label": _verdict_label(view),
        "verdict_sentence": pricing.explain(view.price, view.band),
        "says_something": view.band is not None and view.band.says_something,
        "sources": pricing.where_it_comes_from(view.band, own=listing.is_on_offer) if view.band else "",
        "steps": _history_figure(history, now),
        "paid_orders": selectors.paid_orders_of(listing, at=now),
        "vendor_url": address_of("vendors:profile", listing.vendor_id),
        "order_box": _order_box(request, listing),
        "own": request.actor.holds_any(*VENDOR_ROLES, organisation_id=listing.vendor_id),
    }
    return render(request, "catalog/product.html", context)


def _crumbs(listing: Listing) -> list[dict[str, str]]:
    category = listing.category
    return [
        {"label": _("Beranda"), "url": reverse("catalog:home")},
        *([{"label": category.parent.label, "url": category.parent.get_absolute_url()}] if category.parent else []),
        {"label": category.label, "url": category.get_absolute_url()},
        {"label": listing.name},
    ]


def _photo(photo, listing: Listing) -> dict[str, Any]:
    alt = photo.alt or _("Foto %(n)d dari %(name)s") % {"n": photo.position + 1, "name": listing.name}
    return {
        "file": photo.file,
        "large": photo.file.url(1280),
        "thumb": photo.file.url(320),
        "alt": alt,
        "set": photo.file.alternatives(),
    }


def _verdict_label(view: selectors.PriceView) -> str:
    """ "Wajar, 1,7% di atas median"."""
    label = str(PriceVerdict(view.verdict).label)
    if view.band is None or not view.band.says_something:
        return label
    distance = pricing.distance_from_median(view.price, view.band)
    if abs(distance) < Fraction(1, 2000):  # it would read "0,0%"
        return _("%(verdict)s, sama dengan median") % {"verdict": label}
    words = _("%(verdict)s, %(share)s di atas median") if distance > 0 else _("%(verdict)s, %(share)s di bawah median")
    return words % {"verdict": label, "share": percent(abs(distance))}


def _history_figure(history, now) -> PriceSteps | None:
    return (
        price_steps([(record.valid_from, record.unit_price_idr) for record in history], until=now) if history else None
    )


def _order_box(request: Request, listing: Listing) -> dict[str, Any]:
    """What stands beside the product: the form for an activity officer, the way in for others."""
    actor = request.actor
    add_url = address_of("orders:basket-add")
    typed = request.GET.get("quantity", "").strip()
    quantity, wrong = _asked_quantity(typed, listing)
    return {
        "add_url": add_url if actor.holds(Role.ACTIVITY_OFFICER) and listing.is_on_offer else "",
        "sign_in": "" if actor.id else address_of("accounts:sign-in"),
        "quantity": quantity,
        "shown": typed if wrong else quantity,
        "wrong": wrong,
        "fewer": max(quantity - 1, listing.min_order),
        "more": min(quantity + 1, HIGHEST_QUANTITY),
        "total_idr": quantity * listing.unit_price_idr,
        "sold_out": listing.stock_available < listing.min_order,
    }


def _asked_quantity(typed: str, listing: Listing) -> tuple[int, str]:
    """How many the buyer tries, read as the basket reads it; or the smallest order, with what is wrong."""
    field = QuantityField(
        minimum=listing.min_order,
        maximum=HIGHEST_QUANTITY,
        required=False,
        error_messages={
            "number": _("Jumlah tidak terbaca. Tulis angka bulat, misalnya 40."),
            "min": _("Kurang dari pesanan terkecil, %(limit)s."),
        },
    )
    try:
        return field.clean(typed) or listing.min_order, ""
    except ValidationError as error:
        return listing.min_order, " ".join(error.messages)
