from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from catalog.models import Listing
from marketplace.kernel import audit_log, outbox, telling
from marketplace.kernel.actors import Actor
from marketplace.kernel.asking import ask
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import fiscal_year, local_day
from marketplace.kernel.errors import RuleViolation, WrongState
from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from orders import holds, judging
from orders.charging import resolve_charges
from orders.checks import ChargedOrder, Finding, Level, blocking, needing_reason
from orders.checks.words import words_of
from orders.documents.request_note import issue_request_note
from orders.events import OrderSubmitted
from orders.judging import PartFacts
from orders.models import Need, OrderCharge, OrderHistory, ProcurementOrder
from orders.placing import about_numbers, place_orders
from orders.planned import Planned
from orders.policies import may_submit
from orders.refusals import (
    BasketEmpty,
    ChargeMissing,
    ChargesDoNotMatch,
    ChargeTwice,
    CheckBlocks,
    GoodsGone,
    NeededInThePast,
    NeedIncomplete,
    NotForSale,
    NothingLeftToCharge,
    PriceChanged,
    ReasonRequired,
)
from orders.selectors.asked import AskedPart, about_parts, locked_need
from orders.snapshots import lines_of
from orders.states import OrderState
from payments.budget import services as budget
from payments.budget.selectors import ChargeableLine, about_lines

SHORTEST_REASON = 10


@transaction.atomic
def submit_need(
    *, need_id: UUID, shown: Mapping[int, tuple[int, int]], attempt_key: UUID, actor: Actor, at: datetime
) -> Need:
    """Ask for the goods of a need: one order per vendor, with budget and stock held for all of them, or for none.

    Shape   shown: listing id -> (quantity, unit price in rupiah) as the officer saw them; a difference is asked about.
    Raises  WrongState, NotPermitted, BasketEmpty, NeedIncomplete, NeededInThePast, NotForSale, PriceChanged, GoodsGone,
            ChargeMissing, ChargeTwice, ChargesDoNotMatch, NothingLeftToCharge, CheckBlocks, ReasonRequired, OutOfStock,
            BudgetExceeded, CashPlanExceeded, WrongFiscalYear, AccountProhibited, AttemptKeyReused.
    Emits   OrderSubmitted, once per order.
    Locks   need; then, in one statement with all that is written, stock by listing, the series of request notes, and
            budget lines last of all: most submissions wait for these two, and nothing lies between them and the commit.
    Source  UU 1/2004 art. 3 (3): no commitment beyond the ceiling; Perpres 16/2018 art. 20 (2) on splitting.
    """
    content = {"need": str(need_id), "shown": {str(key): list(value) for key, value in sorted(shown.items())}}
    with attempt(
        key=attempt_key, actor=actor, purpose="orders.submit_need", content=content, answer=str(need_id)
    ) as press:
        if press.result:
            return Need.objects.get(id=press.result)
        need = locked_need(need_id)
        may_submit(actor, need).enforce()
        parts, lines, earlier, numbers = _asked(need, at=at)
        _refuse_unlike_shown(parts, shown, need=need, at=at)
        plans = _judged(parts, lines, earlier, at=at)
        _write(plans, numbers, need=need, actor=actor, at=at)
        return need


def _asked(
    need: Need, *, at: datetime
) -> tuple[list[AskedPart], dict[int, ChargeableLine], list[ChargedOrder], list[str]]:
    """What is in the basket, the lines it may be charged to, the office's earlier orders there, and numbers to come.

    Lines and vendors are those of the draft; a vendor that is not in it is charged to nothing, which is refused.
    """
    if need.state != "open":
        raise WrongState()
    drafted = {line_id for draft in need.parts.values() for line_id, _amount in draft.get("charges", [])}
    parts, lines, earlier, numbers = ask(
        about_parts(need, day=local_day(at)),
        about_lines(need.agency_id, drafted),
        judging.about_earlier_orders(agency_id=need.agency_id, vendor_ids=[int(one) for one in need.parts], at=at),
        about_numbers(orders=len(need.parts), at=at),
    )
    return parts, lines, earlier, numbers


def _refuse_unlike_shown(
    parts: Sequence[AskedPart], shown: Mapping[int, tuple[int, int]], *, need: Need, at: datetime
) -> None:
    """The need must be described, and the basket still be what the officer saw."""
    if not parts:
        raise BasketEmpty()
    if not (need.purpose and need.needed_by and need.delivery_place and need.rup_code):
        raise NeedIncomplete()
    if need.needed_by < local_day(at):
        raise NeededInThePast()
    for line in (line for part in parts for line in part.lines):
        goods = line.goods
        if not line.is_on_offer:
            raise NotForSale(title=goods.name)
        quantity, price = shown.get(goods.listing_id, (0, 0))
        if price != goods.unit_price_idr or quantity != line.quantity:
            raise PriceChanged(title=goods.name, before=Rupiah(price * quantity), after=line.amount)
    held = {line.goods.listing_id for part in parts for line in part.lines}
    if gone := Listing.objects.filter(id__in=shown.keys() - held).first() if shown.keys() - held else None:
        raise GoodsGone(title=gone.name)


def _judged(
    parts: Sequence[AskedPart],
    lines: Mapping[int, ChargeableLine],
    earlier: Sequence[ChargedOrder],
    *,
    at: datetime,
) -> list[Planned]:
    """Charges resolved and checks passed, or explained."""
    accounts = {line_id: line.account_code for line_id, line in lines.items()}
    plans = []
    for part in parts:
        charges = _resolved(part, lines)
        facts = PartFacts(
            vendor=part.vendor,
            total=part.total,
            charged=judging.by_account(charges, accounts),
            category_codes=frozenset(goods.category_code for goods, _ in part.goods),
            prices=[goods.price for goods, _ in part.goods],
            earlier=earlier,
            officials_behind=part.officials_behind,
            goods=part.goods,
        )
        findings = judging.judge(facts, at=at)
        _refuse_unexplained(part, findings)
        plans.append(Planned(part, charges, findings, lines))
    return plans


def _resolved(part: AskedPart, lines: Mapping[int, ChargeableLine]) -> list[tuple[int, Rupiah]]:
    """What the part puts on which line of its own office, in sum exactly its total."""
    if not part.charge_rows or any(line_id not in lines for line_id, _ in part.charge_rows):
        raise ChargeMissing(vendor=part.vendor)
    charges = resolve_charges(part.total, part.charge_rows)
    if charges is None:
        raise _unfit(part)
    return charges


def _unfit(part: AskedPart) -> RuleViolation:
    """Why the charges cannot sum to the part's total."""
    charged = Rupiah(sum(amount or 0 for _, amount in part.charge_rows))
    if len({line_id for line_id, _ in part.charge_rows}) < len(part.charge_rows):
        return ChargeTwice(vendor=part.vendor)
    if charged >= part.total and any(amount is None for _, amount in part.charge_rows):
        return NothingLeftToCharge(vendor=part.vendor, charged=charged, total=part.total)
    return ChargesDoNotMatch(vendor=part.vendor, charged=charged, total=part.total)


def _refuse_unexplained(part: AskedPart, findings: Sequence[Finding]) -> None:
    for finding in blocking(findings):
        title, detail = words_of(finding)
        raise CheckBlocks(check=finding.check, vendor=part.vendor, title=title + ".", detail=detail)
    for finding in needing_reason(findings):
        typed = part.draft.get("split_reason" if finding.check.startswith("SPLIT") else "price_reason", "")
        if len(typed.strip()) < SHORTEST_REASON:
            raise ReasonRequired(check=finding.check, vendor_id=part.vendor.pk, what=words_of(finding)[0])


def _write(plans: Sequence[Planned], numbers: Sequence[str], *, need: Need, actor: Actor, at: datetime) -> None:
    """Orders with their goods, log and event, request note, and the hold of money: composed, then one statement."""
    with telling.gathered():
        _place(plans, numbers, need=need, actor=actor, at=at)
        for plan in plans:
            _record(plan, actor=actor, at=at)
        issue_request_note(need, plans, actor=actor, at=at)
        budget.reserve_with_the_act([(plan.order.ref, plan.budget_charges) for plan in plans], at=at)


def _place(plans: Sequence[Planned], numbers: Sequence[str], *, need: Need, actor: Actor, at: datetime) -> None:
    """Write orders, lines, charges and their first two moves, shut the need and its basket, and hold the goods.

    The note is named before it is written: its series is taken late.
    """
    until = holds.choose_until(at)
    need.state, need.submitted_at, need.request_note_id = "submitted", at, new_id()
    need.number, *of_orders = numbers
    for plan, number in zip(plans, of_orders, strict=False):
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
    place_orders(
        need,
        [plan.order for plan in plans],
        lines=[line for plan in plans for line in lines_of(plan.order, plan.part.goods)],
        charges=[
            OrderCharge(order_id=plan.order.id, budget_line_id=line_id, amount_idr=amount.idr)
            for plan in plans
            for line_id, amount in plan.charges
        ],
        moves=[move for plan in plans for move in _first_moves(plan.order, actor=actor, at=at)],
    )


def _first_moves(order: ProcurementOrder, *, actor: Actor, at: datetime) -> list[OrderHistory]:
    moves = [("create", "", OrderState.DRAFT), ("submit", OrderState.DRAFT, OrderState.SUBMITTED)]
    return [
        OrderHistory(
            order_id=order.id,
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
