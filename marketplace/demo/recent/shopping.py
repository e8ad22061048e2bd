"""Which goods an order of the use cases is for, and from which money it is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from catalog.models import Listing
from marketplace.demo.cast import OFFICES, address
from marketplace.demo.progress import Progress
from marketplace.demo.recent.stages import Recent
from marketplace.demo.recent.walk import NothingToBuy, Walker
from orders.models import ProcurementOrder
from payments.budget.models import BudgetLine
from vendors.models import Vendor

#: Goods tried for one order before it is given up.
CANDIDATES = 40


class Shopping:
    def __init__(self, walker: Walker, progress: Progress) -> None:
        self.walker, self.world, self.progress = walker, walker.world, progress
        self.lines = self._lines()
        self.goods = self._goods()
        self.made: dict[int, ProcurementOrder] = {}

    def make(self, recent: Recent) -> None:
        try:
            self.made[recent.number] = self.walker.make(recent, self._candidates(recent), self.lines[recent.desk.id])
        except NothingToBuy:
            self.progress.say(f"  nothing fits for order {recent.number} ({recent.stage}); left out")

    def _lines(self) -> dict[int, dict[str, BudgetLine]]:
        found: dict[int, dict[str, BudgetLine]] = defaultdict(dict)
        for line in BudgetLine.objects.filter(fiscal_year=self.world.start_day.year).order_by("id"):
            found[line.agency_id][line.account_code] = line
        return found

    def _goods(self) -> dict[str, list[int]]:
        """Goods of the known vendors, and a sample of all others."""
        emails = {address("tini"): "tini", address("slamet"): "slamet"}
        known = {
            pk: emails[str(email)]
            for pk, email in Vendor.objects.filter(started_by__email__in=emails).values_list("pk", "started_by__email")
        }
        rows = Listing.objects.on_offer().order_by("id")
        step = max(self.world.size.products // 3_000, 1)
        found: dict[str, list[int]] = {"tini": [], "slamet": [], "any": []}
        for pk, name in known.items():
            found[name] = list(rows.filter(vendor_id=pk).values_list("id", flat=True))
        found["any"] = [pk for pk in rows.values_list("id", flat=True) if pk % step == 0]
        return found

    def listings(self, ids: Sequence[int]) -> list[Listing]:
        """In the same order, with the stock that there is now."""
        found = Listing.objects.on_offer().for_cards().select_related("vendor").in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

    def _candidates(self, recent: Recent) -> list[Listing]:
        """At the played offices two of three orders go to the known vendors, in turn."""
        dice = self.world.dice("candidates", recent.number)
        others = dice.sample(self.goods["any"], min(len(self.goods["any"]), CANDIDATES))
        if recent.desk.agency.short_code not in OFFICES or recent.number % 3 == 2:
            return self.listings(others)
        own = self.goods["tini" if recent.number % 2 == 0 else "slamet"]
        return self.listings(dice.sample(own, min(len(own), CANDIDATES)) + others)
