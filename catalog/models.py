"""What vendors offer. Oscar's Product, Category and StockRecord stay Oscar's; ours stand one-to-one beside them.

Stock has one truth: Oscar's `StockRecord` (`num_in_stock`, `num_allocated`), changed only by conditional updates in
`catalog.stock` and bounded by CHECKs of ours. The price has one truth: the append-only `PriceRecord`; the listing's
current price is tied to it by a composite foreign key, and Oscar's decimal mirrors it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.sheets.models import Sheet, SheetRow  # noqa: F401  Django finds an app's models here
from catalog.states import LISTING_FLOW, PUBLISHED, ListingState, PriceVerdict, StockKind
from marketplace.accounts.roles import AUDITOR_ROLES, VENDOR_ROLES, Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.locking import LockingQuerySet
from marketplace.kernel.money import Rupiah
from vendors.states import VendorState

#: What Oscar's price column holds. A listing above it is refused before Oscar is reached.
HIGHEST_PRICE_IDR = 9_999_999_999
HIGHEST_QUANTITY = 1_000_000


class Unit(models.Model):
    """A unit of measure (UN/ECE Recommendation 20 and 21)."""

    code = models.CharField(max_length=3, primary_key=True)
    source_list = models.CharField(max_length=5)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    aliases = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class TaxClass(models.TextChoices):
    """Key of the decision table of the tax package."""

    GOODS = "goods", _("Barang")
    STAPLE = "staple", _("Kebutuhan pokok, bebas PPN")
    RESTAURANT_FOOD = "restaurant_food", _("Makanan jasa boga, kena PBJT")
    PRINTING = "printing", _("Cetakan")
    BOOKS = "books", _("Buku")
    SERVICE = "service", _("Jasa")
    RENT_MOVABLE = "rent_movable", _("Sewa barang bergerak")
    RENT_BUILDING = "rent_building", _("Sewa bangunan")
    HOTEL = "hotel", _("Hotel")
    CONSTRUCTION = "construction", _("Konstruksi")
    NO_TAX = "no_tax", _("Tidak dipungut")


class CategoryFacts(models.Model):
    """What we know of one of Oscar's categories: 17 groups, each with leaves that goods lie in."""

    code = models.CharField(max_length=5, primary_key=True)
    category = models.OneToOneField("catalogue.Category", on_delete=models.PROTECT, related_name="facts")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="leaves")
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    slug = models.SlugField(max_length=90, unique=True)
    account = models.ForeignKey("kernel.Account", null=True, on_delete=models.PROTECT, related_name="+")
    capital_account = models.ForeignKey("kernel.Account", null=True, on_delete=models.PROTECT, related_name="+")
    kbli = models.CharField(max_length=5, blank=True)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    tax_class = models.CharField(max_length=16, choices=TaxClass, blank=True)
    #: Food, health, construction and security: goods of a vendor without a fitting KBLI are reviewed before they show.
    needs_fitting_kbli = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | (Q(account__isnull=False) & Q(unit__isnull=False) & ~Q(tax_class="")),
                name="category_leaf_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("catalog:category", args=[self.slug])

    @property
    def label(self) -> str:
        return self.name_en if get_language() == "en" else self.name

    @property
    def is_group(self) -> bool:
        return self.parent_id is None


class ListingQuerySet(LockingQuerySet["Listing"]):
    """Scopes of listings. Whoever shows goods starts from one of these, never from `all()`."""

    def on_offer(self) -> ListingQuerySet:
        """Published, of a vendor that may sell: the only goods that the public ever sees (I-43)."""
        return self.filter(state=PUBLISHED, vendor__state=VendorState.ACTIVE)

    def of_vendors(self, vendor_ids: set[int]) -> ListingQuerySet:
        return self.filter(vendor_id__in=vendor_ids)

    def visible_to(self, actor: Actor) -> ListingQuerySet:
        """What `actor` may open: goods on offer, own goods in any state, and all of them for those who check."""
        if actor.is_system or actor.holds_any(Role.VERIFIER, Role.PROCUREMENT_UNIT, *AUDITOR_ROLES):
            return self
        own = actor.organisations(*VENDOR_ROLES)
        return self.filter(Q(state=PUBLISHED, vendor__state=VendorState.ACTIVE) | Q(vendor_id__in=own))

    def for_cards(self) -> ListingQuerySet:
        """Everything a product card shows, in a fixed number of queries."""
        return self.select_related("unit", "category", "stock_record", "vendor__regency").with_photos()

    def with_photos(self) -> ListingQuerySet:
        return self.prefetch_related(
            models.Prefetch("photos", ListingPhoto.objects.select_related("file").order_by("position"))
        )


class Listing(models.Model):
    """One vendor's offer of one product at one price."""

    product = models.OneToOneField("catalogue.Product", on_delete=models.PROTECT, related_name="listing")
    stock_record = models.OneToOneField("partner.StockRecord", on_delete=models.PROTECT, related_name="listing")
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="listings")
    category = models.ForeignKey(CategoryFacts, on_delete=models.PROTECT, related_name="listings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    description = models.TextField(max_length=4000, blank=True)
    #: Pairs as the vendor wrote them: [["Bahan", "Mahoni"], ["Berat", "19 kg"]].
    specifications = models.JSONField(default=list, blank=True)
    unit_price_idr = models.BigIntegerField()
    price_record = models.ForeignKey("PriceRecord", null=True, on_delete=models.PROTECT, related_name="+")
    stock_kind = models.CharField(max_length=8, choices=StockKind, default=StockKind.COUNTED)
    min_order = models.PositiveIntegerField(default=1)
    lead_time_days = models.PositiveSmallIntegerField(default=3)
    is_domestic = models.BooleanField(default=True)
    tkdn_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    #: Same category, unit and leading words: the goods this one's price is compared with. Made by `catalog.pricing`.
    comparison_key = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=ListingState, default=ListingState.DRAFT)
    review_note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    #: Raised by each change: an index message that comes late or twice is recognised by it.
    version = models.PositiveIntegerField(default=1)

    objects = models.Manager.from_queryset(ListingQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_price_idr__gt=0, unit_price_idr__lte=HIGHEST_PRICE_IDR), name="listing_price_in_range"
            ),
            models.CheckConstraint(
                condition=Q(min_order__gte=1, min_order__lte=HIGHEST_QUANTITY), name="listing_min_order_in_range"
            ),
            models.CheckConstraint(
                condition=Q(lead_time_days__gte=0, lead_time_days__lte=365), name="listing_lead_time_in_range"
            ),
            models.CheckConstraint(
                condition=Q(tkdn_percent=None) | Q(tkdn_percent__gte=0, tkdn_percent__lte=100),
                name="listing_tkdn_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(state=ListingState.DRAFT) | Q(price_record__isnull=False), name="listing_shown_with_a_price"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="listing_has_a_name"),
        ]
        indexes = [
            # Newest goods of a category or of the whole site.
            models.Index(
                fields=["category", "-published_at", "-id"], condition=Q(state="published"), name="listing_by_category"
            ),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="listing_newest"),
            # The vendor's own list.
            models.Index(fields=["vendor", "-id"], name="listing_by_vendor"),
            # Comparables of a price.
            models.Index(fields=["comparison_key", "category", "unit"], name="listing_by_comparison"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[slugify(self.name)[:80] or "produk", self.id])

    @property
    def category_code(self) -> str:
        return self.category_id

    @property
    def tax_class(self) -> str:
        return self.category.tax_class

    @property
    def unit_code(self) -> str:
        return self.unit_id

    @property
    def code(self) -> str:
        """The seller's own code, or the one we gave: unique for each vendor."""
        return self.stock_record.partner_sku

    @property
    def unit_price(self) -> Rupiah:
        return Rupiah(self.unit_price_idr)

    @property
    def stock_held(self) -> int:
        """Promised to open orders."""
        return self.stock_record.num_allocated or 0

    @property
    def stock_available(self) -> int:
        """Left to be promised: of the goods counted, or of the capacity."""
        return (self.stock_record.num_in_stock or 0) - self.stock_held

    @property
    def is_on_offer(self) -> bool:
        return self.state == PUBLISHED and self.vendor.state == VendorState.ACTIVE

    @cached_property
    def first_photo(self) -> ListingPhoto | None:
        """The photo on cards; with `for_cards` it costs no query."""
        return next(iter(self.photos.all()), None)

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along LISTING_FLOW and remember it. Raises WrongState."""
        before, self.state = self.state, LISTING_FLOW.target(action, self.state)
        if self.state == PUBLISHED:
            self.published_at = at
        self.version += 1
        self.save(update_fields=["state", "published_at", "version"])
        self.history.create(
            action=action,
            before=before,
            after=self.state,
            actor_id=actor.id,
            actor_name=actor.name,
            at=at,
            reason=reason,
        )

    def touch(self, *fields: str) -> None:
        """Save changed fields and mark a new version for the index."""
        self.version += 1
        self.save(update_fields=[*fields, "version"])


class ListingHistory(models.Model):
    """Each move of a listing. Append-only."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["listing", "at"], name="listing_history_by_time")]


class PriceRecord(models.Model):
    """A price as it was published, from when on. Append-only: a new price is a new row."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="prices")
    unit_price_idr = models.BigIntegerField()
    valid_from = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    created_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_price_idr__gt=0, unit_price_idr__lte=HIGHEST_PRICE_IDR), name="price_record_in_range"
            ),
            # What the composite foreign key of a listing's current price points at.
            models.UniqueConstraint(fields=["id", "listing", "unit_price_idr"], name="price_record_triple"),
        ]
        indexes = [models.Index(fields=["listing", "-valid_from", "-id"], name="price_record_by_listing")]


class ListingPhoto(models.Model):
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"],
                name="listing_photo_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]


class StockHold(models.Model):
    """What of a listing is promised to one order. Open quantity = quantity - released - consumed."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="holds")
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=30)
    quantity = models.PositiveIntegerField()
    released = models.PositiveIntegerField(default=0)
    consumed = models.PositiveIntegerField(default=0)
    held_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "listing"], name="stock_hold_once_per_order"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("released") + F("consumed")), name="stock_hold_not_overdrawn"
            ),
        ]

    @property
    def open_quantity(self) -> int:
        return self.quantity - self.released - self.consumed


class PaidPrice(models.Model):
    """What an office really paid for a unit. Append-only; orders pushes it down when an order is settled."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="paid_prices")
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=30)
    unit_price_idr = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    regency = models.ForeignKey("kernel.Regency", null=True, on_delete=models.PROTECT, related_name="+")
    paid_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order_id", "listing"], name="paid_price_once_per_order"),
            models.CheckConstraint(condition=Q(unit_price_idr__gt=0, quantity__gt=0), name="paid_price_positive"),
        ]
        indexes = [models.Index(fields=["paid_at"], name="paid_price_by_time")]


class StandardPrice(models.Model):
    """A unit price standard (*standar harga satuan*) of the head of region, where one exists for such goods."""

    category = models.ForeignKey(CategoryFacts, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    comparison_key = models.CharField(max_length=80)
    fiscal_year = models.PositiveSmallIntegerField()
    unit_price_idr = models.BigIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "unit", "comparison_key", "fiscal_year"], name="standard_price_once_a_year"
            ),
            models.CheckConstraint(condition=Q(unit_price_idr__gt=0), name="standard_price_positive"),
        ]


class PriceBand(models.Model):
    """The fair range of one group of comparable goods. A read model, made by `services.refresh_price_bands`."""

    category = models.ForeignKey(CategoryFacts, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    comparison_key = models.CharField(max_length=80)
    low_idr = models.BigIntegerField()
    median_idr = models.BigIntegerField()
    high_idr = models.BigIntegerField()
    standard_idr = models.BigIntegerField(null=True)
    offers = models.PositiveIntegerField()
    paid = models.PositiveIntegerField()
    vendors = models.PositiveIntegerField()
    #: Prices on offer to draw beside one of them, ascending: all of a small group, evenly spaced ones of a large one.
    drawn_idr = ArrayField(models.BigIntegerField(), default=list)
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comparison_key", "category", "unit"], name="price_band_once"),
            models.CheckConstraint(
                condition=Q(low_idr__lte=F("median_idr"), median_idr__lte=F("high_idr")), name="price_band_in_order"
            ),
        ]


class SearchEntry(models.Model):
    """What search knows of one listing on offer. A read model: rebuilt by `manage.py rebuild_search`.

    Search answers with ids only; the rows are read again in the viewer's scope, so a stale entry shows nothing.
    """

    listing = models.OneToOneField(Listing, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    version = models.PositiveIntegerField()
    stems = SearchVectorField()
    words = ArrayField(models.CharField(max_length=40), default=list)
    group_code = models.CharField(max_length=2)
    category_code = models.CharField(max_length=5)
    regency_code = models.CharField(max_length=5)
    scale = models.CharField(max_length=12)
    verdict = models.CharField(max_length=14, choices=PriceVerdict)
    comparison_key = models.CharField(max_length=80)
    unit_code = models.CharField(max_length=3)
    vendor_id = models.BigIntegerField()
    unit_price_idr = models.BigIntegerField()
    lead_time_days = models.PositiveSmallIntegerField()
    #: How often the vendor was paid in the last twelve months: "least often chosen" is a sort that spreads orders.
    vendor_orders = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["stems"], name="search_stems"),
            models.Index(fields=["category_code", "-published_at", "-listing"], name="search_by_category"),
            models.Index(fields=["group_code", "-published_at", "-listing"], name="search_by_group"),
            models.Index(fields=["-published_at", "-listing"], name="search_newest"),
            models.Index(fields=["comparison_key", "category_code", "unit_code"], name="search_by_comparison"),
            models.Index(fields=["vendor_id"], name="search_by_vendor"),
        ]


class SearchWord(models.Model):
    """The vocabulary: each distinct stem with a word people write for it, and in how many entries it stands.

    Spelling is corrected against these words and never against titles: a few thousand rows at any size of catalog.
    """

    stem = models.CharField(max_length=40, primary_key=True)
    word = models.CharField(max_length=40)
    entries = models.PositiveIntegerField(default=0)
