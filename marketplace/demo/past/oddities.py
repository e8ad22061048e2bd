"""Deliberate oddities among the finished purchases, for auditors to find. The README lists them.

split       three orders of one day, one vendor and one account, each just under a threshold
fast        an order approved within a minute of being chosen
dear        a price far above its band, with a reason
late_sp2d   a disbursement that came days after the payment order
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.demo.cast import OFFICES
from marketplace.demo.past.market import Goods
from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import Period, office_days, periods
from marketplace.demo.past.plan import SPLIT_REASON, Purchase, place, times_of
from marketplace.demo.uses import purposes_at

if TYPE_CHECKING:
    from marketplace.demo.past.history import Past

JUST_UNDER_IDR = 9_900_000


def planned(past: Past, period: Period, batch: list[Desk]) -> list[Purchase]:
    """The oddities of this batch: all of them lie in one middle period, at the first office that can be played."""
    found = periods(past.world)
    desk = next((one for one in batch if one.agency.short_code == OFFICES[0]), None)
    if desk is None or period != found[len(found) // 2]:
        return []
    return _split(past, period, desk) + _single(past, period, desk, "fast") + _single(past, period, desk, "dear")


def _split(past: Past, period: Period, desk: Desk) -> list[Purchase]:
    """Different goods of one vendor on one account, so each looks like a purchase of its own."""
    dice = past.world.dice("oddity split")
    times = _times(past, period, "split")
    for vendor_id in sorted(past.market.by_vendor):
        own = [one for one in past.market.by_vendor[vendor_id] if _fits(one, past, desk, period)]
        same = [one for one in own if own and one.account == own[0].account][:3]
        if len(same) == 3:
            made = []
            for number, goods in enumerate(same):
                later = {name: at + timedelta(minutes=11 * number) for name, at in times.items()}
                one = place(
                    desk, period.year, [goods], JUST_UNDER_IDR, later, dice, past.market, past.purse, past.owners,
                    oddity="split", split_reason=SPLIT_REASON,
                )  # fmt: skip
                if one is not None:
                    one.requester = desk.who("pptk")
                    made.append(one)
            return made
    return []


def _fits(goods: Goods, past: Past, desk: Desk, period: Period) -> bool:
    price = goods.listing.unit_price_idr
    wanted = JUST_UNDER_IDR // price
    return (
        bool(purposes_at(desk.agency, goods.listing.category_id))
        and goods.left // 3 >= wanted >= max(goods.listing.min_order, 8)
        and goods.since < past.world.moment(period.first)
        and (desk.id, period.year, goods.account) in past.purse.lines
    )


def _single(past: Past, period: Period, desk: Desk, kind: str) -> list[Purchase]:
    dice = past.world.dice(f"oddity {kind}")
    times = _times(past, period, kind)
    if kind == "fast":
        times["approve"] = times["choose"] + timedelta(seconds=41)
    goods = [one for own in past.market.by_vendor.values() for one in own if _could_be(one, past, desk, period)]
    if kind == "dear":
        goods.sort(key=lambda one: one.listing.unit_price_idr / (one.facts.median_idr or 10**12), reverse=True)
    else:
        goods.sort(key=lambda one: one.listing.id)
    for one in goods[:20]:
        made = place(
            desk, period.year, [one], 4_000_000, times, dice, past.market, past.purse, past.owners,
            oddity="late_sp2d" if kind == "fast" else kind,
        )  # fmt: skip
        if made is not None:
            return [made]
    return []


def _could_be(goods: Goods, past: Past, desk: Desk, period: Period) -> bool:
    return (
        bool(purposes_at(desk.agency, goods.listing.category_id))
        and goods.left > 10
        and goods.listing.unit_price_idr < 4_000_000
        and goods.since < past.world.moment(period.first)
        and (desk.id, period.year, goods.account) in past.purse.lines
    )


def _times(past: Past, period: Period, kind: str):
    """Asked for, delivered and paid within the period."""
    days = office_days(period.first, period.cut)
    return times_of(past.world, days, len(days) - 1, past.world.dice(f"oddity times {kind}"), lead=3, cooked=True)
