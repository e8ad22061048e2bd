"""Listings as pages show them: cards, pictures and a few words. No rule and no query of its own."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Listing
from catalog.search.indexing import COOPERATIVE, scale_of
from catalog.states import PriceVerdict
from marketplace.ui.illustrations import illustration_of
from vendors.models import Scale, Vendor


def address_of(name: str, *args: Any) -> str:
    """The address of a page, or nothing while the site has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def picture_of(listing: Listing, width: int = 320) -> str:
    """The first photo, or the illustration of the category."""
    photo = listing.first_photo
    return photo.file.url(width) if photo else static(f"illustrations/{illustration_of(listing.category_id)}.svg")


def arrival_in(days: int) -> str:
    if days == 0:
        return _("hari ini")
    return ngettext("%(n)d hari", "%(n)d hari", days) % {"n": days}


def place_of(vendor: Vendor) -> str:
    """ "Kab. Jepara", "Kota Semarang"; nothing for a vendor without a place."""
    return place_label(vendor.regency.full_name) if vendor.regency else ""


def place_label(full_name: str) -> str:
    return full_name.replace("Kabupaten ", "Kab. ", 1)


def scale_label(scale: str) -> str:
    if scale == COOPERATIVE:
        return _("Koperasi")
    return str(Scale(scale).label) if scale in Scale.values else _("Lainnya")


def vendor_tags(vendor: Vendor) -> list[str]:
    return [scale_label(scale_of(vendor))] if vendor.scale else []


def tkdn_tag(listing: Listing) -> list[str]:
    if listing.tkdn_percent is None:
        return []
    number = f"{listing.tkdn_percent:f}".rstrip("0").rstrip(".").replace(".", ",")
    return [f"TKDN {number}%"]


def card(listing: Listing, verdict: PriceVerdict | str, *, compare: set[int] | None = None) -> dict[str, Any]:
    """What `components/product_card.html` reads. With `compare` the card has a tick for the comparison."""
    shown: dict[str, Any] = {
        "name": listing.name,
        "url": listing.get_absolute_url(),
        "image": picture_of(listing),
        "amount": listing.unit_price_idr,
        "unit": listing.unit.label,
        "verdict": "" if verdict == PriceVerdict.UNKNOWN else str(verdict),
        "seller": listing.vendor.display_name,
        "verified": True,
        "origin": place_of(listing.vendor),
        "arrival": arrival_in(listing.lead_time_days),
        "tags": [*vendor_tags(listing.vendor), *tkdn_tag(listing)],
    }
    if compare is not None:
        shown |= {"compare_value": listing.id, "compare_checked": listing.id in compare}
    return shown


def cards(
    listings: list[Listing], verdicts: dict[int, PriceVerdict], *, compare: set[int] | None = None
) -> list[dict[str, Any]]:
    return [card(listing, verdicts.get(listing.id, PriceVerdict.UNKNOWN), compare=compare) for listing in listings]
