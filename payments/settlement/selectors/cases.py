"""Lines that were held back: what is known of each, what it waits for, and which of them the next DPR takes up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import add_working_days, local_day
from marketplace.kernel.errors import NotFound
from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah
from payments.cards.models import CardTransaction
from payments.cards.states import TransactionState as T
from payments.settlement.models import (
    BillTest,
    CardStatement,
    DisputeClaim,
    DisputeCourse,
    LineAnswer,
    MismatchResolution,
    PersonalLiability,
    RealExpenseLine,
    SpendingReturn,
    StatementLine,
)
from payments.settlement.policies import READERS, WIDE_READERS
from payments.settlement.states import CaseStage
from payments.settlement.states import StatementState as S

#: Where a charge is while people must settle something about it.
CASE_STATES = (T.MISMATCH, T.REJECTED, T.DISPUTED, T.PERSONAL_LIABILITY)
#: A bill in one of these states has not made its DPR: its own lines will stand in it.
NOT_LISTED = (S.ISSUED, S.MATCHED)


@dataclass(frozen=True)
class Case:
    """One charge with everything that was settled about it."""

    charge: CardTransaction

    @cached_property
    def line(self) -> StatementLine | None:
        """The bank's line. That of a disputed difference is the line it was split from."""
        own = getattr(self.charge, "statement_line", None)
        split = getattr(self.charge, "split_from", None)
        return own or (split.line if split else None)

    @cached_property
    def statement(self) -> CardStatement | None:
        return self.line.statement if self.line else None

    @cached_property
    def resolutions(self) -> list[MismatchResolution]:
        return list(self.charge.resolutions.all())

    @property
    def proposal(self) -> MismatchResolution | None:
        return next((one for one in self.resolutions if one.decided_at is None), None)

    @cached_property
    def refused_line(self) -> RealExpenseLine | None:
        """The last refusal."""
        refused = [line for line in self.charge.expense_lines.all() if line.approved is False]
        return max(refused, key=lambda line: line.pk, default=None)

    @property
    def answer(self) -> LineAnswer | None:
        return getattr(self.refused_line, "answer", None) if self.refused_line else None

    @cached_property
    def refused_on(self) -> date | None:
        tests = list(self.refused_line.tests.all()) if self.refused_line else []
        return local_day(tests[0].tested_at) if tests else None

    @property
    def answer_due_on(self) -> date | None:
        """Until when a refusal can be answered. Source: the dated row `deadline.fix_wd`."""
        day = self.refused_on
        return add_working_days(day, limit_on("deadline.fix_wd", day)) if day else None

    @cached_property
    def claims(self) -> list[DisputeClaim]:
        return list(self.charge.claims.all())

    @property
    def claim(self) -> DisputeClaim | None:
        return self.claims[-1] if self.claims else None

    @property
    def window_ends_on(self) -> date:
        """The last day for a claim, counted from the bill. Source: the dated row `dispute_window_days`."""
        day = self.statement.statement_date if self.statement else local_day(self.charge.requested_at)
        return day + timedelta(days=limit_on("dispute_window_days", day))

    @property
    def liability(self) -> PersonalLiability | None:
        return getattr(self.charge, "personal_liability", None)

    @cached_property
    def returns(self) -> list[SpendingReturn]:
        # The type checker learns of the reverse side only where it happened to read the other module first.
        return list(self.charge.spending_returns.all())  # type: ignore[attr-defined, unused-ignore]

    @property
    def open_return(self) -> SpendingReturn | None:
        return next((one for one in self.returns if one.deposited_at is None), None)

    @property
    def is_spent(self) -> bool:
        """Disbursed by SP2D: from here money comes back over the treasurer's account."""
        return self.charge.state in (T.SP2D_ISSUED, T.SETTLED, T.CLOSED) and hasattr(self.charge, "payment_line")

    @property
    def returnable(self) -> Rupiah:
        """What was paid and has not come back, nor is to."""
        paid = self.charge.payment_line.amount_idr if self.is_spent else 0
        return Rupiah(paid - sum(one.amount_idr for one in self.returns))

    @property
    def deposit_due_on(self) -> date | None:
        """Until when received money is to be deposited. Source: the dated row `deadline.deposit_wd`."""
        one = self.open_return
        if one is None or one.received_at is None:
            return None
        day = local_day(one.received_at)
        return add_working_days(day, limit_on("deadline.deposit_wd", day))

    def deadline(self, stage: CaseStage) -> date | None:
        """By when the step should be taken, where a day is set."""
        match stage:
            case CaseStage.ANSWER:
                return self.answer_due_on
            case CaseStage.CLAIM:
                return self.window_ends_on
            case CaseStage.DEPOSIT:
                return self.deposit_due_on
        return None

    def stage(self, today: date) -> CaseStage:
        """What the charge waits for. What the vendor gave back whole waits for nothing, unless it is disputed."""
        if self.charge.state in (T.MISMATCH, T.REJECTED) and not self.charge.owed_to_bank.idr:
            return CaseStage.OVER
        match self.charge.state:
            case T.MISMATCH:
                return CaseStage.CONFIRM if self.proposal else CaseStage.PROPOSE
            case T.REJECTED:
                if self.answer:
                    return CaseStage.NEXT_LIST
                due = self.answer_due_on
                return CaseStage.OVERDUE_ANSWER if due and today > due else CaseStage.ANSWER
            case T.DISPUTED:
                return self._dispute_stage(today)
            case T.PERSONAL_LIABILITY:
                return CaseStage.HOLDER
            case T.SP2D_ISSUED | T.SETTLED | T.CLOSED if self.open_return:
                return CaseStage.DEPOSIT if self.open_return.received_at else CaseStage.RECEIVE
            case T.BILLED if self.charge.owed_to_bank.idr:
                return CaseStage.NEXT_LIST
        return CaseStage.OVER

    def _dispute_stage(self, today: date) -> CaseStage:
        claim = self.claim
        if claim is None:
            return CaseStage.CLAIM if today <= self.window_ends_on else CaseStage.DECIDE
        if claim.answered_at is None:
            return CaseStage.BANK
        return CaseStage.NEXT_LIST if claim.course == DisputeCourse.LIST else CaseStage.DECIDE


def _with_case(rows: QuerySet[CardTransaction]) -> QuerySet[CardTransaction]:
    """All that a case reads, in a fixed number of queries."""
    tests = Prefetch("tests", BillTest.objects.select_related("tested_by"))
    refused = RealExpenseLine.objects.select_related("expense_list", "answer__answered_by", "answer__proof")
    return rows.select_related(
        "agency__organisation",
        "card__programme",
        "holder",
        "payable__vendor__organisation",
        "statement_line__statement",
        "split_from__line__statement",
        "split_from__transaction",
        "personal_liability__decided_by",
        "personal_liability__recorded_by",
        "personal_liability__proof",
        "payment_line__payment_list__statement",
    ).prefetch_related(
        Prefetch("resolutions", MismatchResolution.objects.select_related("proposed_by", "decided_by")),
        Prefetch("claims", DisputeClaim.objects.select_related("raised_by", "answered_by", "decided_by")),
        Prefetch("expense_lines", refused.prefetch_related(tests)),
        Prefetch("spending_returns", SpendingReturn.objects.select_related("agreed_by", "received_by", "deposited_by")),
        "credit_lines__statement",
        "refunds",
    )


def cases_visible_to(actor: Actor) -> QuerySet[CardTransaction]:
    """Charges that stand on a bill of the actor's offices; treasury and auditors see all."""
    rows = CardTransaction.objects.filter(Q(statement_line__isnull=False) | Q(split_from__isnull=False))
    if not actor.holds_any(*WIDE_READERS):
        rows = rows.filter(agency_id__in=actor.organisations(*READERS))
    return _with_case(rows)


def case_visible_to(actor: Actor, *, transaction_id: UUID) -> Case:
    """One of them. Raises NotFound."""
    row = cases_visible_to(actor).filter(id=transaction_id).first()
    if row is None:
        raise NotFound(kind="cards.transaction")
    return Case(row)


def held_line_open_to(actor: Actor, transaction_id: str) -> bool:
    """For the file room: whoever sees the line sees the proof about it."""
    return cases_visible_to(actor).filter(id=transaction_id).exists()


def open_cases(actor: Actor) -> QuerySet[CardTransaction]:
    """What was held back and has not ended, oldest first."""
    owed = Q(captured_idr__gt=F("refunded_idr"))
    carried = Q(state=T.BILLED) & ~Q(statement_line__statement__state__in=NOT_LISTED)
    returning = Q(pk__in=SpendingReturn.objects.filter(deposited_at=None).values("transaction_id"))
    waiting = owed & (Q(state__in=CASE_STATES) | carried) | returning
    return cases_visible_to(actor).filter(waiting).order_by("requested_at", "id")


def case_of(transaction_id: UUID) -> Case:
    """For use cases, after the charge is locked."""
    return Case(_with_case(CardTransaction.objects.filter(id=transaction_id)).get())


# ---- what a DPR takes up ---------------------------------------------------------------------------------------------

#: How a charge comes onto a DPR, by where it waits.
MOVES = {T.BILLED: "list_dpr", T.REJECTED: "resubmit", T.DISPUTED: "chargeback_lost"}


def charges_to_list(statement: CardStatement) -> list[CardTransaction]:
    """What the DPR of this bill states: its own lines that agree, and what earlier bills of the card held back.

    A line of an earlier bill comes when its difference was resolved, its refusal answered in time, or when the budget
    authority lets a lost dispute go on.
    """
    rows = CardTransaction.objects.filter(
        card_id=statement.card_id, payable__isnull=False, state__in=MOVES, captured_idr__gt=F("refunded_idr")
    )
    return [row for row in _with_case(rows).order_by("captured_at", "id") if _goes_on(Case(row), statement)]


def _goes_on(case: Case, statement: CardStatement) -> bool:
    bill = case.statement
    if bill is None:
        return False
    if case.charge.state == T.BILLED:
        return bill.pk == statement.pk or bill.state not in NOT_LISTED
    return case.stage(date.min) == CaseStage.NEXT_LIST


def carried_from(charges: Iterable[CardTransaction], statement: CardStatement) -> list[CardTransaction]:
    """Those of them that stand on an earlier bill."""
    return [charge for charge in charges if charge.statement_line.statement_id != statement.pk]
