"""What could be bought, held in memory while thousands of purchases are made up."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from catalog.models import Listing
from catalog.states import StockKind
from marketplace.accounts.models import Agency
from marketplace.demo.uses import purposes_at
from marketplace.demo.world import World
from orders import judging
from orders.checks import PriceFacts
from orders.goods import goods_of, goods_sha256
from vendors.models import BankAccount, Vendor

MOST_IN_MEMORY, LOADED_AT_ONCE = 30_000, 2_000
#: Above this unit price, goods with a capital account are an asset.
CAPITAL_FROM_IDR = 2_000_000
LARGEST_ORDER_IDR = 46_000_000


@dataclass(eq=False)
class Goods:
    """One listing, its price beside its band, and how much may still be sold in the past."""

    listing: Listing
    facts: PriceFacts
    account: str
    left: int
    sold: int = 0
    _sha256: str = ""

    @property
    def sha256(self) -> str:
        self._sha256 = self._sha256 or goods_sha256(goods_of(self.listing, self.facts))
        return self._sha256

    @property
    def since(self) -> datetime:
        """When it was first shown: what is on offer has been published."""
        if self.listing.published_at is None:
            raise ValueError(f"{self.listing} was never published")
        return self.listing.published_at

    def take(self, quantity: int) -> None:
        if self.listing.stock_kind == StockKind.COUNTED:
            self.left -= quantity


class Market:
    """Goods by vendor and by what they are compared with."""

    def __init__(self, world: World, accounts: set[str]) -> None:
        listings = _sample(world)
        facts = judging.price_facts_of(listings)
        self.by_vendor: dict[int, list[Goods]] = defaultdict(list)
        self.alike: dict[tuple[str, str, str], list[Goods]] = defaultdict(list)
        self.vendors: dict[int, Vendor] = {}
        for listing in listings:
            account = account_of(listing)
            if account not in accounts or listing.unit_price_idr > LARGEST_ORDER_IDR:
                continue
            goods = Goods(listing, facts[listing.id], account, listing.stock_available)
            self.by_vendor[listing.vendor_id].append(goods)
            self.alike[_kind(listing)].append(goods)
            self.vendors[listing.vendor_id] = listing.vendor
        for like in self.alike.values():
            like.sort(key=lambda one: (one.listing.unit_price_idr, one.listing.id))
        self.accounts = {
            one.vendor_id: one for one in BankAccount.objects.filter(state="verified", vendor__in=list(self.vendors))
        }

    def others(self, goods: Goods, quantity: int, at: datetime) -> dict[int, list[Goods]]:
        """vendor -> its goods of the same kind, cheapest first, of which it has enough."""
        found: dict[int, list[Goods]] = defaultdict(list)
        for one in self.alike[_kind(goods.listing)]:
            listing = one.listing
            if (
                listing.vendor_id != goods.listing.vendor_id
                and one.left >= quantity >= listing.min_order
                and one.since < at
            ):
                found[listing.vendor_id].append(one)
        return found


def _kind(listing: Listing) -> tuple[str, str, str]:
    """What is compared with what, as `orders.offers` does."""
    return listing.category_id, listing.unit_id, listing.comparison_key


def _sample(world: World) -> list[Listing]:
    """All goods on offer of a small world, every so-many-eth of a large one."""
    step = max(world.size.products // MOST_IN_MEMORY, 1)
    ids = list(Listing.objects.on_offer().order_by("id").values_list("id", flat=True))[::step]
    rows = Listing.objects.on_offer().for_cards().select_related("vendor__organisation", "category__account")
    return [
        one
        for start in range(0, len(ids), LOADED_AT_ONCE)
        for one in rows.filter(id__in=ids[start : start + LOADED_AT_ONCE]).order_by("id")
    ]


def account_of(listing: Listing) -> str:
    """The account such goods are charged to: capital for dear things that last."""
    facts = listing.category
    if facts.capital_account_id and listing.unit_price_idr >= CAPITAL_FROM_IDR:
        return facts.capital_account_id
    return facts.account_id or ""


def pick(
    dice: random.Random, market: Market, vendor_id: int, agency: Agency, at: datetime
) -> tuple[list[Goods], list[Goods], str]:
    """One to three goods of one vendor on one account, published before `at`; the others there are; what for.

    All of them serve that purpose of the office. Empty for none.
    """
    purposes = {
        one: serves
        for one in market.by_vendor.get(vendor_id, [])
        if one.since < at and one.left > 3 and (serves := purposes_at(agency, one.listing.category_id))
    }
    if not purposes:
        return [], [], ""
    first = dice.choice(list(purposes))
    purpose = dice.choice(purposes[first])
    rest = [one for one in purposes if one.account == first.account and one is not first and purpose in purposes[one]]
    count = min(len(rest), dice.choice([0, 0, 0, 1, 1, 2]))
    shuffled = dice.sample(rest, len(rest))
    return [first, *shuffled[:count]], shuffled[count:], purpose
