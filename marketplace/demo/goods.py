"""What the vendors sell: names, variants and price ranges of `data/goods.csv`, in each vendor's own categories."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.text import slugify
from oscar.apps.catalogue.models import Product, ProductCategory, ProductClass
from oscar.apps.partner.models import StockRecord

from catalog import search
from catalog.models import CategoryFacts, Listing, ListingHistory, PriceRecord, StandardPrice, Unit
from catalog.pricing import comparison_key
from catalog.services import add_photo, refresh_price_bands
from catalog.services.create_listing import PRODUCT_CLASS
from catalog.services.details import price_in_range, readable_name, stock_in_range
from catalog.states import PUBLISHED, StockKind
from marketplace.accounts.actors import actor_for
from marketplace.accounts.models import User
from marketplace.demo.bulk.log import SYSTEM_WHO, Trail
from marketplace.demo.bulk.rows import ids, write
from marketplace.demo.cast import address
from marketplace.demo.pictures import picture
from marketplace.demo.progress import Progress
from marketplace.demo.uses import check_uses
from marketplace.demo.vendors import shops
from marketplace.demo.world import World
from marketplace.kernel.tables import BadReferenceTable, Row, read_table
from vendors.models import Vendor

TABLE = Path(__file__).parent / "data" / "goods.csv"
STANDARDS = Path(__file__).parent / "data" / "standard_prices.csv"
BATCH = 2_000
CAPACITY_CLASSES = frozenset({"restaurant_food", "service", "rent_movable", "rent_building", "hotel", "construction"})
#: Groups whose goods are made when they are ordered.
MADE_TO_ORDER = frozenset({"05", "06", "08"})
FLAVOURS = ("", "", "", "pilihan", "ekonomis", "premium", "khas {place}", "buatan {place}", "grosir", "kemasan dinas")
SERVICE_FLAVOURS = ("", "", "", "wilayah {place}", "hari kerja", "hari libur", "paket hemat", "paket lengkap")
#: Groups that are work or rent, and what costs what is printed on it.
SERVICES, FACE_VALUE, STATIONERY = frozenset({"15", "16", "17"}), "07.08", "07.01"
#: Fewest portions of a buffet and of boxes.
FEWEST = {"01.01": 20, "01.02": 20, "01.03": 20}
#: A listing far above its neighbours, for the auditors.
ODD_NAME, ODD_FACTOR = "Kertas HVS A4 80 gram rim 500 lembar istimewa", 3


def kinds() -> dict[str, dict]:
    """category code -> names, variants, price range. Raises BadReferenceTable."""
    return {
        row["category"]: {
            "names": row["names"].split("|"),
            "variants": row["variants"].split("|"),
            "low": row.number("low_idr"),
            "high": row.number("high_idr"),
        }
        for row in read_table(TABLE, "category", "names", "variants", "low_idr", "high_idr")
    }


def check_goods_tables() -> None:
    """Raises BadReferenceTable, before anything is written."""
    known = kinds()
    check_uses(set(CategoryFacts.objects.filter(parent=None).values_list("code", flat=True)))
    leaves = set(CategoryFacts.objects.exclude(parent=None).values_list("code", flat=True))
    if missing := leaves - known.keys():
        raise BadReferenceTable(f"{TABLE.name}: category {min(missing)} has no line")
    for row in _standard_rows():
        row.number("unit_price_idr")
        if row["category_code"] not in leaves:
            raise row.wrong(f"category_code “{row['category_code']}” is no category")
        if not Unit.objects.filter(code=row["unit_code"]).exists():
            raise row.wrong(f"unit_code “{row['unit_code']}” is no unit")


def seed_goods(world: World, progress: Progress) -> dict[str, int]:
    """Stream listings into the catalog in batches; what an earlier run wrote is not written again."""
    written = Listing.objects.count()
    stream = islice(offers(world), written, None)
    product_class = ProductClass.objects.get(slug=PRODUCT_CLASS)
    categories = CategoryFacts.objects.exclude(parent=None).in_bulk()
    vendors = {vendor.nib: vendor for vendor in Vendor.objects.active()}
    while batch := list(islice(stream, BATCH)):
        write_goods(batch, product_class, categories, vendors)
        written += len(batch)
        progress.tell(f"{written:,} of {world.size.products:,} products")
    return {"products": written}


# ---- what is offered -------------------------------------------------------------------------------------------------


def offers(world: World) -> Iterator[dict]:
    """Products of one vendor after the other, about as many for each; exactly as many as the size asks for."""
    known = kinds()
    all_shops = list(shops(world))
    share, rest = divmod(world.size.products, len(all_shops))
    for place, shop in enumerate(all_shops):
        dice = world.dice("goods", shop.number)
        taken: set[str] = set()
        for number in range(share + (place < rest)):
            yield _offer(world, dice, shop, known, number, taken)


def _offer(world: World, dice: random.Random, shop, known, number: int, taken: set[str]) -> dict:
    code = _category(shop, number, known, taken)
    kind = known[code]
    name = _name(dice, shop, code, kind, taken)
    published = shop.activated_at + timedelta(minutes=10 + 3 * number)
    return {
        "nib": shop.nib,
        "category": code,
        "name": name,
        "price": kind["low"] if code == FACE_VALUE else _price(dice, _usual_price(world, code, kind, name)),
        "published": min(published, world.now - timedelta(hours=2)),
        "dice": dice.random(),
        "lead": shop.lead_days,
        "place": shop.regency.name,
    }


def _category(shop, number: int, known, taken: set[str]) -> str:
    """The shop's categories in turn. What has a face value is offered once."""
    code = shop.categories[number % len(shop.categories)]
    if code == FACE_VALUE and any(name.startswith(base) for name in taken for base in known[code]["names"]):
        return next((other for other in shop.categories if other != FACE_VALUE), STATIONERY)
    return code


def _name(dice: random.Random, shop, code: str, kind, taken: set[str]) -> str:
    """Name, variant and sometimes the vendor's flavour; never twice in one shop."""
    flavours = ("",) if code == FACE_VALUE else SERVICE_FLAVOURS if code[:2] in SERVICES else FLAVOURS
    for attempt in range(30):
        flavour = dice.choice(flavours).format(place=shop.regency.name)
        if attempt > 12:
            flavour = f"{flavour} seri {attempt * 40 + dice.randint(1, 39)}".strip()
        name = " ".join(f"{dice.choice(kind['names'])} {dice.choice(kind['variants'])} {flavour}".split())
        if name not in taken:
            break
    taken.add(name)
    return name


def _usual_price(world: World, code: str, kind, name: str) -> float:
    """What such a thing costs in this province: one price for each base name, somewhere inside the category's range."""
    base = next(one for one in kind["names"] if name.startswith(one))
    place = world.dice(f"usual {code} {base}").uniform(0.2, 0.8)
    return math.exp(math.log(kind["low"]) + place * math.log(kind["high"] / kind["low"]))


def _price(dice: random.Random, usual: float) -> int:
    """Near the usual price, as sellers of the same thing are; some far above it; in steps that people write."""
    price = usual * math.exp(dice.gauss(0, 0.09))
    if dice.random() < 0.04:
        price = usual * dice.uniform(1.4, 1.8)
    step = 50 if price < 5_000 else 500 if price < 100_000 else 5_000 if price < 2_000_000 else 50_000
    return max(round(price / step), 1) * step


# ---- writing ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def write_goods(batch: list[dict], product_class, categories: dict[str, CategoryFacts], vendors) -> None:
    """Oscar's product and stock record, ours beside them, price and history: all by COPY, under every constraint."""
    blocks = zip(
        batch,
        ids(Product, len(batch)),
        ids(StockRecord, len(batch)),
        ids(Listing, len(batch)),
        ids(PriceRecord, len(batch)),
        strict=True,
    )
    keyed = list(blocks)
    write(Product, [_product_row(one, product, product_class) for one, product, *_ in keyed])
    write(
        ProductCategory,
        [{"product_id": product, "category_id": categories[one["category"]].category_id} for one, product, *_ in keyed],
    )
    write(
        StockRecord,
        [_stock_row(one, product, stock, vendors[one["nib"]], categories) for one, product, stock, *_ in keyed],
    )
    write(
        Listing,
        [
            _listing_row(one, product, stock, listing, price, vendors[one["nib"]], categories)
            for one, product, stock, listing, price in keyed
        ],
    )
    write(
        PriceRecord,
        [
            {"id": price, "listing_id": listing, "unit_price_idr": one["price"], "valid_from": one["published"]}
            for one, _product, _stock, listing, price in keyed
        ],
    )
    write(ListingHistory, [_history_row(one, listing) for one, _product, _stock, listing, _price in keyed])
    trail = Trail()
    first, last = keyed[0][3], keyed[-1][3]
    at = max(one["published"] for one in batch)
    trail.add(
        "catalog.listing.loaded", "catalog.listing", f"{first}-{last}", SYSTEM_WHO, at, after={"listings": len(batch)}
    )
    trail.flush()


def _product_row(one: dict, product: int, product_class) -> dict:
    name = readable_name(one["name"])
    return {
        "id": product,
        "structure": "standalone",
        "title": name,
        "slug": slugify(name)[:200] or "produk",
        "product_class_id": product_class.pk,
        "is_public": True,
        "is_discountable": False,
        "date_created": one["published"],
        "date_updated": one["published"],
    }


def _kind_of_stock(one: dict, categories) -> str:
    facts = categories[one["category"]]
    made = one["category"][:2] in MADE_TO_ORDER
    return StockKind.CAPACITY if made or facts.tax_class in CAPACITY_CLASSES else StockKind.COUNTED


def _stock_row(one: dict, product: int, stock: int, vendor, categories) -> dict:
    price = one["price"]
    usual = 40 if price > 1_000_000 else 400 if price > 100_000 else 4_000 if price > 5_000 else 40_000
    return {
        "id": stock,
        "product_id": product,
        "partner_id": vendor.partner_id,
        "partner_sku": f"P{product}",
        "price_currency": "IDR",
        "price": price_in_range(price),
        "num_in_stock": stock_in_range(round(usual * (0.5 + one["dice"]))),
        "num_allocated": 0,
        "date_created": one["published"],
        "date_updated": one["published"],
    }


def _listing_row(one: dict, product: int, stock: int, listing: int, price: int, vendor, categories) -> dict:
    facts, kind = categories[one["category"]], _kind_of_stock(one, categories)
    name = readable_name(one["name"])
    domestic = one["dice"] < 0.9
    come = "Dikerjakan dari" if facts.code[:2] in SERVICES else "Dikirim dari"
    return {
        "id": listing,
        "product_id": product,
        "stock_record_id": stock,
        "vendor_id": vendor.pk,
        "category_id": facts.code,
        "unit_id": facts.unit_id,
        "name": name,
        "description": f"{name}. {come} {one['place']}; harga sudah termasuk pajak yang berlaku.",
        "specifications": _specifications(one, facts),
        "unit_price_idr": one["price"],
        "price_record_id": price,
        "stock_kind": str(kind),
        "min_order": 50 if "minimal 50" in name else FEWEST.get(facts.code, 1),
        "lead_time_days": one["lead"],
        "is_domestic": domestic,
        "tkdn_percent": round(25 + 70 * one["dice"], 2) if domestic and one["dice"] > 0.35 else None,
        "comparison_key": comparison_key(name),
        "state": str(PUBLISHED),
        "created_at": one["published"],
        "published_at": one["published"],
    }


def _specifications(one: dict, facts) -> list[list[str]]:
    more = [["Garansi", "30 hari"]] if one["price"] > 100_000 else []
    return [["Satuan", str(facts.unit.name if facts.unit else "")], ["Asal", one["place"]], *more]


def _history_row(one: dict, listing: int) -> dict:
    return {
        "listing_id": listing,
        "action": "publish",
        "before": "draft",
        "after": "published",
        "actor_id": None,
        "actor_name": SYSTEM_WHO.name,
        "at": one["published"],
    }


# ---- search, prices, pictures ----------------------------------------------------------------------------------------


def seed_index(world: World, progress: Progress) -> dict[str, int]:
    """Standards, fair ranges, then every index."""
    standards = _standards(world)
    refresh_price_bands(at=world.now)
    progress.tell("prices compared")
    try:
        found = search.rebuild()
    except search.SearchUnavailable:
        progress.say("index: ELASTICSEARCH_URL does not answer; search goes on with PostgreSQL")
        found = Listing.objects.on_offer().count()
    return {"standard_prices": standards, "found_by_search": found}


def _standards(world: World) -> int:
    """Unit price standards of the governor's decision, for each year of the world."""
    wanted = {
        (row["category_code"], row["unit_code"], comparison_key(row["name"]), year): row
        for row in _standard_rows()
        for year in world.years
    }
    with transaction.atomic():
        for (category, unit, key, year), row in wanted.items():
            StandardPrice.objects.update_or_create(
                category_id=category, unit_id=unit, comparison_key=key, fiscal_year=year,
                defaults={"unit_price_idr": row.number("unit_price_idr"), "source": row["source"]},
            )  # fmt: skip
    return len(wanted)


def _standard_rows() -> list[Row]:
    """Raises BadReferenceTable."""
    return read_table(STANDARDS, "category_code", "unit_code", "name", "unit_price_idr", "source")


def seed_photos(world: World, progress: Progress) -> dict[str, int]:
    """Real picture files, through the real upload, for goods of the two known vendors."""
    made = 0
    for key in ("tini", "slamet"):
        owner = User.objects.get(email=address(key))
        at = world.now - timedelta(days=1)
        actor = actor_for(owner, at=at)
        own = Listing.objects.filter(vendor__started_by=owner).order_by("id")[: world.size.photos // 2]
        for listing in own:
            made += 1
            if not listing.photos.exists():
                upload = SimpleUploadedFile("foto.png", picture(world.dice("photo", listing.pk), listing.category_id))
                add_photo(listing_id=listing.pk, upload=upload, alt=listing.name, actor=actor, at=at)
            progress.tell(f"{made} photos")
    return {"photos": made}
