"""Pay what was accepted and lead the bank's bills as far as wanted, by the real use cases; a second run goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from marketplace.accounts.roles import Role
from marketplace.demo.bank import Bank
from marketplace.demo.past.law_days import ONE_DAY
from marketplace.demo.past.people import Desk, holder_of
from marketplace.demo.past.periods import PAPERS, open_cut, papers_from
from marketplace.demo.recent.stages import RecentBill
from marketplace.demo.recent.walk import Walker
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from orders import services as orders
from orders.models import ProcurementOrder
from payments.cards import services as cards
from payments.cards.models import Card, CardTransaction
from payments.cards.states import DEAD_STATES
from payments.gateways.registry import bank_channel
from payments.payables.models import Payable
from payments.payables.states import PayableState
from payments.settlement import services as settlement
from payments.settlement.models import CardStatement, RealExpenseList, Repayment
from payments.settlement.services import SIX_TESTS, LineTests
from payments.settlement.states import StatementState

KEYS = UUID("7d0d0a3e-3d4c-5c77-8f3b-6d617261736e")
MINUTES = timedelta(minutes=1)
#: The road of a bill as far as a seeded one is led.
ROAD = (
    "MATCHED",
    "LISTED",
    "VERIFIED_FULL",
    "NPD_ISSUED",
    "SPP_FILED",
    "SPP_CHECKED",
    "SPM_ISSUED",
    "SP2D_ISSUED",
    "PAID",
)
#: States whose next step may wait two working days.
PATIENT = ("MATCHED", "LISTED", "SP2D_ISSUED")


def pay(walker: Walker, order: ProcurementOrder, desk: Desk, card: Card, at: datetime) -> None:
    """Charge each open payable of the order, send the vendor the money and close the order."""
    holder = walker.holder(desk, Role.CARD_HOLDER)
    for payable in Payable.objects.filter(order_id=order.id).order_by("opened_at"):
        charge = CardTransaction.objects.filter(payable=payable).exclude(state__in=DEAD_STATES).first()
        if charge is None and payable.state == PayableState.OPEN:
            charge = cards.start_charge(
                payable_id=payable.id, card_id=card.pk, attempt_key=uuid5(KEYS, str(payable.id)), actor=holder, at=at
            )
        if charge is None:
            raise ValueError(f"payable {payable.pk} of {order.number} cannot be paid: {payable.state}")
        charge = cards.perform_charge(transaction_id=charge.pk, at=at, actor=holder)
        cards.send_payout(payout_id=charge.payout.pk, at=at + 2 * MINUTES)
        orders.record_payment(order_id=order.id, payable_id=payable.id, at=at)


def lead(walker: Walker, bill: RecentBill, card: Card, *, oddity: str = "") -> CardStatement:
    """Take the bill in and along its road, one person after the other, as far as it is wanted."""
    desk, moments = bill.desk, _moments(walker, bill)
    statement = CardStatement.objects.filter(card=card, imported_at=moments[0]).first()
    if statement is None:
        cut = open_cut(walker.world) or local_day(moments[0])
        _make_odd(oddity, card, min(walker.world.moment(cut, 14), moments[0]))
        content = bank_channel().cut_statement(
            card_provider_id=card.provider_id, period_to=cut,
            idempotency_key=str(uuid5(KEYS, f"cut {card.pk} {bill.number}")),
        )  # fmt: skip
        statement = settlement.import_statement(
            card_id=card.pk, content=content, actor=walker.holder(desk, Role.CARD_ADMIN), at=moments[0]
        )
    for state, at in zip(ROAD, moments[1:], strict=False):
        statement.refresh_from_db()
        if state == _on_road(statement.state):
            _advance(walker, statement, desk, at)
    statement.refresh_from_db()
    return statement


def _moments(walker: Walker, bill: RecentBill) -> list[datetime]:
    """From the bank's file to the state that is wanted, each in its time; the last step was taken a day or two ago."""
    goal, apart, cut = ROAD.index(bill.state), bill.number * MINUTES, open_cut(walker.world)
    if cut is None:
        gap = min(bill.days_ago * 0.9 / max(goal, 1), 0.9)
        return [walker.clock.at(bill.days_ago - gap * place) + apart * (place > 0) for place in range(goal + 1)]
    name, day = PAPERS[goal][0], walker.clock.days[bill.number % 2 if bill.state in PATIENT else 0]
    fetched = day
    while papers_from(fetched)[name][0] > day and fetched > cut:
        fetched -= ONE_DAY
    road = list(papers_from(fetched).values())[: goal + 1]
    return [walker.world.moment(on, hour, 7) + apart for on, hour in road]


def _on_road(state: str) -> str:
    """A bill verified in part goes the same way; one whose repayment was begun is still to be repaid."""
    same = {StatementState.VERIFIED_PARTIAL: "VERIFIED_FULL", StatementState.REPAYING: "SP2D_ISSUED"}
    return same.get(StatementState(state), str(state))


def _advance(walker: Walker, statement: CardStatement, desk: Desk, at: datetime) -> None:
    def who(role: str) -> Actor:
        return walker.holder(desk, role)

    about: dict[str, Any] = {"statement_id": statement.id, "at": at}
    match _on_road(statement.state):
        case "MATCHED":
            settlement.list_real_expenses(actor=who(Role.ACTIVITY_OFFICER), **about)
        case "LISTED":
            settlement.decide_bill(tests=_all_pass(statement), actor=who(Role.BUDGET_USER), **about)
        case "VERIFIED_FULL":
            settlement.issue_disbursement_note(actor=who(Role.BUDGET_USER), **about)
        case "NPD_ISSUED":
            settlement.file_payment_request(actor=who(Role.TREASURER), **about)
        case "SPP_FILED":
            settlement.check_payment_request(actor=who(Role.FINANCE_VERIFIER), **about)
        case "SPP_CHECKED":
            settlement.sign_payment_order(actor=who(Role.BUDGET_USER), accepts_responsibility=True, **about)
        case "SPM_ISSUED":
            treasury = walker.actor(holder_of(Role.TREASURY_PROXY).person_id)
            settlement.issue_disbursement_order(actor=treasury, **about)
        case "SP2D_ISSUED":
            _repay(statement, who(Role.TREASURER), at)


def _all_pass(statement: CardStatement) -> dict[int, LineTests]:
    expenses = RealExpenseList.objects.get(statement=statement, withdrawn_at=None)
    return {line.id: LineTests(passed=dict.fromkeys(SIX_TESTS, True)) for line in expenses.lines.all()}


def _repay(statement: CardStatement, treasurer: Actor, at: datetime) -> None:
    pending = Repayment.objects.filter(payment_list__statement=statement, state="PENDING").first()
    if pending is None:
        pending = settlement.start_repayment(statement_id=statement.id, actor=treasurer, at=at)
    settlement.perform_repayment(repayment_id=pending.id, at=at)


def _make_odd(oddity: str, card: Card, at: datetime) -> None:
    """What the bank does wrong on this bill: a charge nobody ordered, or one billed a hundred rupiah too high."""
    bank = Bank()
    if oddity == "unknown_charge":
        entry = {
            "kind": "purchase", "amount": 275_000, "merchant_name": "TOKO DARING TIDAK DIKENAL", "at": at.isoformat(),
            "rrn": f"9{card.pk:011d}",
        }  # fmt: skip
        path = f"/bank/cards/{card.provider_id}/entries"
        bank.batch([{"method": "POST", "path": path, "params": entry, "idempotency_key": f"odd:{card.pk}:unknown"}])
    elif oddity == "mismatch":
        bank.call("POST", "/_faults", {"kind": "misbill", "amount": 100})
