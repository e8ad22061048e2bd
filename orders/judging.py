"""Gathers the facts and asks the pure checks: for the basket page, the submission and the approval alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

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


_EARLIER = """
SELECT placed.number, line.account_code, charge.amount_idr, placed.submitted_at,
       ARRAY(SELECT DISTINCT category_code FROM orders_orderline WHERE order_id = placed.id)
  FROM orders_procurementorder placed
  JOIN orders_ordercharge charge ON charge.order_id = placed.id
  JOIN budget_budgetline line ON line.id = charge.budget_line_id
 WHERE placed.agency_id = %s AND placed.vendor_id = %s AND placed.submitted_at BETWEEN %s AND %s
   AND placed.state <> ALL(%s::text[]) AND placed.id IS DISTINCT FROM %s::uuid
 ORDER BY placed.submitted_at, charge.id
"""


def earlier_orders(
    *, agency_id: int, vendor_id: int, at: datetime, days: int, without: UUID | None = None
) -> list[ChargedOrder]:
    """The office's live orders from one vendor in the window, one row per account. One query.

    Plain values, not rows: an office may have many orders from its usual vendor, and submission waits for this.
    """
    dead = [str(state) for state in (*WITHOUT_RESULT, OrderState.DRAFT)]
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, [agency_id, vendor_id, at - timedelta(days=days + 1), at, dead, without])
        return [
            ChargedOrder(number, vendor_id, account, frozenset(categories), amount_idr, local_day(submitted_at))
            for number, account, amount_idr, submitted_at, categories in cursor.fetchall()
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
