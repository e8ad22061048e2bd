"""Where each recent order is left, and how long ago its steps were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.demo.cast import OFFICES
from marketplace.demo.past.people import Desk
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
}
#: What each role of a played office finds, in this order; a small world takes the first ones.
KNOWN_ORDER = (
    "submitted", "awaiting_approval", "ordered", "delivered", "inspected", "signed", "invoiced", "confirmed",
    "comparing", "in_progress", "paid", "partially_accepted", "returned", "declined", "cancelled",
    "partially_delivered", "rejected_pieces", "expired", "submitted", "awaiting_approval", "ordered",
    "confirmed", "delivered", "invoiced", "signed", "comparing", "inspected", "submitted", "ordered", "paid",
    "in_progress", "invoiced", "awaiting_approval",
)  # fmt: skip
#: Bills of a played office, oldest first: the state they are left in, the card, and how many purchases are on each.
KNOWN_BILLS = (
    ("PAID", 0, 1), ("SP2D_ISSUED", 1, 1), ("SPM_ISSUED", 0, 2), ("SPP_CHECKED", 1, 1), ("SPP_FILED", 0, 2),
    ("SPP_FILED", 1, 1), ("NPD_ISSUED", 0, 1), ("VERIFIED_FULL", 1, 1), ("LISTED", 0, 2), ("MATCHED", 1, 1),
    ("MATCHED", 0, 2),
)  # fmt: skip
#: At other offices: what the treasury and the auditors find.
OTHER_BILLS = ("SPM_ISSUED", "SPM_ISSUED", "MATCHED", "SP2D_ISSUED", "LISTED")
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
#: Working days ago of the first and the last cut among the bills.
OLDEST_CUT, NEWEST_CUT = 13.0, 3.4


@dataclass(frozen=True)
class Recent:
    """One order to make. `bill` is the number of the bill it stands on, None when none was cut yet."""

    number: int
    desk: Desk
    stage: str
    place: int
    bill: int | None = None
    card: int = 0


@dataclass(frozen=True)
class RecentBill:
    """One statement to cut and lead as far as `state`."""

    number: int
    desk: Desk
    card: int
    state: str
    days_ago: float


def planned(world: World, desks: dict[str, Desk]) -> tuple[list[Recent], list[RecentBill]]:
    """Orders in the order of making, and the bills with the oldest first."""
    numbers = iter(range(world.size.live_orders))
    orders: list[Recent] = []
    bills: list[RecentBill] = []
    played = [desks[code] for code in OFFICES if code in desks]
    for desk in played:
        few = world.size.live_orders < FEW
        _bills(desk, KNOWN_BILLS, numbers, orders, bills, few=few)
        if few:
            break
    others = [desk for code, desk in sorted(desks.items()) if code not in OFFICES]
    if world.size.live_orders >= FEW:
        for desk, state in zip(others, OTHER_BILLS, strict=False):
            _bills(desk, ((state, 0, 1),), numbers, orders, bills)
    left = list(numbers)
    stages = _stages(played, others, len(left)) if len(left) >= FEW else _each_once(played)
    for place, (number, (desk, stage)) in enumerate(zip(left, stages, strict=False)):
        orders.append(Recent(number, desk, stage, place))
    return orders, bills


def _bills(
    desk: Desk, wanted, numbers: Iterator[int], orders: list[Recent], bills: list[RecentBill], *, few: bool = False
) -> None:
    for place, (state, card, count) in enumerate(wanted):
        share = place / max(len(wanted) - 1, 1)
        ago = OLDEST_CUT + (NEWEST_CUT - OLDEST_CUT) * share
        bill = RecentBill(len(bills), desk, card, state, ago)
        taken = [number for _, number in zip(range(1 if few else count), numbers, strict=False)]
        if not taken:
            return
        bills.append(bill)
        orders += [Recent(number, desk, "paid", place, bill.number, card) for number in taken]


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
