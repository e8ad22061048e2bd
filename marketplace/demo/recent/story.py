"""The last weeks: make the orders, pay what is to be paid, lead the bills, let time pass."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.db import OperationalError

from catalog.models import Listing
from catalog.services import refresh_price_bands
from marketplace.accounts.roles import Role
from marketplace.demo.bank import Bank
from marketplace.demo.cast import OFFICES, address
from marketplace.demo.past.history import settle_figures
from marketplace.demo.past.people import desks
from marketplace.demo.programme import cards_by_office
from marketplace.demo.progress import Progress
from marketplace.demo.recent import pay
from marketplace.demo.recent.clock import Clock
from marketplace.demo.recent.ended import came_to_nothing
from marketplace.demo.recent.stages import Recent, planned
from marketplace.demo.recent.walk import NothingToBuy, Walker
from marketplace.demo.world import World
from orders import services as orders
from orders.models import ProcurementOrder
from orders.selectors.baskets import count_in_basket
from payments.budget.models import BudgetLine
from vendors.models import Vendor

#: Goods tried for one order before it is given up.
CANDIDATES = 40
#: Which bill of the played offices the bank gets wrong.
ODD_BILLS = {(OFFICES[0], "LISTED"): "unknown_charge", (OFFICES[1], "MATCHED"): "mismatch"}


def seed_recent(world: World, progress: Progress) -> dict[str, int]:
    """Everything that is open, each by the use case that a page calls. Killed and run again, it goes on."""
    Bank().wait()
    return Story(world, progress).tell()


class Story:
    def __init__(self, world: World, progress: Progress) -> None:
        self.world, self.progress = world, progress
        self.clock = Clock(world)
        self.walker = Walker(world, self.clock)
        self.desks = desks()
        self.held = cards_by_office(world.start_day.year)
        self.lines = self._lines()
        self.goods = self._goods()
        self.made: dict[int, ProcurementOrder] = {}

    def tell(self) -> dict[str, int]:
        for recent in came_to_nothing(self.world, self.desks):
            self._make(recent)
        planned_orders, bills = planned(self.world, self.desks)
        for recent in planned_orders:
            self._make(recent)
        for bill in bills:
            card = self.held[bill.desk.id][bill.card % len(self.held[bill.desk.id])]
            for recent in planned_orders:
                if recent.bill == bill.number:
                    self._pay(recent, card, self.clock.at(bill.days_ago + 0.3))
            if any(recent.number in self.made for recent in planned_orders if recent.bill == bill.number):
                pay.lead(self.walker, bill, card, oddity=ODD_BILLS.get((bill.desk.agency.short_code, bill.state), ""))
            self.progress.tell(f"bill {bill.number + 1} of {len(bills)}")
        for recent in planned_orders:
            if recent.stage == "paid" and recent.bill is None:
                card = self.held[recent.desk.id][0]
                self._pay(recent, card, self.clock.at(1.9) + timedelta(minutes=recent.number % 60))
        self._let_time_pass()
        return {"recent_purchases": len(self.made), "bills": len(bills)}

    def _make(self, recent: Recent) -> None:
        try:
            self.made[recent.number] = self.walker.make(recent, self._candidates(recent), self.lines[recent.desk.id])
        except NothingToBuy:
            self.progress.say(f"  nothing fits for order {recent.number} ({recent.stage}); left out")
        self.progress.tell(f"{len(self.made)} recent purchases")

    def _pay(self, recent: Recent, card, at) -> None:
        if recent.number in self.made:
            pay.pay(self.walker, self.made[recent.number], recent.desk, card, at + timedelta(seconds=recent.number))

    def _let_time_pass(self) -> None:
        """What timers would have done by now: holds run out, prices are compared anew."""
        orders.expire_orders(at=self.world.now)
        settle_figures()
        self._compare_prices()
        self._leave_a_basket()

    def _compare_prices(self) -> None:
        """The worker judges prices at the same time; of two that wait for each other, the database ends one."""
        for attempt in range(3):
            try:
                refresh_price_bands(at=self.world.now)
                return
            except OperationalError:
                if attempt == 2:
                    raise

    def _leave_a_basket(self) -> None:
        """The second activity officer of the first played office has begun a need."""
        desk = self.desks[OFFICES[0]]
        actor = self.walker.holder(desk, Role.ACTIVITY_OFFICER, 1)
        if count_in_basket(actor.person_id):
            return
        for listing in self.goods["any"][:60:25]:
            orders.add_to_basket(
                listing_id=listing.id, quantity=max(listing.min_order, 3), agency_id=desk.id, actor=actor,
                at=self.world.now - timedelta(hours=15),
            )  # fmt: skip

    # ---- what there is to buy, and from which money

    def _lines(self) -> dict[int, dict[str, BudgetLine]]:
        found: dict[int, dict[str, BudgetLine]] = defaultdict(dict)
        for line in BudgetLine.objects.filter(fiscal_year=self.world.start_day.year).order_by("id"):
            found[line.agency_id][line.account_code] = line
        return found

    def _goods(self) -> dict[str, list[Listing]]:
        """Goods of the known vendors, and a sample of all others."""
        emails = {address("tini"): "tini", address("slamet"): "slamet"}
        known = {
            pk: emails[str(email)]
            for pk, email in Vendor.objects.filter(started_by__email__in=emails).values_list("pk", "started_by__email")
        }
        rows = Listing.objects.on_offer().for_cards().select_related("vendor")
        step = max(self.world.size.products // 3_000, 1)
        found: dict[str, list[Listing]] = {"tini": [], "slamet": [], "any": []}
        for pk, name in known.items():
            found[name] = list(rows.filter(vendor_id=pk).order_by("id"))
        sample = [pk for pk in Listing.objects.on_offer().order_by("id").values_list("id", flat=True) if pk % step == 0]
        found["any"] = list(rows.filter(id__in=sample).order_by("id"))
        return found

    def _candidates(self, recent: Recent) -> list[Listing]:
        """At the played offices two of three orders go to the known vendors, in turn."""
        dice = self.world.dice("candidates", recent.number)
        others = dice.sample(self.goods["any"], min(len(self.goods["any"]), CANDIDATES))
        if recent.desk.agency.short_code not in OFFICES or recent.number % 3 == 2:
            return others
        own = self.goods["tini" if recent.number % 2 == 0 else "slamet"]
        return dice.sample(own, min(len(own), CANDIDATES)) + others
