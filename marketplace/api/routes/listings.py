"""Goods on offer, for everybody."""

from typing import Any

from ninja import Query as QueryParameters
from ninja import Router

from catalog import selectors
from catalog.models import Listing
from catalog.search import Query
from marketplace.api.doors import PUBLIC, door
from marketplace.api.errors import UnknownValue
from marketplace.api.schemas import ListingDetailOut, ListingPage, SearchQuery, answers
from marketplace.kernel.actors import ANONYMOUS
from marketplace.kernel.reference import regency_codes
from marketplace.ui.http import Request

router = Router(tags=["listings"])


@router.get("", response=answers(ListingPage, visitors=True), auth=None, url_name="listings")
@door(PUBLIC, query=SearchQuery)
def search_listings(request: Request, query: QueryParameters[SearchQuery]) -> dict[str, Any]:
    """Search goods on offer: stemmed, forgiving of spelling."""
    for parameter, value, allowed in (
        ("group", query.group, selectors.group_codes),
        ("category", query.category, selectors.leaf_codes),
        ("regency", query.regency, regency_codes),
    ):
        if value and value not in (known := allowed()):
            raise UnknownValue(parameter=parameter, value=value, allowed=known)
    asked = Query(
        text=query.q,
        group=query.group,
        category=(query.category,) if query.category else (),
        regency=(query.regency,) if query.regency else (),
        price_min_idr=query.price_min_idr,
        price_max_idr=query.price_max_idr,
        sort=query.sort,
        page=query.page,
    )
    found = selectors.search(asked)
    items = [_listing(listing, str(found.verdicts.get(listing.id, "unknown"))) for listing in found.listings]
    answer = found.answer
    return {"items": items, "total": answer.total, "total_is_capped": answer.capped, "page": query.page}


@router.get("/{int:listing_id}", response=answers(ListingDetailOut, visitors=True), auth=None, url_name="listing")
@door(PUBLIC)
def listing_detail(request: Request, listing_id: int) -> dict[str, Any]:
    """One listing with its price band."""
    listing = selectors.listing_visible_to(ANONYMOUS, listing_id)
    view = selectors.price_band(listing)
    return _listing(listing, str(view.verdict)) | {
        "description": listing.description,
        "is_domestic": listing.is_domestic,
        "published_at": listing.published_at,
        "price_band": _band(view.band),
    }


def _listing(listing: Listing, verdict: str) -> dict[str, Any]:
    vendor = listing.vendor
    return {
        "id": listing.id,
        "name": listing.name,
        "category": listing.category_code,
        "unit": listing.unit_code,
        "unit_price_idr": listing.unit_price_idr,
        "verdict": verdict,
        "vendor": {
            "id": vendor.pk,
            "name": vendor.display_name,
            "regency": vendor.regency.full_name if vendor.regency else None,
        },
        "stock_available": listing.stock_available,
        "min_order": listing.min_order,
        "lead_time_days": listing.lead_time_days,
        "url": listing.get_absolute_url(),
    }


def _band(band: Any) -> dict[str, Any] | None:
    if band is None:
        return None
    return {
        "low_idr": band.low.idr,
        "median_idr": band.median.idr,
        "high_idr": band.high.idr,
        "standard_idr": band.standard.idr if band.standard else None,
    }
