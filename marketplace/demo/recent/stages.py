"""Where each recent order is left, and how long ago its steps were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from marketplace.demo.cast import OFFICES
from marketplace.demo.past.people import Desk
from marketplace.demo.past.periods import open_cut
from marketplace.demo.recent.clock import Clock
from marketplace.demo.world import World

APPROVED = ("compare", "choose", "approve")
CONFIRMED = (*APPROVED, "confirm")
ARRIVED = (*CONFIRMED, "ship", "arrive")
ACCEPTED = (*ARRIVED, "inspect", "sign", "accept")

#: stage -> steps after the submission, and the working days ago of the submission and of the last step.
STAGES: dict[str, tuple[tuple[str, ...], float, float]] = {
    "submitted": ((), 0.7, 0.7),
    "comparing": (("compare",), 1.2, 0.9),
    "awaiting_approval": (("compare", "choose"), 1.6, 0.6),
    "returned": (("compare", "choose", "return"), 1.9, 0.5),
    "ordered": (APPROVED, 2.6, 1.2),
    "confirmed": (CONFIRMED, 4.0, 2.0),
    "in_progress": ((*CONFIRMED, "ship"), 5.0, 1.0),
    "partially_delivered": ((*CONFIRMED, "ship_half", "arrive"), 6.0, 1.1),
    "delivered": (ARRIVED, 6.5, 0.8),
    "inspected": ((*ARRIVED, "inspect"), 7.0, 0.6),
    "signed": ((*ARRIVED, "inspect", "sign"), 7.5, 0.4),
    "partially_accepted": ((*CONFIRMED, "ship_half", "arrive", "inspect", "sign", "accept"), 8.0, 1.4),
    "rejected_pieces": ((*ARRIVED, "inspect_rejecting", "sign", "accept"), 8.4, 1.7),
    "invoiced": (ACCEPTED, 9.0, 1.3),
    "paid": (ACCEPTED, 10.0, 2.4),
    "cancelled": (("compare", "cancel"), 5.5, 4.0),
    "declined": ((*APPROVED, "decline"), 7.7, 4.5),
    "expired": (("compare",), 11.0, 10.5),
    "lapsed": (("compare", "expire"), 11.0, 10.5),
}
#: What each role of a played office finds, in this order; a small world takes the first ones.
KNOWN_ORDER = (
    "submitted", "awaiting_approval", "ordered", "delivered", "inspected", "signed", "invoiced", "confirmed",
    "comparing", "in_progress", "paid", "partially_accepted", "returned", "declined", "cancelled",
    "partially_delivered", "rejected_pieces", "expired", "submitted", "awaiting_approval", "ordered",
    "confirmed", "delivered", "invoiced", "signed", "comparing", "inspected", "submitted", "ordered", "paid",
    "in_progress", "invoiced", "awaiting_approval",
)  # fmt: skip
#: The bill of each card of a played office: the state it is left in.
KNOWN_BILLS = ("SP2D_ISSUED", "SPP_CHECKED", "NPD_ISSUED", "SPP_FILED", "LISTED", "MATCHED")
#: At other offices: what the treasury and the auditors find. A small world has the first.
OTHER_BILLS = ("PAID", "SPM_ISSUED", "SPM_ISSUED", "MATCHED", "SP2D_ISSUED", "LISTED", "VERIFIED_FULL")
OTHER_STAGES = (
    "submitted",
    "awaiting_approval",
    "ordered",
    "confirmed",
    "delivered",
    "invoiced",
    "paid",
    "in_progress",
)
#: Fewer orders than this are a test's: one played office has bills, and each stage is there once.
FEW = 60
#: Working days ago of the first and the last cut among the bills, where there is no cut of all.
OLDEST_CUT, NEWEST_CUT = 13.0, 3.4


@dataclass(frozen=True)
class Recent:
    """One order to make. `bill` is the number of the bill it stands on, None when none was cut yet.

    `moments` are those of its steps, where they were months ago.
    """

    number: int
    desk: Desk
    stage: str
    bill: int | None = None
    cut_ago: float = 0.0
    moments: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class RecentBill:
    """One statement to cut and lead as far as `state`; cut so many working days ago."""

    number: int
    desk: Desk
    card: int
    state: str
    days_ago: float


def planned(world: World, desks: dict[str, Desk]) -> tuple[list[Recent], list[RecentBill]]:
    """Orders, those that stand on a bill first, and the bills with one order more on each."""
    numbers = iter(range(world.size.live_orders))
    played = [desks[code] for code in OFFICES if code in desks]
    others = [desk for code, desk in sorted(desks.items()) if code not in OFFICES]
    few = world.size.live_orders < FEW
    bills = _bills(world, played[:1] if few else played, others[:1] if few else others)
    orders = [
        Recent(number, bill.desk, "paid", bill.number, bill.days_ago)
        for bill, number in zip(bills, numbers, strict=False)
    ]
    left = list(numbers)
    stages = _stages(played, others, len(left)) if len(left) >= FEW else _each_once(played)
    orders += [Recent(number, desk, stage) for number, (desk, stage) in zip(left, stages, strict=False)]
    return orders, bills


def _bills(world: World, played: list[Desk], others: list[Desk]) -> list[RecentBill]:
    wanted = [(desk, card, state) for desk in played for card, state in enumerate(KNOWN_BILLS)]
    wanted += [(desk, 0, state) for desk, state in zip(others, OTHER_BILLS, strict=False)]
    cut, step = open_cut(world), (OLDEST_CUT - NEWEST_CUT) / max(len(wanted) - 1, 1)
    since = Clock(world).since(cut) if cut else None
    return [
        RecentBill(number, desk, card, state, OLDEST_CUT - step * number if since is None else since)
        for number, (desk, card, state) in enumerate(wanted)
    ]


def _each_once(played: list[Desk]) -> Iterator[tuple[Desk, str]]:
    """Every stage once, the played offices in turn."""
    for place, stage in enumerate(dict.fromkeys(KNOWN_ORDER)):
        yield played[place % len(played)], stage


def _stages(played: list[Desk], others: list[Desk], count: int) -> Iterator[tuple[Desk, str]]:
    """The played offices in turn through their list, then one or two for each of the others."""
    for stage in KNOWN_ORDER[: max(count * 2 // 3 // len(played), 18)]:
        for desk in played:
            yield desk, stage
    place = 0
    while others:
        for desk in others:
            yield desk, OTHER_STAGES[place % len(OTHER_STAGES)]
            place += 1
