"""Repayment in three steps, like a charge: intent, bank, result. No transaction is open while the bank is asked."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import structlog
from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from payments.cards import services as cards
from payments.gateways.base import BankChannel, GatewayRefused, GatewayUnavailable, RepaymentResult
from payments.gateways.registry import bank_channel
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables.services import mark_settled
from payments.settlement.events import StatementRepaid
from payments.settlement.models import CardStatement, Repayment
from payments.settlement.policies import TREASURERS, may_repay
from payments.settlement.selectors import payable_of
from payments.settlement.services.steps import advance_all, signer
from payments.settlement.states import RepaymentState

log = structlog.get_logger(__name__)

#: The bank forgets keys after 24 hours.
KEY_LIFE = timedelta(hours=23)


@transaction.atomic
def start_repayment(*, statement_id: UUID, actor: Actor, at: datetime) -> Repayment:
    """The treasurer decides to pay the bank the amount of the DPT. Commit this before the bank is called.

    Raises  NotFound, NotPermitted, WrongState.
    """
    statement = CardStatement.objects.lock(statement_id)
    may_repay(actor, statement).enforce()
    statement.advance("start_repayment", actor=actor, at=at)
    payment_list = statement.payment_list
    repayment = Repayment.objects.create(
        payment_list=payment_list,
        total_idr=payment_list.total_idr,
        billing_account=statement.card.programme.billing_account,
        paid_by_id=signer(actor),
        started_at=at,
        key_since=at,
    )
    role = actor.role_in(*TREASURERS, organisation_id=statement.agency_id)
    audit_log.record(
        "payments.statement.repayment_started",
        statement,
        actor=actor,
        at=at,
        role=role,
        after={"total_idr": repayment.total_idr},
    )
    return repayment


def perform_repayment(*, repayment_id: UUID, at: datetime, bank: BankChannel | None = None) -> Repayment:
    """Ask the bank and record its answer. To be called outside any transaction; safe to repeat at any time.

    Asked before: looks up first, then pays with the same reference, key and moment. Silence: the row stays pending, and
    `resolve_pending_repayments` asks again until there is one.
    """
    repayment, asked_before = _take(repayment_id, at)
    if repayment.state != RepaymentState.PENDING:
        return repayment
    try:
        result = _ask(bank or bank_channel(), repayment, asked_before=asked_before, at=at)
    except GatewayUnavailable as away:
        log.warning("settlement.repayment_unclear", repayment=str(repayment_id), times_asked=repayment.times_asked)
        if away.key_spent:
            _next_key(repayment, at)
        return repayment
    except GatewayRefused as refusal:
        return record_refusal(repayment_id=repayment_id, reason=str(refusal.facts.get("provider_code", "")), at=at)
    return record_repayment(repayment_id=repayment_id, result=result)


@transaction.atomic
def _take(repayment_id: UUID, at: datetime) -> tuple[Repayment, bool]:
    """Write down that the bank is asked, before it is asked."""
    repayment = Repayment.objects.select_related("payment_list__statement__card").lock(repayment_id)
    asked_before = repayment.times_asked > 0
    if repayment.state == RepaymentState.PENDING:
        repayment.times_asked += 1
        repayment.save(update_fields=["times_asked"])
    return repayment, asked_before


def _ask(bank: BankChannel, repayment: Repayment, *, asked_before: bool, at: datetime) -> RepaymentResult:
    """Raises GatewayUnavailable: nothing is known; GatewayRefused: the bank took no money, now or before."""
    if asked_before:
        found = _look_up(bank, repayment)
        if found is not None:
            return found
        if at - repayment.key_since > KEY_LIFE:
            _next_key(repayment, at)
    try:
        return bank.repay(
            billing_account=repayment.billing_account,
            amount=repayment.total,
            reference=repayment.reference,
            at=repayment.started_at,
            idempotency_key=str(repayment.idempotency_key),
            card_provider_id=repayment.payment_list.statement.card.provider_id,
        )
    except GatewayRefused:
        # An earlier question may have arrived between the look-up and this one: then the money is there.
        found = _look_up(bank, repayment) if asked_before else None
        if found is None:
            raise
        return found


def _look_up(bank: BankChannel, repayment: Repayment) -> RepaymentResult | None:
    """A bank that refuses to be asked has not refused the payment. Raises GatewayUnavailable."""
    try:
        return bank.find_repayment(reference=repayment.reference)
    except GatewayRefused as refusal:
        raise GatewayUnavailable() from refusal


def _next_key(repayment: Repayment, at: datetime) -> None:
    """Only after a look-up found nothing, or when the bank says that the key is spent."""
    repayment.idempotency_key, repayment.key_since = uuid4(), at
    repayment.save(update_fields=["idempotency_key", "key_since"])


@transaction.atomic
def record_repayment(*, repayment_id: UUID, result: RepaymentResult) -> Repayment:
    """The bank has the money: the debt is gone, the limit is free, the payables are settled. Safe to run twice.

    Emits   StatementRepaid.
    Locks   statement, repayment, payables, charges, cards.
    """
    statement_id = Repayment.objects.values_list("payment_list__statement_id", flat=True).get(id=repayment_id)
    statement = CardStatement.objects.lock(statement_id)
    repayment = Repayment.objects.lock(repayment_id)
    if repayment.state != RepaymentState.PENDING:
        return repayment
    at = result.received_at
    repayment.provider_id = result.provider_id
    repayment.advance("confirm", actor=SYSTEM, at=at)
    statement.advance("repay", actor=SYSTEM, at=at)
    lines = list(repayment.payment_list.lines.select_related("transaction__payable").order_by("transaction_id"))
    for payable_id in sorted(payable_of(line.transaction).pk for line in lines):
        mark_settled(payable_id=payable_id, actor=SYSTEM, at=at)
    advance_all([line.transaction_id for line in lines], "pay_bank", actor=SYSTEM, at=at)
    by_card: dict[int, int] = defaultdict(int)
    for line in lines:
        by_card[line.transaction.card_id] += line.amount_idr
    shares = [(card_id, Rupiah(amount)) for card_id, amount in sorted(by_card.items())]
    post(
        entries.bank_repaid(
            agency_id=statement.agency_id, by_card=shares, key=f"repayment:{repayment.id}", on=local_day(at)
        )
    )
    cards.free_limit(by_card=shares, at=at)
    audit_log.record(
        "payments.statement.repaid",
        statement,
        actor=SYSTEM,
        at=at,
        after={"reference": repayment.reference, "total_idr": repayment.total_idr},
    )
    outbox.publish(
        StatementRepaid(
            statement_id=statement.id,
            agency_id=statement.agency_id,
            number=statement.number,
            total_idr=repayment.total_idr,
            at=at,
        )
    )
    return repayment


@transaction.atomic
def record_refusal(*, repayment_id: UUID, reason: str, at: datetime) -> Repayment:
    """The bank said a definite no: the treasurer may start again. Nothing was paid."""
    statement_id = Repayment.objects.values_list("payment_list__statement_id", flat=True).get(id=repayment_id)
    statement = CardStatement.objects.lock(statement_id)
    repayment = Repayment.objects.lock(repayment_id)
    if repayment.state != RepaymentState.PENDING:
        return repayment
    repayment.failure = reason
    repayment.advance("refuse", actor=SYSTEM, at=at)
    statement.advance("repayment_refused", actor=SYSTEM, at=at, reason=reason)
    audit_log.record("payments.statement.repayment_refused", statement, actor=SYSTEM, at=at, why=reason)
    return repayment


def resolve_pending_repayments(*, at: datetime, bank: BankChannel | None = None) -> int:
    """Ask again for every repayment without an answer. Returns how many were cleared up."""
    waiting = list(Repayment.objects.filter(state=RepaymentState.PENDING).order_by("id").values_list("id", flat=True))
    asked = [perform_repayment(repayment_id=one, at=at, bank=bank) for one in waiting]
    return sum(repayment.state != RepaymentState.PENDING for repayment in asked)
