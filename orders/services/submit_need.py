from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog import stock
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import fiscal_year
from marketplace.kernel.errors import WrongState
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from orders import baskets, holds, judging
from orders.charging import resolve_charges
from orders.checks import Finding, Level, blocking, needing_reason
from orders.checks.words import words_of
from orders.documents.request_note import issue_request_note
from orders.events import OrderSubmitted
from orders.guarantees import present
from orders.models import Need, OrderCharge, OrderHistory, OrderLine, ProcurementOrder
from orders.numbers import next_numbers
from orders.policies import may_submit
from orders.refusals import (
    BasketEmpty,
    ChargeMissing,
    ChargesDoNotMatch,
    CheckBlocks,
    NeedIncomplete,
    NotForSale,
    PriceChanged,
    ReasonRequired,
)
from orders.selectors.baskets import BasketPart, basket_parts
from orders.snapshots import lines_of
from orders.states import OrderState
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.budget.models import BudgetLine

SHORTEST_REASON = 10


@dataclass
class Planned:
    """One vendor's part, judged and ready to become an order."""

    part: BasketPart
    charges: list[tuple[int, Rupiah]]
    findings: list[Finding]
    lines: dict[int, BudgetLine]
    written: ProcurementOrder | None = None

    @property
    def order(self) -> ProcurementOrder:
        """The order, once it is placed."""
        return present(self.written)


@transaction.atomic
def submit_need(
    *, need_id: UUID, shown: Mapping[int, tuple[int, int]], attempt_key: UUID, actor: Actor, at: datetime
) -> Need:
    """Ask for the goods of a need: one order per vendor, with budget and stock held for all of them, or for none.

    Shape   shown: listing id -> (quantity, unit price in rupiah) as the officer saw them; a difference is asked about.
    Raises  WrongState, NotPermitted, BasketEmpty, NeedIncomplete, NotForSale, PriceChanged, ChargeMissing,
            ChargesDoNotMatch, CheckBlocks, ReasonRequired, OutOfStock, BudgetExceeded, CashPlanExceeded,
            WrongFiscalYear, AccountProhibited, AttemptKeyReused.
    Emits   OrderSubmitted, once per order.
    Locks   need, per vendor its stock, the series of request notes, and budget lines last of all: most submissions wait
            for them, so nothing is done between taking them and the commit.
    Source  UU 1/2004 art. 3 (3): no commitment beyond the ceiling; Perpres 16/2018 art. 20 (2) on splitting.
    """
    content = {"need": str(need_id), "shown": {str(key): list(value) for key, value in sorted(shown.items())}}
    with attempt(key=attempt_key, actor=actor, purpose="orders.submit_need", content=content) as press:
        if press.result:
            return Need.objects.get(id=press.result)
        need = Need.objects.select_related("requester").lock(need_id)
        may_submit(actor, need).enforce()
        parts = _parts_as_shown(need, shown)
        plans = _judged(parts, need=need, at=at)
        _place(plans, need=need, actor=actor, at=at)
        _hold_goods(plans, at=at)
        for plan in plans:
            _record(plan, actor=actor, at=at)
        _close(need, at=at)
        press.keep(str(need.id))
        issue_request_note(need, [plan.order for plan in plans], actor=actor, at=at)
        _hold_money(plans, actor=actor, at=at)
        return need


def _parts_as_shown(need: Need, shown: Mapping[int, tuple[int, int]]) -> list[BasketPart]:
    """The basket, if it is still what the officer saw."""
    if need.state != "open":
        raise WrongState()
    parts = basket_parts(need)
    if not parts:
        raise BasketEmpty()
    if not (need.purpose and need.needed_by and need.delivery_place and need.rup_code):
        raise NeedIncomplete()
    for line in (line for part in parts for line in part.lines):
        listing = line.listing
        if not listing.is_on_offer:
            raise NotForSale(title=listing.name)
        quantity, price = shown.get(listing.id, (0, 0))
        if price != listing.unit_price_idr or quantity != line.quantity:
            raise PriceChanged(title=listing.name, before=Rupiah(price * quantity), after=line.amount)
    return parts


def _judged(parts: Sequence[BasketPart], *, need: Need, at: datetime) -> list[Planned]:
    """Charges resolved and checks passed, or explained."""
    wanted = {line_id for part in parts for line_id, _ in part.charge_rows}
    lines = BudgetLine.objects.filter(agency_id=need.agency_id).select_related("sub_activity").in_bulk(wanted)
    plans = []
    for part in parts:
        if not part.charge_rows or any(line_id not in lines for line_id, _ in part.charge_rows):
            raise ChargeMissing(vendor=part.vendor)
        charges = resolve_charges(part.total, part.charge_rows)
        if charges is None:
            charged = Rupiah(sum(amount or 0 for _, amount in part.charge_rows))
            raise ChargesDoNotMatch(vendor=part.vendor, charged=charged, total=part.total)
        findings = judging.judge_part(
            part, agency_id=need.agency_id, requester_id=need.requester_id, charges=charges, lines=lines, at=at
        )
        _refuse_unexplained(part, findings)
        plans.append(Planned(part, charges, findings, lines))
    return plans


def _refuse_unexplained(part: BasketPart, findings: Sequence[Finding]) -> None:
    for finding in blocking(findings):
        title, detail = words_of(finding)
        raise CheckBlocks(check=finding.check, vendor=part.vendor, title=title + ".", detail=detail)
    for finding in needing_reason(findings):
        typed = part.draft.get("split_reason" if finding.check.startswith("SPLIT") else "price_reason", "")
        if len(typed.strip()) < SHORTEST_REASON:
            raise ReasonRequired(check=finding.check, vendor_id=part.vendor.pk, what=words_of(finding)[0])


def _place(plans: Sequence[Planned], *, need: Need, actor: Actor, at: datetime) -> None:
    """Write orders, lines, charges and their first two moves; few statements however many parts there are."""
    until = holds.choose_until(at)
    need.number, numbers = next_numbers(at, orders=len(plans))
    for plan, number in zip(plans, numbers, strict=True):
        plan.written = ProcurementOrder(
            number=number,
            need=need,
            agency_id=need.agency_id,
            vendor=plan.part.vendor,
            state=OrderState.SUBMITTED,
            title=plan.part.title,
            fiscal_year=fiscal_year(at),
            requester_id=need.requester_id,
            total_idr=plan.part.total.idr,
            price_reason=plan.part.draft.get("price_reason", ""),
            split_reason=plan.part.draft.get("split_reason", ""),
            checks=[finding.as_json() for finding in plan.findings],
            created_at=at,
            submitted_at=at,
            hold_expires_at=until,
        )
    orders = [plan.order for plan in plans]
    ProcurementOrder.objects.bulk_create(orders)
    for plan in plans:
        goods = [(line.listing, line.quantity) for line in plan.part.lines]
        plan.order.ordered_lines = lines_of(plan.order, goods, facts=plan.part.prices)
    OrderLine.objects.bulk_create([line for order in orders for line in order.ordered_lines])
    for plan in plans:
        plan.order.ordered_charges = [
            OrderCharge(order=plan.order, budget_line=plan.lines[line_id], amount_idr=amount.idr)
            for line_id, amount in plan.charges
        ]
    OrderCharge.objects.bulk_create([charge for order in orders for charge in order.ordered_charges])
    OrderHistory.objects.bulk_create([move for order in orders for move in _first_moves(order, actor=actor, at=at)])


def _first_moves(order: ProcurementOrder, *, actor: Actor, at: datetime) -> list[OrderHistory]:
    moves = [("create", "", OrderState.DRAFT), ("submit", OrderState.DRAFT, OrderState.SUBMITTED)]
    return [
        OrderHistory(
            order=order,
            step=step,
            action=action,
            before=before,
            after=after,
            actor_id=actor.id,
            actor_name=actor.name,
            role=order.role_for(action, actor),
            at=at,
        )
        for step, (action, before, after) in enumerate(moves, start=1)
    ]


def _hold_goods(plans: Sequence[Planned], *, at: datetime) -> None:
    for plan in plans:
        goods = [(line.listing.id, line.quantity) for line in plan.part.lines]
        stock.reserve(lines=goods, order=plan.order.ref, at=at)


def _hold_money(plans: Sequence[Planned], *, actor: Actor, at: datetime) -> None:
    if len({line_id for plan in plans for line_id, _ in plan.charges}) > 1:
        budget.lock_lines(line_id for plan in plans for line_id, _ in plan.charges)
    for plan in plans:
        charges = [Charge(line_id=line_id, amount=amount) for line_id, amount in plan.charges]
        budget.reserve(charges=charges, order=plan.order.ref, actor=actor, at=at)


def _close(need: Need, *, at: datetime) -> None:
    """The need is done, its basket shut, and its note named before it is written: the note's series is taken late."""
    need.state, need.submitted_at, need.request_note_id = "submitted", at, new_id()
    baskets.close(need, at)
    need.save(update_fields=["state", "submitted_at", "number", "request_note_id"])


def _record(plan: Planned, *, actor: Actor, at: datetime) -> None:
    order = plan.order
    after = {"number": order.number, "total_idr": order.total_idr, "vendor": order.vendor_id, "state": order.state}
    role = order.role_for("submit", actor)
    audit_log.record("orders.order.submitted", order, actor=actor, at=at, after=after, role=role)
    for finding in plan.findings:
        if finding.check.startswith("SPLIT") and finding.level is not Level.PASSED:
            why = order.split_reason
            audit_log.record(
                "orders.split.suspected", order, actor=actor, at=at, after=finding.as_json(), why=why, role=role
            )
    outbox.publish(OrderSubmitted(**order.event_facts(at), requester_id=order.requester_id, total_idr=order.total_idr))
