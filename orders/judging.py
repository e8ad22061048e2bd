"""Gathers the facts and asks the pure checks: for the basket page, the submission and the approval alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from catalog import selectors as catalog
from catalog.models import Listing
from catalog.pricing import Band, verdict_on
from marketplace.accounts.models import User
from marketplace.kernel import law
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.checks import (
    BudgetFacts,
    ChargedOrder,
    Finding,
    PriceFacts,
    SplitRules,
    check_budget,
    check_conflict,
    check_order_value,
    check_prices,
    check_splitting,
    check_vendor,
)
from orders.models import OrderCharge, OrderLine
from orders.selectors.baskets import BasketPart
from orders.states import WITHOUT_RESULT, OrderState
from payments.budget.models import BudgetLine
from vendors.models import Principal, Vendor
from vendors.policies import may_sell


def price_facts_of(listings: Sequence[Listing]) -> dict[int, PriceFacts]:
    """listing id -> its price beside its band; one query for all of them."""
    bands = catalog.bands_of(listings)
    return {listing.id: _price_facts(listing, bands.get(catalog.group_of(listing))) for listing in listings}


def _price_facts(listing: Listing, band: Band | None) -> PriceFacts:
    return PriceFacts(
        title=listing.name,
        verdict=str(verdict_on(listing.unit_price, band)),
        unit_price_idr=listing.unit_price_idr,
        low_idr=band.low.idr if band else None,
        high_idr=band.high.idr if band else None,
        median_idr=band.median.idr if band else None,
        standard_idr=band.standard.idr if band and band.standard else None,
    )


def split_rules(at: datetime) -> SplitRules:
    day = local_day(at)
    return SplitRules(
        thresholds_idr=tuple(law.limit_on(f"split_threshold.{name}", day) for name in ("10m", "50m", "200m")),
        window_days=law.limit_on("split_window_days", day),
        payee_limit_idr=law.limit_on("payee_limit_idr", day),
    )


def earlier_orders(
    *, agency_id: int, vendor_id: int, at: datetime, days: int, without: UUID | None = None
) -> list[ChargedOrder]:
    """The office's live orders from one vendor in the window, one row per account. At most two queries.

    Plain values, not rows: an office may have many orders from its usual vendor, and submission waits for this.
    """
    charges = (
        OrderCharge.objects.filter(
            order__agency_id=agency_id,
            order__vendor_id=vendor_id,
            order__submitted_at__gte=at - timedelta(days=days + 1),
            order__submitted_at__lte=at,
        )
        .exclude(order__state__in=[*WITHOUT_RESULT, OrderState.DRAFT])
        .exclude(order_id=without)
        .order_by("order__submitted_at", "id")
        .values_list("order_id", "order__number", "budget_line__account_code", "amount_idr", "order__submitted_at")
    )
    rows = list(charges)
    bought: dict[UUID, set[str]] = {order_id: set() for order_id, *_ in rows}
    if rows:
        lines = OrderLine.objects.filter(order_id__in=bought).order_by()
        for order_id, category in lines.values_list("order_id", "category_code"):
            bought[order_id].add(category)
    return [
        ChargedOrder(number, vendor_id, account, frozenset(bought[order_id]), amount_idr, local_day(submitted_at))
        for order_id, number, account, amount_idr, submitted_at in rows
        if submitted_at
    ]


def judge_splitting(
    *,
    agency_id: int,
    vendor_id: int,
    charges: Iterable[tuple[str, int]],
    category_codes: frozenset[str],
    at: datetime,
    without: UUID | None = None,
) -> Finding:
    rules = split_rules(at)
    new = [
        ChargedOrder("", vendor_id, account, category_codes, amount_idr, local_day(at))
        for account, amount_idr in charges
    ]
    earlier = earlier_orders(agency_id=agency_id, vendor_id=vendor_id, at=at, days=rules.window_days, without=without)
    return check_splitting(new, earlier, rules=rules)


def judge_order_value(total: Rupiah, at: datetime) -> Finding:
    day = local_day(at)
    return check_order_value(
        total,
        order_max=Rupiah(law.limit_on("order_max_idr", day)),
        direct_max=Rupiah(law.limit_on("direct_max_idr", day)),
    )


def judge_vendor(vendor: Vendor) -> Finding:
    verdict = may_sell(vendor)
    return check_vendor(may_sell=bool(verdict), reason=str(verdict.reason))


def judge_conflict(vendor_id: int, *officer_ids: int) -> Finding:
    """Compare owners and managers of the vendor with the officers of the order, by keyed hash. One query."""
    principals = Principal.objects.filter(vendor_id=vendor_id).order_by().values("nik_hash")
    both = User.objects.filter(id__in=officer_ids, nik_hash__in=principals).order_by()
    people = {key: name for key, name in both.values_list("nik_hash", "full_name") if key}
    return check_conflict(officers=people, principals=people)


def judge_part(
    part: BasketPart,
    *,
    agency_id: int,
    requester_id: int,
    charges: list[tuple[int, Rupiah]],
    lines: dict[int, BudgetLine],
    at: datetime,
) -> list[Finding]:
    """Everything asked of one basket part, except the ceiling, which the database decides."""
    part.prices = price_facts_of([line.listing for line in part.lines])
    by_account: dict[str, int] = {}
    for line_id, amount in charges:
        account = lines[line_id].account_code
        by_account[account] = by_account.get(account, 0) + amount.idr
    return [
        judge_order_value(part.total, at),
        judge_splitting(
            agency_id=agency_id,
            vendor_id=part.vendor.pk,
            charges=list(by_account.items()),
            category_codes=frozenset(line.listing.category_code for line in part.lines),
            at=at,
        ),
        check_prices(list(part.prices.values())),
        judge_vendor(part.vendor),
        judge_conflict(part.vendor.pk, requester_id),
    ]


def judge_charges(
    charges: list[tuple[int, Rupiah]],
    lines: dict[int, BudgetLine],
    cash_left: dict[int, int | None],
    others: dict[int, int],
    at: datetime,
) -> Finding:
    """A forecast of the ceiling for the page. `others`: what the rest of the basket puts on each line."""
    facts = [
        BudgetFacts(
            line_id=line_id,
            account_code=lines[line_id].account_code,
            name=str(lines[line_id].sub_activity.name),
            amount_idr=amount.idr,
            available_idr=lines[line_id].available.idr,
            cash_plan_left_idr=cash_left.get(line_id),
            others_idr=others.get(line_id, 0),
        )
        for line_id, amount in charges
    ]
    return check_budget(facts, cash_plan_is_hard=bool(law.limit_on("cashplan_check_hard", local_day(at))))
