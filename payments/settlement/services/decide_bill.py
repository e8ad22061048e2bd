from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from payments.settlement.errors import FailureNeedsNote, HolderApproves, TestsIncomplete
from payments.settlement.models import (
    BillPaymentLine,
    BillPaymentList,
    BillTest,
    CardStatement,
    RealExpenseLine,
    RealExpenseList,
)
from payments.settlement.policies import AUTHORITIES, may_decide
from payments.settlement.selectors import participants_of
from payments.settlement.services.steps import (
    advance_all,
    announce,
    charges_table,
    facts_of,
    issue_paper,
    signer,
    with_papers,
)
from payments.settlement.states import STATEMENT_FLOW

#: Permendagri 79/2022 art. 5 e and 6 b, in the order of the regulation.
SIX_TESTS = range(1, 7)
#: Why a line that passed is not paid all the same; papers are in Indonesian.
GIVEN_BACK = "Dananya dikembalikan penuh oleh penjual"


@dataclass(frozen=True)
class LineTests:
    """The six answers on one line, by number, and the note that a failure needs."""

    passed: Mapping[int, bool]
    note: str = ""

    @property
    def all_passed(self) -> bool:
        return all(self.passed[number] for number in SIX_TESTS)


@transaction.atomic
def decide_bill(
    *, statement_id: UUID, tests: Mapping[int, LineTests], actor: Actor, at: datetime
) -> BillPaymentList | None:
    """Record the six tests on every line of the DPR; approve the lines that pass all (DPT) and refuse the others.

    The DPT pays what is owed by then: less what the vendor gave back to the card since the DPR (PAY_NET, T30).

    A refused line makes a letter to the holder. When nothing passes there is no DPT and nothing is paid: None.
    Raises  NotFound, NotPermitted, HolderApproves (S3, S4, S6, T24), WrongState, TestsIncomplete,
            FailureNeedsNote (T25).
    Emits   StatementAdvanced.
    Source  Permendagri 79/2022 art. 5 huruf e-i, art. 6.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_decide(actor, statement).enforce()
    STATEMENT_FLOW.target("reject_all", statement.state)  # a bill decided by another is said before anything else
    expense_list = RealExpenseList.objects.filter(statement=statement, withdrawn_at=None).first()
    lines = list(expense_list.lines.select_related("transaction__payable")) if expense_list else []
    if expense_list and actor.id in participants_of(expense_list):
        raise HolderApproves()
    _check_complete(lines, tests)
    approved = [line for line in lines if _goes_on(line, tests)]
    refused = [line for line in lines if not _goes_on(line, tests)]
    statement.advance(_outcome(statement, approved, refused), actor=actor, at=at)
    role = actor.role_in(*AUTHORITIES, organisation_id=statement.agency_id)
    _record(lines, tests, actor, at)
    if refused:
        _refuse(statement, refused, tests, actor, role, at)
    return _approve(statement, approved, actor, role, at) if approved else None


def _goes_on(line: RealExpenseLine, tests: Mapping[int, LineTests]) -> bool:
    """All six passed, and something is owed: what the vendor gave back whole since the DPR is not paid."""
    return tests[line.id].all_passed and bool(line.transaction.owed_to_bank.idr)


def _note(line: RealExpenseLine, tests: Mapping[int, LineTests]) -> str:
    given_back = "" if line.transaction.owed_to_bank.idr else GIVEN_BACK
    return tests[line.id].note.strip() or given_back


def _outcome(statement: CardStatement, approved: list[RealExpenseLine], refused: list[RealExpenseLine]) -> str:
    if not approved:
        return "reject_all"
    paid = [line.transaction_id for line in approved]
    held_back = statement.lines.filter(kind="purchase").exclude(transaction__in=paid).exists()
    whole = not refused and not held_back
    return "verify_full" if whole else "verify_partial"


def _check_complete(lines: list[RealExpenseLine], tests: Mapping[int, LineTests]) -> None:
    for line in lines:
        given = tests.get(line.id)
        if given is None or set(given.passed) != set(SIX_TESTS):
            raise TestsIncomplete()
        if not given.all_passed and not given.note.strip():
            raise FailureNeedsNote()


def _record(lines: list[RealExpenseLine], tests: Mapping[int, LineTests], actor: Actor, at: datetime) -> None:
    BillTest.objects.bulk_create(
        BillTest(
            line=line,
            test_no=number,
            passed=tests[line.id].passed[number],
            note="" if tests[line.id].passed[number] else tests[line.id].note.strip(),
            tested_by_id=signer(actor),
            tested_at=at,
        )
        for line in lines
        for number in SIX_TESTS
    )
    for line in lines:
        line.approved, line.note = _goes_on(line, tests), _note(line, tests)
    RealExpenseLine.objects.bulk_update(lines, ["approved", "note"])


def _refuse(statement, refused, tests, actor: Actor, role: str, at: datetime) -> None:
    reasons = "; ".join(dict.fromkeys(_note(line, tests) for line in refused))
    for line in sorted(refused, key=lambda one: one.transaction_id):
        advance_all([line.transaction_id], "reject", actor=actor, at=at, reason=_note(line, tests))
    charges = with_papers(line.transaction_id for line in refused)
    total = sum(line.amount_idr for line in refused)
    letter = issue_paper(
        "bill_rejection",
        statement,
        actor=actor,
        role=role,
        at=at,
        fields={
            "opening": ["Bukti pengeluaran berikut ditolak. Lengkapi atau perbaiki, atau bayar sendiri kepada bank."],
            "facts": facts_of(statement, ("Alasan", reasons)),
            "tables": [charges_table("Bukti yang ditolak", charges, total)],
        },
    )
    announce(statement, "evidence_refused", actor=actor, at=at, number=letter.number, role=role, reasons=reasons)


def _approve(statement: CardStatement, approved, actor: Actor, role: str, at: datetime) -> BillPaymentList:
    advance_all([line.transaction_id for line in approved], "approve", actor=actor, at=at)
    charges = with_papers(line.transaction_id for line in approved)
    total = sum(charge.owed_to_bank.idr for charge in charges)
    document = issue_paper(
        "bill_payment_list",
        statement,
        actor=actor,
        role=role,
        at=at,
        fields={
            "opening": ["Setelah diuji, tagihan kartu berikut disahkan untuk dibayar."],
            "facts": facts_of(statement),
            "tables": [charges_table("Daftar pembayaran tagihan", charges, total)],
            "amount_idr": total,
        },
    )
    payment_list = BillPaymentList.objects.create(
        statement=statement,
        agency_id=statement.agency_id,
        number=document.number,
        document_id=document.id,
        approved_by_id=signer(actor),
        approved_at=at,
        total_idr=total,
    )
    BillPaymentLine.objects.bulk_create(
        BillPaymentLine(payment_list=payment_list, transaction=charge, amount_idr=charge.owed_to_bank.idr)
        for charge in charges
    )
    announce(statement, "verified", actor=actor, at=at, number=document.number, role=role, total_idr=total)
    return payment_list
