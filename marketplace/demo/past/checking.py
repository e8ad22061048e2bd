"""What the project's own checks said before an order left, over purchases that are not rows yet."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.demo.past.law_days import law_day, office_noon
from marketplace.demo.past.plan import Purchase
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders import judging
from orders.checks import (
    ChargedOrder,
    Finding,
    Level,
    SplitRules,
    check_card_tax,
    check_conflict,
    check_prices,
    check_splitting,
    check_vendor,
    check_year_end,
)
from orders.guarantees import present
from orders.models import OrderCharge, OrderLine
from orders.states import WITHOUT_RESULT
from payments.budget.year_end import LastDay, last_day

SPLIT_REASONS = (
    "Kegiatan yang berbeda; kebutuhan ini baru diketahui setelah pesanan sebelumnya diajukan.",
    "Pesanan sebelumnya untuk bidang lain, dengan jumlah dan jadwal yang ditetapkan sendiri.",
    "Jumlah peserta bertambah setelah pesanan sebelumnya disetujui, sehingga diperlukan tambahan.",
    "Pengadaan berkala menurut pemakaian; sisa gudang diperiksa dahulu sebelum memesan lagi.",
)
Bought = dict[tuple[int, int], list[tuple[datetime, ChargedOrder]]]


def judge_all(purchases: Sequence[Purchase], accounts: dict[int, str]) -> None:
    """Findings of each, beside what its office had bought by then; a suspected split gets its reason.

    Call once they are numbered. `accounts`: budget line -> its account.
    """
    in_time = sorted(purchases, key=lambda made: (made.times["submit"], made.number))
    if not in_time:
        return
    noons = {law_day(local_day(one.times["submit"])) for one in in_time}
    rules = {day: judging.split_rules(office_noon(day)) for day in noons}
    bought = _bought_before(in_time, max(one.window_days for one in rules.values()))
    for one in in_time:
        asked = local_day(one.times["submit"])
        day = law_day(asked)
        closes = last_day(LastDay.ORDER, on=day).replace(year=asked.year)
        split = _split(one, accounts[one.line_id], bought, rules[day])
        one.findings = [
            judging.judge_order_value(Rupiah(one.total_idr), office_noon(day)),
            split,
            check_prices([line.goods.facts for line in one.lines]),
            check_vendor(may_sell=True),
            check_conflict(officials_behind=[]),
            check_card_tax(tax=""),
            check_year_end(too_late="", last_day=closes.isoformat()),
        ]
        if split.level is Level.NEEDS_REASON and not one.split_reason:
            one.split_reason = random.Random(str(one.id)).choice(SPLIT_REASONS)


def _split(one: Purchase, account: str, bought: Bought, rules: SplitRules) -> Finding:
    """Asked of the orders in the window; afterwards this one is among them."""
    at = one.times["submit"]
    categories = frozenset(line.goods.listing.category_id for line in one.lines)
    mine = ChargedOrder(one.number, one.vendor.pk, account, categories, one.total_idr, local_day(at))
    known = bought[one.desk.id, one.vendor.pk]
    began = bisect_left(known, at - timedelta(days=rules.window_days + 1), key=_moment)
    place = bisect_left(known, at, key=_moment)
    known.insert(place, (at, mine))
    return check_splitting([mine], [other for _at, other in known[began:place]], rules=rules)


def _moment(row: tuple[datetime, ChargedOrder]) -> datetime:
    return row[0]


def _bought_before(in_time: Sequence[Purchase], window_days: int) -> Bought:
    """What is on record of the same offices in the window before each of them, in the order of time."""
    rows = list(
        OrderCharge.objects.filter(
            order__agency_id__in={one.desk.id for one in in_time},
            order__submitted_at__gte=in_time[0].times["submit"] - timedelta(days=window_days + 1),
            order__submitted_at__lt=in_time[-1].times["submit"],
        )
        .exclude(order__state__in=WITHOUT_RESULT)
        .order_by("order__submitted_at", "order__number")
        .values_list(
            "order__number", "order__agency_id", "order__vendor_id", "budget_line__account_code", "amount_idr",
            "order__submitted_at",
        )
    )  # fmt: skip
    categories: dict[str, set[str]] = defaultdict(set)
    numbers = [row[0] for row in rows]
    for number, category in OrderLine.objects.filter(order__number__in=numbers).values_list(
        "order__number", "category_code"
    ):
        categories[number].add(category)
    bought: Bought = defaultdict(list)
    for number, agency, vendor, account, amount, submitted in rows:
        at = present(submitted)
        charged = ChargedOrder(number, vendor, account, frozenset(categories[number]), amount, local_day(at))
        bought[agency, vendor].append((at, charged))
    return bought
