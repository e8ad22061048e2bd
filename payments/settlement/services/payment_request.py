"""SPP-GU KKPD: filed by the treasurer, checked or sent back by the finance verifier (PPK-SKPD)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from payments.budget import services as budget
from payments.budget.year_end import LastDay, require_before_last_day
from payments.settlement.errors import AmountDiffersFromList, ReasonNeeded, ReceiverVerifies
from payments.settlement.models import CardStatement, PaymentRequest
from payments.settlement.policies import TREASURERS, may_check, may_request
from payments.settlement.services.fund_release import asked_of_lines, require_funds
from payments.settlement.services.steps import advance_all, announce, announce_return, facts_of, issue_paper, signer


@transaction.atomic
def file_payment_request(
    *, statement_id: UUID, actor: Actor, at: datetime, total_idr: int | None = None
) -> PaymentRequest:
    """The treasurer asks for exactly what the DPT approves (T27), out of funds that were released (SPD).

    Raises  NotFound, NotPermitted, WrongState, AmountDiffersFromList, AfterLastDay, FundsNotReleased,
            FundReleaseExceeded.
    Emits   StatementAdvanced.
    Source  Permendagri 79/2022; Permendagri 77/2020 (SPP-GU).
    """
    statement = CardStatement.objects.lock(statement_id)
    may_request(actor, statement).enforce()
    require_before_last_day(LastDay.REQUEST, on=local_day(at))
    statement.advance("file_request", actor=actor, at=at)
    payment_list = statement.payment_list
    if total_idr not in (None, payment_list.total_idr):
        raise AmountDiffersFromList()
    budget.lock_lines(asked_of_lines(payment_list))
    require_funds(payment_list, day=local_day(at))
    advance_all(payment_list.lines.values_list("transaction_id", flat=True), "file_spp", actor=actor, at=at)
    role = actor.role_in(*TREASURERS, organisation_id=statement.agency_id)
    document = issue_paper(
        "payment_request",
        statement,
        actor=actor,
        role=role,
        at=at,
        fields={
            "opening": ["Dimohon penerbitan SPM penggantian uang persediaan (GU) KKPD untuk membayar tagihan berikut."],
            "facts": facts_of(
                statement,
                ("DPT", payment_list.number),
                ("NPD", payment_list.note.number),
                ("Lampiran", "DPR, DPT, e-billing, NPD"),
            ),
            "amount_idr": payment_list.total_idr,
        },
    )
    request = PaymentRequest.objects.create(
        payment_list=payment_list,
        total_idr=payment_list.total_idr,
        number=document.number,
        document_id=document.id,
        signed_by_id=signer(actor),
        signed_at=at,
    )
    announce(statement, "request_filed", actor=actor, at=at, number=document.number, role=role)
    return request


def live_request(statement: CardStatement) -> PaymentRequest:
    return statement.payment_list.requests.get(returned_at=None)


@transaction.atomic
def check_payment_request(*, statement_id: UUID, actor: Actor, at: datetime) -> PaymentRequest:
    """The finance verifier finds the request complete and lawful, and is not who received the goods (S6).

    Raises  NotFound, NotPermitted, WrongState, ReceiverVerifies.
    Source  PP 12/2019 art. 14-15.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_check(actor, statement).enforce()
    statement.advance("check_request", actor=actor, at=at)
    request = live_request(statement)
    if request.payment_list.lines.filter(transaction__payable__receiver_id=actor.id).exists():
        raise ReceiverVerifies()
    request.checked_by_id, request.checked_at = actor.id, at
    request.save(update_fields=["checked_by", "checked_at"])
    announce(statement, "request_checked", actor=actor, at=at, number=request.number, role=Role.FINANCE_VERIFIER)
    return request


@transaction.atomic
def return_payment_request(*, statement_id: UUID, reason: str, actor: Actor, at: datetime) -> CardStatement:
    """Sent back to the treasurer with the reason; number and paper stay on record.

    Raises  NotFound, NotPermitted, WrongState, ReasonNeeded.
    Emits   StatementReturned.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_check(actor, statement).enforce()
    if not reason.strip():
        raise ReasonNeeded()
    statement.advance("return_request", actor=actor, at=at, reason=reason)
    request = live_request(statement)
    advance_all(
        statement.payment_list.lines.values_list("transaction_id", flat=True),
        "return_spp",
        actor=actor,
        at=at,
        reason=reason,
    )
    request.returned_at, request.return_reason = at, reason
    request.save(update_fields=["returned_at", "return_reason"])
    announce_return(statement, "request_returned", actor=actor, at=at, reason=reason)
    return statement
