from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from payments.cards.states import TransactionState
from payments.settlement.errors import HasPurchases, NothingToList
from payments.settlement.models import CardStatement, RealExpenseLine, RealExpenseList
from payments.settlement.policies import may_list
from payments.settlement.selectors import payable_of
from payments.settlement.selectors.cases import MOVES, carried_from, charges_to_list
from payments.settlement.services.steps import (
    advance_all,
    announce,
    charges_table,
    facts_of,
    issue_paper,
    signer,
    with_papers,
)


@transaction.atomic
def list_real_expenses(*, statement_id: UUID, actor: Actor, at: datetime) -> RealExpenseList:
    """DPR: the activity officer states what was really spent, from the lines that match to the rupiah.

    Lines with a difference and lines without an order stay out and hold nothing back (T22). What earlier bills of the
    card held back, and was settled since, is stated here: one DPT for each bill, and no line without a way on.
    Raises  NotFound, NotPermitted, WrongState, NothingToList.
    Emits   StatementAdvanced.
    Source  Permendagri 79/2022 (daftar pengeluaran riil).
    """
    statement = CardStatement.objects.lock(statement_id)
    may_list(actor, statement).enforce()
    statement.advance("list", actor=actor, at=at)
    going_on = charges_to_list(statement)
    if not going_on:
        raise NothingToList()
    for charge in sorted(going_on, key=lambda one: one.pk):
        advance_all([charge.pk], MOVES[TransactionState(charge.state)], actor=actor, at=at, reason=statement.number)
    charges = with_papers(charge.pk for charge in going_on)
    total = sum(charge.owed_to_bank.idr for charge in charges)
    earlier = sorted({one.statement_line.statement.number for one in carried_from(going_on, statement)})
    document = issue_paper(
        "real_expense_list",
        statement,
        actor=actor,
        role=Role.ACTIVITY_OFFICER,
        at=at,
        fields={
            "opening": [
                "Yang bertanda tangan di bawah ini menyatakan bahwa pengeluaran berikut benar-benar dilakukan, dan "
                "apabila terdapat kelebihan pembayaran bersedia menyetorkannya ke rekening kas umum daerah."
            ],
            "facts": facts_of(statement, *([("Memuat baris tagihan", ", ".join(earlier))] if earlier else [])),
            "tables": [charges_table("Daftar pengeluaran riil", charges, total)],
            "amount_idr": total,
        },
    )
    expense_list = RealExpenseList.objects.create(
        statement=statement,
        number=document.number,
        document_id=document.id,
        listed_by_id=signer(actor),
        listed_at=at,
        total_idr=total,
    )
    RealExpenseLine.objects.bulk_create(
        RealExpenseLine(
            expense_list=expense_list,
            transaction=charge,
            amount_idr=charge.owed_to_bank.idr,
            evidence_complete=bool(payable_of(charge).handover_document_id),
        )
        for charge in charges
    )
    announce(statement, "expenses_listed", actor=actor, at=at, number=document.number, total_idr=total)
    return expense_list


@transaction.atomic
def close_empty(*, statement_id: UUID, actor: Actor, at: datetime) -> CardStatement:
    """A bill without a matching purchase needs no papers. Raises NotFound, NotPermitted, WrongState, HasPurchases."""
    statement = CardStatement.objects.lock(statement_id)
    may_list(actor, statement).enforce()
    if charges_to_list(statement):
        raise HasPurchases()
    statement.advance("close_empty", actor=actor, at=at)
    announce(statement, "closed_empty", actor=actor, at=at, number="")
    return statement
