"""SPM-GU KKPD of the budget user, and SP2D of the regional treasury: from here the spending is realised."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.kernel import outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.law import limit_on
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.budget.year_end import LastDay, require_before_last_day
from payments.cards import services as cards
from payments.cards.models import CardTransaction
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables.models import Payable
from payments.settlement.errors import ReasonNeeded, ResponsibilityNeeded, SamePersonSigns
from payments.settlement.events import LinesRealised
from payments.settlement.models import CardStatement, DisbursementOrder, PaymentOrder
from payments.settlement.policies import may_disburse, may_order
from payments.settlement.selectors import payable_of, treasury_id
from payments.settlement.services.payment_request import live_request
from payments.settlement.services.steps import advance_all, announce, announce_return, facts_of, issue_paper, signer


@transaction.atomic
def sign_payment_order(*, statement_id: UUID, accepts_responsibility: bool, actor: Actor, at: datetime) -> PaymentOrder:
    """SPM with the statement of full responsibility (SPTJM): the budget user alone, not a proxy (T49).

    Without the SPTJM the treasury would have to refuse (PP 12/2019 art. 149), so there is no SPM without it.
    Raises  NotFound, NotPermitted, WrongState, ResponsibilityNeeded, SamePersonSigns.
    Emits   StatementAdvanced.
    Source  Permendagri 79/2022 art. 5 huruf k.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_order(actor, statement).enforce()
    statement.advance("sign_order", actor=actor, at=at)
    if not accepts_responsibility:
        raise ResponsibilityNeeded()
    if live_request(statement).signed_by_id == actor.id:
        raise SamePersonSigns()
    payment_list, request = statement.payment_list, live_request(statement)
    advance_all(payment_list.lines.values_list("transaction_id", flat=True), "sign_spm", actor=actor, at=at)
    document = issue_paper(
        "payment_order",
        statement,
        actor=actor,
        role=Role.BUDGET_USER,
        at=at,
        fields={
            "opening": [
                "Kuasa BUD diminta mencairkan penggantian uang persediaan (GU) KKPD. Penanda tangan menyatakan "
                "tanggung jawab mutlak (SPTJM) atas kebenaran pengeluaran ini."
            ],
            "facts": facts_of(statement, ("SPP", request.number), ("DPT", payment_list.number)),
            "amount_idr": payment_list.total_idr,
        },
    )
    order = PaymentOrder.objects.create(
        payment_list=payment_list,
        request=request,
        total_idr=payment_list.total_idr,
        number=document.number,
        document_id=document.id,
        signed_by_id=signer(actor),
        signed_at=at,
    )
    announce(statement, "order_signed", actor=actor, at=at, number=document.number, role=Role.BUDGET_USER)
    return order


@transaction.atomic
def return_payment_order(*, statement_id: UUID, reason: str, actor: Actor, at: datetime) -> CardStatement:
    """The treasury sends a faulty SPM back within a day (PP 12/2019 art. 149), with the reason.

    Raises  NotFound, NotPermitted, WrongState, ReasonNeeded.
    Emits   StatementReturned.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_disburse(actor).enforce()
    if not reason.strip():
        raise ReasonNeeded()
    statement.advance("return_order", actor=actor, at=at, reason=reason)
    order = statement.payment_list.orders.get(returned_at=None)
    order.returned_at, order.return_reason = at, reason
    order.save(update_fields=["returned_at", "return_reason"])
    request = order.request
    request.checked_by_id = request.checked_at = None
    request.save(update_fields=["checked_by", "checked_at"])
    advance_all(
        statement.payment_list.lines.values_list("transaction_id", flat=True),
        "return_spm",
        actor=actor,
        at=at,
        reason=reason,
    )
    announce_return(statement, "order_returned", actor=actor, at=at, reason=reason)
    return statement


@transaction.atomic
def issue_disbursement_order(*, statement_id: UUID, actor: Actor, at: datetime) -> DisbursementOrder:
    """SP2D: money goes to the treasurer, and the budget lines and the realisation report move together.

    Raises  NotFound, NotPermitted, SamePersonSigns (S7), WrongState, NotHeld, AfterLastDay, WrongFiscalYear.
    Emits   StatementAdvanced, LinesRealised.
    Locks   statement, charges, budget lines in ascending id.
    Source  PP 12/2019 art. 149; UU 1/2004 art. 21.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_disburse(actor).enforce()
    require_before_last_day(LastDay.DISBURSEMENT, on=local_day(at))
    statement.advance("disburse", actor=actor, at=at)
    payment_list = statement.payment_list
    order = payment_list.orders.get(returned_at=None)
    if order.signed_by_id == actor.id:
        raise SamePersonSigns()
    transaction_ids = list(payment_list.lines.values_list("transaction_id", flat=True))
    advance_all(transaction_ids, "issue_sp2d", actor=actor, at=at)
    role = actor.role_in(Role.TREASURY_PROXY, Role.TREASURY)
    document = issue_paper(
        "disbursement_order",
        statement,
        actor=actor,
        role=role,
        at=at,
        issuer_id=treasury_id(),
        fields={
            "opening": [
                "Bank diminta memindahbukukan dari rekening kas umum daerah ke rekening bendahara pengeluaran."
            ],
            "facts": facts_of(statement, ("SPM", order.number), ("DPT", payment_list.number)),
            "amount_idr": payment_list.total_idr,
        },
    )
    disbursement = DisbursementOrder.objects.create(
        payment_list=payment_list,
        order=order,
        order_signed_by_id=order.signed_by_id,
        total_idr=payment_list.total_idr,
        number=document.number,
        document_id=document.id,
        signed_by_id=signer(actor),
        signed_at=at,
        is_late=local_day(at) - local_day(order.signed_at)
        > timedelta(days=limit_on("deadline.sp2d_days", local_day(at))),
    )
    _realise(statement, disbursement, transaction_ids, at)
    announce(statement, "disbursed", actor=actor, at=at, number=document.number, role=role)
    return disbursement


def _realise(
    statement: CardStatement, disbursement: DisbursementOrder, transaction_ids: list[UUID], at: datetime
) -> None:
    paid = CardTransaction.objects.filter(id__in=transaction_ids).select_related("payable")
    by_payable = {payable_of(charge): charge for charge in paid.order_by("payable_id")}
    payables = list(by_payable)
    charged = {payable: _charges(payable, charge) for payable, charge in by_payable.items()}
    budget.lock_lines(one.line_id for charges in charged.values() for one in charges)
    for payable, charges in charged.items():
        budget.realise(order=payable.order, charges=charges, key=f"sp2d:{disbursement.id}:{payable.id}", at=at)
    post(
        entries.funds_disbursed(
            agency_id=statement.agency_id,
            treasury_id=treasury_id(),
            amount=disbursement.total,
            key=f"sp2d:{disbursement.id}",
            on=local_day(at),
        )
    )
    outbox.publish(
        LinesRealised(
            statement_id=statement.id,
            agency_id=statement.agency_id,
            payable_ids=tuple(payable.id for payable in payables),
            total_idr=disbursement.total_idr,
            at=at,
        )
    )


def _charges(payable: Payable, charge: CardTransaction) -> list[Charge]:
    """What each budget line bears of a charge, after what the vendor gave back."""
    return [Charge(one.line_id, part) for one, part in cards.shares_of(payable, charge, charge.owed_to_bank)]
