"""Questions about goods. Whoever shows them starts from a scope (`on_offer`, `visible_to`), never from all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.core.cache import cache
from django.db.models import Count, F, Sum
from django.utils import timezone
from oscar.apps.catalogue.models import Product

from catalog import search as engine
from catalog.models import CategoryFacts, Listing, PaidPrice, PriceBand, PriceRecord, SearchEntry, Sheet
from catalog.pricing import MONTHS_BACK, Band, verdict_on
from catalog.search import Answer, Query
from catalog.search.indexing import as_band, bands_of, group_of
from catalog.states import IN_REVIEW, PriceVerdict
from marketplace.accounts.roles import VENDOR_ROLES
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import Rupiah
from vendors.selectors import active_vendors, umkk_vendors

OFTEN_DAYS = 30
_COUNT_SECONDS = 300
_BEGINNING_SECONDS = 10


# ---- one listing


def listing_visible_to(actor: Actor, listing_id: int) -> Listing:
    """One listing with what its page shows. Raises NotFound for goods that this actor may not see."""
    return Listing.objects.visible_to(actor).for_cards().select_related("category__parent").find(id=listing_id)


def listing_of_product(product: Product) -> Listing | None:
    """The listing beside one of Oscar's products; what a basket line asks for its price and availability."""
    return Listing.objects.select_related("stock_record", "vendor", "unit").filter(product_id=product.id).first()


def offers_in_order(listing_ids: Sequence[int]) -> list[Listing]:
    """These listings as far as they are on offer now, in the order of the ids."""
    found = Listing.objects.on_offer().for_cards().in_bulk(list(listing_ids))
    return [found[one] for one in listing_ids if one in found]


def price_history(listing: Listing, *, since: datetime) -> list[PriceRecord]:
    """Prices of this listing since a day, oldest first, with the one that was in force on that day."""
    records = list(PriceRecord.objects.filter(listing=listing).order_by("-valid_from", "-id")[:60])
    shown = []
    for record in records:
        shown.append(record)
        if record.valid_from <= since:
            break
    return shown[::-1]


# ---- price


@dataclass(frozen=True)
class PriceView:
    """The verdict on one price and what it rests on."""

    price: Rupiah
    verdict: PriceVerdict
    band: Band | None = None
    comparables: list[int] = field(default_factory=list)


def price_band(listing: Listing) -> PriceView:
    """The fair range for goods like this one, the comparables, and the verdict on its price."""
    return price_view(
        Rupiah(listing.unit_price_idr),
        key=listing.comparison_key,
        category_code=listing.category_id,
        unit_code=listing.unit_id,
        own=True,
    )


def price_view(price: Rupiah, *, key: str, category_code: str, unit_code: str, own: bool = False) -> PriceView:
    """The same for a price that is not published yet: what a seller sees before.

    With `own` the price is one of the published ones, and is not drawn beside itself.
    """
    row = PriceBand.objects.filter(comparison_key=key, category_id=category_code, unit_id=unit_code).first()
    band = as_band(row) if row else None
    comparables = list(row.drawn_idr) if row else []
    if own and price.idr in comparables:
        comparables.remove(price.idr)
    return PriceView(price=price, verdict=verdict_on(price, band), band=band, comparables=comparables)


def verdicts_of(listings: Sequence[Listing]) -> dict[int, PriceVerdict]:
    """listing id -> verdict, in one query for a whole page of cards."""
    bands = bands_of(listings)
    return {listing.id: verdict_on(listing.unit_price, bands.get(group_of(listing))) for listing in listings}


# ---- search and lists


@dataclass(frozen=True)
class Found:
    """An answer with its rows, read again in the viewer's scope."""

    answer: Answer
    listings: list[Listing]
    verdicts: dict[int, PriceVerdict]


def search(query: Query) -> Found:
    """Search goods on offer. A row that was withdrawn a moment ago is not shown, whatever the index says."""
    answer = engine.find(query)
    listings = offers_in_order(answer.ids)
    return Found(answer=answer, listings=listings, verdicts=verdicts_of(listings))


def listings_of_vendor(vendor_id: int) -> list[Listing]:
    """The newest goods of a vendor for its public page."""
    return list(
        Listing.objects.on_offer().filter(vendor_id=vendor_id).for_cards().order_by("-published_at", "-id")[:12]
    )


def own_listings(actor: Actor):
    """All listings of the vendors that this actor works for, in any state."""
    return Listing.objects.of_vendors(actor.organisations(*VENDOR_ROLES)).for_cards().order_by("-id")


def own_listing(actor: Actor, listing_id: int) -> Listing:
    """Raises NotFound for goods of another vendor."""
    return own_listings(actor).select_related("category__parent").find(id=listing_id)


def listings_to_review():
    """What waits for a verifier, oldest first."""
    return Listing.objects.filter(state=IN_REVIEW).for_cards().order_by("id")


def often_ordered(*, at: datetime, most: int = 5) -> list[Listing]:
    """Goods that offices paid for most often in the last thirty days; the newest while there are none."""
    recent = PaidPrice.objects.filter(paid_at__gt=at - timedelta(days=OFTEN_DAYS), paid_at__lte=at)
    rows = recent.values("listing_id").annotate(n=Count("order_id")).order_by("-n", "listing_id")[: most * 2]
    return offers_in_order([row["listing_id"] for row in rows])[:most]


def newest_offers(*, most: int = 5) -> list[Listing]:
    return list(Listing.objects.on_offer().for_cards().order_by("-published_at", "-id")[:most])


# ---- categories


def category_groups() -> list[CategoryFacts]:
    """The seventeen groups; their leaves are shown one level further on, never all at once."""
    return list(CategoryFacts.objects.filter(parent=None))


def group_codes() -> list[str]:
    return list(CategoryFacts.objects.filter(parent=None).values_list("code", flat=True))


def leaf_codes() -> list[str]:
    return list(CategoryFacts.objects.exclude(parent=None).values_list("code", flat=True))


def category_by_slug(slug: str) -> CategoryFacts:
    """Raises NotFound."""
    category = CategoryFacts.objects.select_related("parent").filter(slug=slug).first()
    if category is None:
        raise NotFound(kind="catalog.category")
    return category


def leaves_of(group: CategoryFacts) -> list[CategoryFacts]:
    return list(CategoryFacts.objects.filter(parent=group))


def offers_by_category() -> dict[str, int]:
    """Code of leaf or group -> goods on offer; at most five minutes old, for it is a figure and not a fact of money."""
    counts = cache.get("catalog.offers_by_category")
    if counts is None:
        rows = SearchEntry.objects.values_list("group_code", "category_code").annotate(n=Count("pk"))
        counts = {}
        for group, leaf, number in rows:
            counts[leaf] = counts.get(leaf, 0) + number
            counts[group] = counts.get(group, 0) + number
        if counts:  # a shop that is being filled is asked again
            cache.set("catalog.offers_by_category", counts, _COUNT_SECONDS)
    return counts


# ---- figures of the home page


@dataclass(frozen=True)
class HomeFigures:
    vendors: int
    offers: int
    umkk_idr: int
    paid_since: datetime
    fair_share_numerator: int
    fair_share_denominator: int


def home_figures(*, at: datetime) -> HomeFigures:
    """Live figures, at most five minutes old. Fair: goods whose price is fair or below, of all that have a verdict."""
    figures = cache.get("catalog.home_figures.umkk")
    if figures is None:
        since = timezone.localtime(at).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        paid = PaidPrice.objects.filter(paid_at__gte=since, listing__vendor__in=umkk_vendors())
        verdicts = dict(SearchEntry.objects.values_list("verdict").annotate(n=Count("pk")))
        judged = sum(number for verdict, number in verdicts.items() if verdict != PriceVerdict.UNKNOWN)
        figures = HomeFigures(
            vendors=active_vendors().count(),
            offers=sum(verdicts.values()),
            umkk_idr=paid.aggregate(idr=Sum(F("unit_price_idr") * F("quantity")))["idr"] or 0,
            paid_since=since,
            fair_share_numerator=verdicts.get(PriceVerdict.FAIR, 0) + verdicts.get(PriceVerdict.BELOW, 0),
            fair_share_denominator=judged,
        )
        if figures.offers:  # a shop that is being filled is asked again, and soon while nothing is paid in it
            cache.set("catalog.home_figures.umkk", figures, _COUNT_SECONDS if figures.umkk_idr else _BEGINNING_SECONDS)
    return figures


def paid_orders_of(listing: Listing, *, at: datetime) -> int:
    """How many orders of these goods were paid in the last twelve months."""
    since = at - relativedelta(months=MONTHS_BACK)
    return PaidPrice.objects.filter(listing=listing, paid_at__gt=since).count()  # one of each order


def own_counts(actor: Actor) -> dict[str, int]:
    """state -> how many of this actor's vendors' listings are in it."""
    mine = Listing.objects.of_vendors(actor.organisations(*VENDOR_ROLES))
    return dict(mine.order_by().values_list("state").annotate(n=Count("id")))


def count_to_review(actor: Actor) -> int:
    """What waits in the verification room."""
    return Listing.objects.filter(state=IN_REVIEW).count()


# ---- goods by spreadsheet


def own_sheets(actor: Actor):
    """Uploaded sheets of the vendors that this actor works for, newest first."""
    return Sheet.objects.filter(vendor_id__in=actor.organisations(*VENDOR_ROLES)).select_related("vendor")


def own_sheet(actor: Actor, sheet_id: UUID) -> Sheet:
    """Raises NotFound for a sheet of another vendor."""
    return own_sheets(actor).find(id=sheet_id)
