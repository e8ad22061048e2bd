"""The last weeks: make the orders, pay what is to be paid, lead the bills, let time pass."""

from __future__ import annotations

from datetime import timedelta

from django.db import OperationalError

from catalog.services import refresh_price_bands
from marketplace.accounts.roles import Role
from marketplace.demo.bank import Bank
from marketplace.demo.cast import OFFICES
from marketplace.demo.past.history import settle_figures
from marketplace.demo.past.people import desks
from marketplace.demo.programme import cards_by_office
from marketplace.demo.progress import Progress
from marketplace.demo.recent import pay
from marketplace.demo.recent.clock import Clock
from marketplace.demo.recent.shopping import Shopping
from marketplace.demo.recent.stages import Recent, planned
from marketplace.demo.recent.walk import Walker
from marketplace.demo.world import World
from orders import services as orders
from orders.selectors.baskets import count_in_basket

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
        self.shopping = Shopping(self.walker, progress)
        self.made = self.shopping.made
        self.desks = desks()
        self.held = cards_by_office(world.start_day.year)

    def tell(self) -> dict[str, int]:
        planned_orders, bills = planned(self.world, self.desks)
        for recent in sorted(planned_orders, key=self.walker.moments):  # numbers are drawn as they are made
            self.shopping.make(recent)
            self.progress.tell(f"{len(self.made)} recent purchases")
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
        for listing in self.shopping.listings(self.shopping.goods["any"][:60:25]):
            orders.add_to_basket(
                listing_id=listing.id, quantity=max(listing.min_order, 3), agency_id=desk.id, actor=actor,
                at=self.world.now - timedelta(hours=15),
            )  # fmt: skip
