"""Gathers the facts and asks the pure checks: for the basket page, the submission and the approval alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from catalog import selectors as catalog
from catalog.models import Listing
from marketplace.kernel import law
from marketplace.kernel.asking import Question, ask
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from marketplace.kernel.policies import Verdict, allow, refuse
from marketplace.tax.channel import a_card_always_pays, channel_in_force, tax_a_card_cannot_withhold
from orders.checks import (
    BudgetFacts,
    ChargedOrder,
    Finding,
    PriceFacts,
    SplitRules,
    blocking,
    check_budget,
    check_card_tax,
    check_conflict,
    check_order_value,
    check_prices,
    check_splitting,
    check_stock,
    check_vendor,
    check_year_end,
)
from orders.checks.words import words_of
from orders.goods import price_facts
from orders.models import ProcurementOrder
from orders.refusals import CheckBlocks
from orders.selectors.baskets import BasketPart
from orders.states import WITHOUT_RESULT, OrderState
from orders.taxes import Priced, breakdown_for
from payments.budget.models import BudgetLine
from payments.budget.year_end import LastDay, after_last_day, last_day
from vendors.models import Vendor
from vendors.policies import may_sell, officials_behind


def price_facts_of(listings: Sequence[Listing]) -> dict[int, PriceFacts]:
    """listing id -> its price beside its band; one query for all of them."""
    bands = catalog.bands_of(listings)
    return {
        listing.id: price_facts(listing.name, listing.unit_price, bands.get(catalog.group_of(listing)))
        for listing in listings
    }


def split_rules(at: datetime) -> SplitRules:
    day = local_day(at)
    return SplitRules(
        thresholds_idr=tuple(law.limit_on(f"split_threshold.{name}", day) for name in ("10m", "50m", "200m")),
        window_days=law.limit_on("split_window_days", day),
        payee_limit_idr=law.limit_on("payee_limit_idr", day),
    )


_EARLIER = """
SELECT placed.number, placed.vendor_id, line.account_code, charge.amount_idr,
       (placed.submitted_at AT TIME ZONE 'Asia/Jakarta')::date AS day,
       ARRAY(SELECT DISTINCT category_code FROM orders_orderline WHERE order_id = placed.id) AS category_codes
  FROM orders_procurementorder placed
  JOIN orders_ordercharge charge ON charge.order_id = placed.id
  JOIN budget_budgetline line ON line.id = charge.budget_line_id
 WHERE placed.agency_id = %s AND placed.vendor_id = ANY(%s::bigint[]) AND placed.submitted_at BETWEEN %s AND %s
   AND placed.state <> ALL(%s::text[]) AND placed.id IS DISTINCT FROM %s::uuid
 ORDER BY placed.submitted_at, charge.id
"""


def earlier_orders(
    *, agency_id: int, vendor_ids: Sequence[int], at: datetime, without: UUID | None = None
) -> list[ChargedOrder]:
    """The office's live orders from these vendors in the window of the splitting check, one row per account. One query.

    Plain values, not rows: an office may have many orders from its usual vendor, and submission waits for this.
    """
    (earlier,) = ask(about_earlier_orders(agency_id=agency_id, vendor_ids=vendor_ids, at=at, without=without))
    return earlier


def about_earlier_orders(
    *, agency_id: int, vendor_ids: Sequence[int], at: datetime, without: UUID | None = None
) -> Question:
    """The same, to be asked with other questions."""
    dead = [str(state) for state in (*WITHOUT_RESULT, OrderState.DRAFT)]
    first = at - timedelta(days=law.limit_on("split_window_days", local_day(at)) + 1)
    return Question(_EARLIER, [agency_id, list(vendor_ids), first, at, dead, without], _charged_orders)


def _charged_orders(rows: list[dict[str, Any]]) -> list[ChargedOrder]:
    return [
        ChargedOrder(
            row["number"],
            row["vendor_id"],
            row["account_code"],
            frozenset(row["category_codes"]),
            row["amount_idr"],
            date.fromisoformat(row["day"]),
        )
        for row in rows
    ]


def judge_splitting(
    *,
    vendor_id: int,
    charges: Iterable[tuple[str, int]],
    category_codes: frozenset[str],
    earlier: Sequence[ChargedOrder],
    at: datetime,
) -> Finding:
    new = [
        ChargedOrder("", vendor_id, account, category_codes, amount_idr, local_day(at))
        for account, amount_idr in charges
    ]
    return check_splitting(new, earlier, rules=split_rules(at))


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


def judge_conflict(vendor_id: int, *, agency_id: int, at: datetime) -> Finding:
    """Compare owners and managers of the vendor with the officials of the office. One query."""
    return check_conflict(officials_behind=officials_behind(vendor_id, agency_id=agency_id, day=local_day(at)))


def judge_tax(vendor: Vendor, lines: Sequence[tuple[Priced, int]], *, at: datetime) -> Finding:
    """Whether a card can pay (line, quantity) of a vendor. Computes the taxes only where one could be left over."""
    if a_card_always_pays((line.tax_class for line, _ in lines), channel=channel_in_force()):
        return check_card_tax(tax="")
    return check_card_tax(tax=tax_a_card_cannot_withhold(breakdown_for(vendor, lines, on=local_day(at))))


def judge_year_end(at: datetime) -> Finding:
    day = local_day(at)
    too_late = after_last_day(LastDay.ORDER, on=day)
    return check_year_end(too_late=str(too_late or ""), last_day=last_day(LastDay.ORDER, on=day).isoformat())


def judge_promise(order: ProcurementOrder, *, at: datetime) -> list[Finding]:
    """What must still hold whenever money is promised anew: at the choice and at the approval."""
    lines = [(line, line.quantity) for line in order.lines.all()]
    return [
        judge_vendor(order.vendor),
        judge_conflict(order.vendor_id, agency_id=order.agency_id, at=at),
        judge_tax(order.vendor, lines, at=at),
        judge_year_end(at),
    ]


def may_promise(order: ProcurementOrder, *, at: datetime) -> Verdict:
    """The first thing that no longer holds, as the sentence beside a button that would be refused."""
    for finding in blocking(judge_promise(order, at=at)):
        title, detail = words_of(finding)
        return refuse(f"{title}. {detail}", code=finding.check)
    return allow()


def refuse_promise(order: ProcurementOrder, *, at: datetime) -> None:
    """Raises CheckBlocks with the first thing that no longer holds."""
    for finding in blocking(judge_promise(order, at=at)):
        title, detail = words_of(finding)
        raise CheckBlocks(check=finding.check, vendor=order.vendor, title=title + ".", detail=detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFacts:
    """What is judged of one part of a basket, whoever read it. `charged`: account -> rupiah."""

    vendor: Vendor
    total: Rupiah
    charged: Mapping[str, int]
    category_codes: frozenset[str]
    prices: Sequence[PriceFacts]
    earlier: Sequence[ChargedOrder]
    officials_behind: Sequence[str]
    goods: Sequence[tuple[Priced, int]]


def judge(part: PartFacts, *, at: datetime) -> list[Finding]:
    """Everything asked of one basket part, except the ceiling, which the database decides."""
    return [
        judge_order_value(part.total, at),
        judge_splitting(
            vendor_id=part.vendor.pk,
            charges=part.charged.items(),
            category_codes=part.category_codes,
            earlier=part.earlier,
            at=at,
        ),
        check_prices(part.prices),
        judge_vendor(part.vendor),
        check_conflict(officials_behind=part.officials_behind),
        judge_tax(part.vendor, part.goods, at=at),
        judge_year_end(at),
    ]


def by_account(charges: Iterable[tuple[int, Rupiah]], accounts: Mapping[int, str]) -> dict[str, int]:
    """What is charged to each account. `accounts`: budget line -> its account."""
    charged: dict[str, int] = {}
    for line_id, amount in charges:
        charged[accounts[line_id]] = charged.get(accounts[line_id], 0) + amount.idr
    return charged


def judge_part(
    part: BasketPart,
    *,
    agency_id: int,
    charges: Sequence[tuple[int, Rupiah]],
    lines: Mapping[int, BudgetLine],
    at: datetime,
) -> list[Finding]:
    """The same of a part as the basket page shows it."""
    listings = [line.listing for line in part.lines]
    facts = PartFacts(
        vendor=part.vendor,
        total=part.total,
        charged=by_account(charges, {line_id: line.account_code for line_id, line in lines.items()}),
        category_codes=frozenset(listing.category_code for listing in listings),
        prices=list(price_facts_of(listings).values()),
        earlier=earlier_orders(agency_id=agency_id, vendor_ids=[part.vendor.pk], at=at),
        officials_behind=officials_behind(part.vendor.pk, agency_id=agency_id, day=local_day(at)),
        goods=[(line.listing, line.quantity) for line in part.lines],
    )
    return judge(facts, at=at)


def judge_stock(part: BasketPart) -> list[Finding]:
    """A forecast of the stock for the page: other baskets may ask for the same goods."""
    return check_stock((line.listing.name, line.quantity, line.listing.stock_available) for line in part.lines)


def judge_charges(
    charges: list[tuple[int, Rupiah]],
    lines: dict[int, BudgetLine],
    names: Mapping[str, str],
    cash_left: dict[int, int | None],
    others: dict[int, int],
    at: datetime,
) -> Finding:
    """A forecast of the ceiling for the page. `names`: of the accounts.
    `others`: what the rest of the basket puts on each line."""
    facts = [
        BudgetFacts(
            line_id=line_id,
            account_code=lines[line_id].account_code,
            name=names.get(lines[line_id].account_code, ""),
            amount_idr=amount.idr,
            available_idr=lines[line_id].available.idr,
            cash_plan_left_idr=cash_left.get(line_id),
            others_idr=others.get(line_id, 0),
        )
        for line_id, amount in charges
    ]
    return check_budget(facts, cash_plan_is_hard=bool(law.limit_on("cashplan_check_hard", local_day(at))))
