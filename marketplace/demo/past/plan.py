"""Making up one finished purchase: who, what, when. Pure but for the goods in memory: same dice, same purchase."""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from marketplace.demo.bulk.log import Who
from marketplace.demo.bulk.rows import uuid_at
from marketplace.demo.past.law_days import law_day
from marketplace.demo.past.market import LARGEST_ORDER_IDR, Goods, Market, pick
from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import Period, office_days
from marketplace.demo.uses import purposes_at, rounded, use_of
from marketplace.demo.world import World
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.tax.breakdown import Breakdown
from marketplace.tax.facts import Collector
from orders.charging import share_over
from orders.checks import Finding
from orders.taxes import breakdown_for

#: The steps of a purchase in their order.
STEPS = (
    "submit", "compare", "choose", "approve", "confirm", "ship", "arrive", "inspect", "sign", "accept", "charge",
)  # fmt: skip
#: How many working days a step waits for the one before it, one of these.
WAITS = {
    "compare": (0, 0, 1), "choose": (0, 1, 1, 2), "approve": (0, 1, 1, 2), "confirm": (0, 0, 1), "inspect": (0, 0, 1),
    "sign": (0, 0, 1), "accept": (0, 1), "charge": (0, 1, 1, 2, 2, 3, 4, 5),
}  # fmt: skip
#: Of so many deliveries one is late, or has the chance to be, by days up to these; a year's first payment may be then.
LATE, DAYS_LATE, FIRST_PAID = 0.08, 4, 5
#: Steps of one day lie a quarter of an hour apart or more, from eight to half past three.
QUARTERS, QUARTER = 30, timedelta(minutes=15)
#: An order has so many lines at most; goods are added while so large a part of the wished value is still to be spent.
MOST_LINES, STILL_TO_SPEND = 5, 0.3
#: Of deliberate oddities no more than this.
MOST_PIECES = 5_000
#: What begins so is cooked: it is sent, arrives and is inspected within two hours.
COOKED = "01"
HIGH_PRICE_REASONS = (
    "Mutu dan ukuran sesuai kerangka acuan; harga sudah disetujui pada rencana kegiatan.",
    "Kegiatan tidak dapat ditunda; penjual ini sanggup memenuhi jumlah dan jadwalnya.",
)
#: Reasons that hold for furniture and machines only.
REASONS_OF_KIND = {
    "Harga sudah termasuk pengantaran dan pemasangan sampai ruangan.": ("06", "09.01", "09.02", "09.07", "10.03"),
    "Bahan lebih kuat daripada yang umum dijual; kebutuhan pemakaian setiap hari.": ("06", "10.04"),
}
SPLIT_REASON = "Tiga kegiatan berbeda pada hari yang sama; jadwal masing-masing ditetapkan terpisah."


@dataclass
class Line:
    """One row of an order."""

    goods: Goods
    quantity: int
    id: int = 0

    @property
    def unit_price_idr(self) -> int:
        return self.goods.listing.unit_price_idr

    @property
    def amount_idr(self) -> int:
        return self.unit_price_idr * self.quantity

    @property
    def tax_class(self) -> str:
        return self.goods.listing.category.tax_class


@dataclass
class Purchase:
    """One order from its need to the payment, with every moment and every id that its rows will carry."""

    id: UUID
    desk: Desk
    year: int
    lines: list[Line]
    line_id: int
    owner: Who
    account_id: int
    times: dict[str, datetime]
    dice: random.Random
    tax: Breakdown
    requester: Who
    oddity: str = ""
    number: str = ""
    need_number: str = ""
    purpose: str = ""
    compared: bool = False
    price_reason: str = ""
    split_reason: str = ""
    choice_reason: str = ""
    findings: list[Finding] = field(default_factory=list)
    ids: dict[str, UUID] = field(default_factory=dict)
    bank: dict[str, str] = field(default_factory=dict)
    fee_idr: int = 0
    ending: str = "paid"

    @property
    def vendor(self):
        return self.lines[0].goods.listing.vendor

    @property
    def total_idr(self) -> int:
        return sum(line.amount_idr for line in self.lines)

    @property
    def title(self) -> str:
        first = self.lines[0].goods.listing.name
        if len(self.lines) == 1:
            only = self.lines[0]
            return f"{first}, {only.quantity} {only.goods.listing.unit.name}"[:200]
        return f"{first} +{len(self.lines) - 1}"[:200]

    @property
    def due_on(self) -> date:
        lead = max(line.goods.listing.lead_time_days for line in self.lines)
        return local_day(self.times["confirm"]) + timedelta(days=lead)

    @property
    def days_late(self) -> int:
        return max((local_day(self.times["arrive"]) - self.due_on).days, 0)

    def new_id(self, name: str, at: datetime) -> UUID:
        """One id per name and order."""
        if name not in self.ids:
            self.ids[name] = uuid_at(self.dice, at)
        return self.ids[name]


@dataclass
class Purse:
    """What is left on the budget lines of the offices, while purchases are made up."""

    left: dict[int, int]
    lines: dict[tuple[int, int, str], int]

    def take(self, agency_id: int, year: int, account: str, amount: int) -> int | None:
        """The line that pays `amount`, or None when it cannot."""
        line_id = self.lines.get((agency_id, year, account))
        if line_id is None or self.left[line_id] < amount:
            return None
        self.left[line_id] -= amount
        return line_id


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers by weight that sum to `total`."""
    return [part.idr for part in share_over(Rupiah(total), [max(round(weight * 1_000), 1) for weight in weights])]


def office_weight(world: World, code: str, known: Sequence[str]) -> float:
    """How much an office buys beside the others; the two that can be played buy more."""
    often = 4.0 if world.size.money == 1 else 2.0
    return often if code in known else world.dice(f"weight {code}").uniform(0.5, 1.5)


def purchases(
    world: World, period: Period, desk: Desk, count: int, market: Market, purse: Purse, owners: dict[int, Who],
    favourites: Sequence[int],
) -> Iterator[Purchase]:  # fmt: skip
    """`count` purchases of one office that are paid in one billing period."""
    for number in range(count):
        dice = world.dice(f"past {desk.agency.short_code} {period.cut}", number)
        for _attempt in range(12):
            made = _purchase(world, period, desk, dice, market, purse, owners, favourites)
            if made is not None:
                yield made
                break


def _purchase(
    world, period: Period, desk: Desk, dice, market: Market, purse: Purse, owners, favourites
) -> Purchase | None:
    days = office_days(first_order_day(world, period.year), period.cut)
    earliest = max(bisect_left(days, period.first), FIRST_PAID)
    paid = dice.randint(min(earliest, len(days) - 1), len(days) - 1)
    before = world.moment(days[max(paid - 2 * FIRST_PAID, 0)], 8)
    chosen, spare, purpose = pick(dice, market, dice.choice(favourites), desk.agency, before)
    if not chosen:
        return None
    leads = [goods.listing.lead_time_days for goods in chosen]
    late = dice.randint(1, DAYS_LATE) + max(leads) - min(leads) if dice.random() < LATE else 0
    cooked = any(goods.listing.category_id.startswith(COOKED) for goods in chosen + spare)
    times = times_of(world, days, paid, dice, lead=min(leads), late=late, cooked=cooked)
    if any(goods.since >= times["submit"] for goods in chosen):
        return None
    spare = [goods for goods in spare if goods.since < times["submit"] and goods.listing.lead_time_days <= min(leads)]
    return place(desk, period.year, chosen, _target(dice), times, dice, market, purse, owners, spare, purpose)


def place(
    desk: Desk, year: int, chosen: list[Goods], target: int, times: dict[str, datetime], dice: random.Random,
    market: Market, purse: Purse, owners: dict[int, Who], spare: Sequence[Goods] = (), purpose: str = "",
    **more,
) -> Purchase | None:  # fmt: skip
    """Fill quantities towards the wished value and take the money; None when goods or money do not suffice.

    `spare` are more goods of the vendor on the same account, for what an office would not buy so many of.
    """
    lines = _filled(chosen, target, as_wished="oddity" in more)
    for goods in spare:
        left = target - sum(line.amount_idr for line in lines)
        if len(lines) < MOST_LINES and left > target * STILL_TO_SPEND:
            lines += _filled([goods], left)
    total = sum(line.amount_idr for line in lines)
    if not lines or total > LARGEST_ORDER_IDR:
        return None
    vendor = lines[0].goods.listing.vendor
    tax = breakdown_for(vendor, [(line, line.quantity) for line in lines], on=law_day(local_day(times["accept"])))
    if card_cannot_pay(tax):
        return None
    line_id = purse.take(desk.id, year, lines[0].goods.account, total)
    if line_id is None:
        return None
    for line in lines:
        line.goods.take(line.quantity)
    vendor_id = vendor.pk
    made = Purchase(
        id=uuid_at(dice, times["submit"]),
        desk=desk,
        year=year,
        lines=lines,
        line_id=line_id,
        owner=owners[vendor_id],
        account_id=market.accounts[vendor_id].pk,
        times=times,
        dice=dice,
        purpose=purpose or dice.choice(purposes_at(desk.agency, lines[0].goods.listing.category_id)),
        compared=total > 10_000_000 or dice.random() < 0.3,
        requester=desk.who("pptk", dice.randrange(2)),
        tax=tax,
        **more,
    )
    dear = [line.goods for line in lines if line.goods.facts.verdict in ("needs_reason", "above_standard")]
    if dear:
        made.price_reason = dice.choice(_reasons_for([goods.listing.category_id for goods in dear]))
    return made


def _reasons_for(categories: Sequence[str]) -> list[str]:
    """Why a price may be high, as far as it fits all of these."""
    more = (text for text, kinds in REASONS_OF_KIND.items() if all(one.startswith(kinds) for one in categories))
    return [*HIGH_PRICE_REASONS, *more]


def _filled(chosen: Sequence[Goods], target: int, *, as_wished: bool = False) -> list[Line]:
    """An equal share of the value for each, in quantities that an office would ask for."""
    lines = []
    for goods in chosen:
        listing = goods.listing
        most = MOST_PIECES if as_wished else use_of(listing.category_id).most
        wanted = min(target // len(chosen) // listing.unit_price_idr, most)
        quantity = max(wanted if as_wished else rounded(wanted), listing.min_order, 1)
        if quantity <= goods.left // 3:
            lines.append(Line(goods, quantity))
    return lines


def _target(dice: random.Random) -> int:
    """Most purchases are a few million; some near what one order may be."""
    value = int(3_000_000 * dice.lognormvariate(0, 0.9))
    return min(max(value, 150_000), 42_000_000)


def first_order_day(world: World, year: int) -> date:
    """Nothing is asked for before the twelve months, nor in the year before the one that pays."""
    return max(date(year, 1, 2), world.first_day)


def times_of(
    world: World, days: Sequence[date], paid: int, dice: random.Random, *, lead: int, late: int = 0,
    cooked: bool = False,
) -> dict[str, datetime]:  # fmt: skip
    """Every moment of a purchase paid on the working day `days[paid]`, told backwards, in office hours.

    The goods arrive within `lead` days of the confirmation, or `late` days after them. Where `days` begin too late for
    that, more is done on one of the first of them. What is cooked comes and is inspected soon after it was sent.
    """
    first = dice.randint(0, min(max(paid - FIRST_PAID + 1, 0), FIRST_PAID))

    def before(step: str, place: int) -> int:
        return max(place - dice.choice(WAITS[step]), first)

    on = {"charge": paid}
    for earlier, step in (("accept", "charge"), ("sign", "accept"), ("inspect", "sign"), ("arrive", "inspect")):
        on[earlier] = before(step, on[step])
    if cooked:
        on["arrive"] = on["inspect"]
    arrived = days[on["arrive"]]
    if late:
        confirmed = bisect_right(days, arrived - timedelta(days=lead + late)) - 1
    else:
        confirmed = bisect_left(days, arrived - timedelta(days=dice.randint(min(lead, 1), lead)))
    on["confirm"] = max(confirmed, first)
    on["ship"] = max(on["arrive"] - (0 if cooked else dice.choice((0, 1, 1, 2))), on["confirm"])
    for earlier, step in (("approve", "confirm"), ("choose", "approve"), ("compare", "choose"), ("submit", "compare")):
        on[earlier] = before(step, on[step])
    times: dict[str, datetime] = {}
    for place in sorted(set(on.values())):
        steps = [step for step in STEPS if on[step] == place]
        quarters = dict(zip(steps, sorted(dice.sample(range(QUARTERS), len(steps))), strict=True))
        if cooked and "ship" in quarters:
            quarters["arrive"] = max(quarters["arrive"], quarters["inspect"] - 2)
            quarters["ship"] = max(quarters["ship"], quarters["arrive"] - 4)
        for step, quarter in quarters.items():
            within = timedelta(seconds=dice.randrange(600))
            times[step] = world.moment(days[place], 8) + quarter * QUARTER + within
    times["capture"] = times["charge"] + timedelta(seconds=4)
    times["payout"] = times["charge"] + timedelta(minutes=2)
    return times


def card_cannot_pay(tax: Breakdown) -> bool:
    """True where somebody would have to withhold."""
    return Collector.AGENCY in (tax.ppn_collector, tax.pph_collector)
