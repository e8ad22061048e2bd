from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.errors import WrongState
from payments.cards.models import CardTransaction, Channel
from payments.cards.services.record_charge_result import record_charge_result
from payments.cards.services.start_charge import start_charge
from payments.cards.states import TransactionState
from payments.gateways.base import CardGateway, ChargeResult, ChargeStatus, DeclineCode, GatewayRefused
from payments.gateways.base import GatewayUnavailable as Unavailable
from payments.gateways.registry import card_gateway

log = structlog.get_logger(__name__)

#: The provider forgets keys after 24 hours.
KEY_LIFE = timedelta(hours=23)


def perform_charge(
    *, transaction_id: UUID, at: datetime, gateway: CardGateway | None = None, actor: Actor = SYSTEM
) -> CardTransaction:
    """Ask the bank and record its answer. To be called outside any transaction; safe to repeat at any time.

    Asked before: looks up first, then asks again with the same key and content. No answer: the charge stays as it
    is, INITIATED, and nothing is known; the caller reads the state of what is returned.
    Raises  NotFound, and what `record_charge_result` refuses.
    """
    charge, asked_before = _take(transaction_id, at)
    if charge.state != TransactionState.INITIATED:
        return charge
    try:
        result = _ask(gateway or card_gateway(), charge, asked_before=asked_before, at=at)
    except Unavailable as away:
        log.warning("charge.bank_silent", charge=str(charge.pk), times_asked=charge.times_asked)
        if away.key_spent:
            _next_key(charge, at)
        return charge
    return record_charge_result(transaction_id=charge.pk, result=result, actor=actor, at=at)


@transaction.atomic
def _take(transaction_id: UUID, at: datetime) -> tuple[CardTransaction, bool]:
    """Write down that the bank is asked, before it is asked (I-32). Tells whether it was asked before."""
    charge = CardTransaction.objects.lock(transaction_id)
    if charge.payable_id is None:
        raise WrongState(action="perform", state=charge.state)
    asked_before = charge.times_asked > 0
    if charge.state == TransactionState.INITIATED:
        charge.asked_at, charge.times_asked = at, charge.times_asked + 1
        charge.save(update_fields=["asked_at", "times_asked"])
    return charge, asked_before


def _ask(gateway: CardGateway, charge: CardTransaction, *, asked_before: bool, at: datetime) -> ChargeResult:
    """Raises GatewayUnavailable: nothing is known."""
    if asked_before:
        found = _look_up(gateway, charge)
        if found is not None:
            return found
        if at - charge.key_since > KEY_LIFE:
            _next_key(charge, at)
    try:
        return gateway.charge(
            card_provider_id=charge.card.provider_id,
            payable_ref=str(charge.payable_id),
            amount=charge.amount,
            merchant=charge.merchant,
            at=charge.requested_at,
            idempotency_key=charge.idempotency_key,
        )
    except GatewayRefused as refused:
        log.warning("charge.refused", charge=str(charge.pk), provider_code=refused.provider_code, why=refused.reason)
        return ChargeResult(ChargeStatus.DECLINED, "", decline_code=DeclineCode.BANK_DECLINED)


def _look_up(gateway: CardGateway, charge: CardTransaction) -> ChargeResult | None:
    """What the bank knows of this charge; the refusal of an earlier charge of the same payable is not its answer."""
    try:
        found = gateway.find_charge(payable_ref=str(charge.payable_id))
    except GatewayRefused as refused:
        raise Unavailable() from refused
    if found is None:
        return None
    of_another = CardTransaction.objects.filter(payable=charge.payable, provider_id=found.provider_id)
    if found.status == ChargeStatus.DECLINED and of_another.exclude(pk=charge.pk).exists():
        return None
    return found


def _next_key(charge: CardTransaction, at: datetime) -> None:
    """Only after a look-up found nothing, or when the provider says that the key is spent."""
    charge.key_number += 1
    charge.key_since = at
    charge.save(update_fields=["key_number", "key_since"])


def charge_payable(
    *,
    payable_id: UUID,
    card_id: int,
    attempt_key: UUID,
    actor: Actor,
    at: datetime,
    channel: str = Channel.ONLINE,
    gateway: CardGateway | None = None,
) -> CardTransaction:
    """`start_charge`, then `perform_charge`: two transactions with the bank between them.

    Raises  what both refuse. The bank's silence is no refusal: read the state of what is returned.
    """
    charge = start_charge(
        payable_id=payable_id, card_id=card_id, attempt_key=attempt_key, actor=actor, at=at, channel=channel
    )
    return perform_charge(transaction_id=charge.pk, at=at, gateway=gateway, actor=actor)
