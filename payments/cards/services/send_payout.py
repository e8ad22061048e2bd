"""The vendor's money: sent once per captured charge, looked up before it is sent again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound, Refusal, WrongState
from payments.cards.events import PayoutWasRefused, VendorPaidOut
from payments.cards.models import Payout
from payments.cards.operator import operator_id
from payments.cards.policies import may_retry_payout
from payments.cards.states import PayoutState
from payments.gateways.base import CardGateway, GatewayRefused, GatewayUnavailable, PayoutResult, PayoutStatus
from payments.gateways.registry import card_gateway
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables.models import Payable
from vendors.selectors import payable_account

log = structlog.get_logger(__name__)
PATIENCE = timedelta(minutes=2)
MOST = 200


def send_payout(*, payout_id: UUID, at: datetime, gateway: CardGateway | None = None) -> Payout:
    """Send the net amount to the vendor's verified account. Outside any transaction; safe to repeat at any time.

    Without an account that may be paid now it stays PENDING; without an answer it stays SENT. The timer goes on.
    Raises  NotFound.
    Emits   VendorPaidOut, PayoutWasRefused.
    """
    payout, sent_before = _take(payout_id, at)
    if payout.state != PayoutState.SENT:
        return payout
    try:
        result = _ask(gateway or card_gateway(), payout, sent_before=sent_before)
    except GatewayUnavailable:
        log.warning("payout.bank_silent", payout=str(payout.pk))
        return payout
    return _record(payout.pk, result, at)


@transaction.atomic
def _take(payout_id: UUID, at: datetime) -> tuple[Payout, bool]:
    """Choose the account and write down that the money is sent, before it is."""
    payout = Payout.objects.lock(payout_id)
    if payout.state != PayoutState.PENDING:
        return payout, True
    try:
        account = payable_account(payout.vendor_id, at=at)
    except NotFound:
        log.warning("payout.no_account", payout=str(payout.pk), vendor=payout.vendor_id)
        return payout, False
    payout.bank_account, payout.sent_at = account, at
    payout.advance("send", actor=SYSTEM, at=at)
    return payout, False


def _ask(gateway: CardGateway, payout: Payout, *, sent_before: bool) -> PayoutResult:
    """Raises GatewayUnavailable: nothing is known."""
    try:
        found = gateway.find_payout(transfer_ref=payout.transfer_ref) if sent_before else None
    except GatewayRefused as refused:
        raise GatewayUnavailable() from refused
    if found is not None:
        return found
    try:
        return gateway.pay_out(
            vendor_account_ref=_account_reference(payout),
            amount=payout.net,
            transfer_ref=payout.transfer_ref,
            at=payout.sent_at or payout.created_at,
            idempotency_key=f"payout:{payout.transfer_ref}",
            payable_ref=str(payout.transaction.payable_id),
        )
    except GatewayRefused as refused:
        return PayoutResult(PayoutStatus.REFUSED, "", failure_code=refused.provider_code[:40])


def _account_reference(payout: Payout) -> str:
    """How the bank names an account: bank code and number. Raises WrongState before an account was chosen."""
    account = payout.bank_account
    if account is None:
        raise WrongState(action="send", state=payout.state)
    return f"{account.bank_code}-{account.number}"


@transaction.atomic
def _record(payout_id: UUID, result: PayoutResult, at: datetime) -> Payout:
    payout = Payout.objects.lock(payout_id)
    if payout.state != PayoutState.SENT:
        return payout
    if result.status == PayoutStatus.REFUSED:
        return _refuse(payout, result, at)
    payable = payout.transaction.owed
    paid_at = result.paid_at or at
    payout.paid_at, payout.provider_id = paid_at, result.provider_id
    payout.advance("confirm", actor=SYSTEM, at=at)
    _post(payout, payable, paid_at)
    after = {"net_idr": payout.net_idr, "transfer": payout.transfer_ref}
    audit_log.record("payments.payout.paid", payout, actor=SYSTEM, at=at, after=after, organisation_id=payout.vendor_id)
    outbox.publish(
        VendorPaidOut(
            payout_id=payout.pk,
            payable_id=payable.pk,
            order_id=payable.order_id,
            vendor_id=payout.vendor_id,
            net_idr=payout.net_idr,
            at=paid_at,
        )
    )
    return payout


def _post(payout: Payout, payable: Payable, paid_at: datetime) -> None:
    """The acquirer settled with the platform, and the platform paid the vendor."""
    about: dict[str, Any] = {
        "operator_id": operator_id(),
        "vendor_id": payout.vendor_id,
        "on": local_day(paid_at),
        "order": payable.order,
    }
    post(
        entries.acquirer_settled(
            captured=payout.transaction.captured,
            fee=payout.fee,
            key=f"market.acquirer_settled:{payout.transaction_id}",
            **about,
        )
    )
    post(entries.vendor_paid_out(net=payout.net, key=f"market.vendor_paid_out:{payout.pk}", **about))


def _refuse(payout: Payout, result: PayoutResult, at: datetime) -> Payout:
    payout.failure_code = result.failure_code
    payout.advance("refuse", actor=SYSTEM, at=at, reason=result.failure_code)
    after = {"code": payout.failure_code, "transfer": payout.transfer_ref}
    audit_log.record(
        "payments.payout.refused", payout, actor=SYSTEM, at=at, after=after, organisation_id=payout.vendor_id
    )
    outbox.publish(
        PayoutWasRefused(
            payout_id=payout.pk,
            order_id=payout.transaction.owed.order_id,
            vendor_id=payout.vendor_id,
            code=payout.failure_code,
            at=at,
        )
    )
    return payout


@transaction.atomic
def retry_payout(*, payout_id: UUID, actor: Actor, at: datetime) -> Payout:
    """Send a refused payout again, under the next transfer number. Raises NotFound, NotPermitted, WrongState."""
    may_retry_payout(actor).enforce()
    payout = Payout.objects.lock(payout_id)
    payout.number += 1
    payout.bank_account, payout.sent_at, payout.failure_code = None, None, ""
    payout.advance("retry", actor=actor, at=at)
    audit_log.record("payments.payout.retried", payout, actor=actor, at=at, organisation_id=payout.vendor_id)
    return payout


def send_due_payouts(*, at: datetime, gateway: CardGateway | None = None) -> int:
    """Timer: send what waits and look up what was sent without an answer. Returns how many were paid."""
    waiting = Payout.objects.filter(
        Q(state=PayoutState.PENDING, created_at__lte=at - PATIENCE)
        | Q(state=PayoutState.SENT, sent_at__lte=at - PATIENCE)
    )
    paid = 0
    for payout_id in waiting.order_by("created_at", "pk").values_list("pk", flat=True)[:MOST]:
        try:
            paid += send_payout(payout_id=payout_id, at=at, gateway=gateway).state == PayoutState.PAID
        except Refusal as refused:
            log.error("payout.unresolved", payout=str(payout_id), code=refused.code, why=str(refused))
    return paid
