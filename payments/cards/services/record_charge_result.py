"""What the bank said about a charge becomes ours: captured, declined, authorised, reversed, expired."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import SYSTEM, Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.law import limit_on
from marketplace.kernel.money import Rupiah
from marketplace.tax.facts import Collector
from payments.cards import limits
from payments.cards.errors import CaptureDiffers, DuplicateBankReference
from payments.cards.events import ChargeCaptured, ChargeWasDeclined
from payments.cards.models import Card, CardTransaction, Payout
from payments.cards.operator import operator_id
from payments.cards.states import HELD_STATES, TransactionState
from payments.gateways.base import ChargeResult, ChargeStatus
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables import services as payables
from payments.payables.models import Payable

log = structlog.get_logger(__name__)


@transaction.atomic
def record_charge_result(*, transaction_id: UUID, result: ChargeResult, actor: Actor, at: datetime) -> CardTransaction:
    """Take the bank's answer over: money, limit, payable, taxes and payout together, once.

    An answer that is on record already, and one that is still unclear, change nothing.
    Locks   payable, charge, card.
    Raises  OverCapture, CaptureDiffers, DuplicateBankReference, WrongState, NotFound.
    Emits   ChargeCaptured, ChargeWasDeclined.
    """
    payable, charge = _lock(transaction_id)
    if result.status == ChargeStatus.UNCLEAR or _is_on_record(charge, result):
        return charge
    if result.status == ChargeStatus.DECLINED:
        return _end(charge, payable, "decline", code=str(result.decline_code or ""), result=result, actor=actor, at=at)
    return _capture(charge, payable, result, actor=actor, at=at)


@transaction.atomic
def record_authorisation(*, transaction_id: UUID, auth_code: str, actor: Actor, at: datetime) -> CardTransaction:
    """The bank holds the sum and captures later (hold-first agreements; vector T19). No gateway of ours reports it yet.

    Raises  WrongState, NotFound.
    """
    _payable, charge = _lock(transaction_id)
    charge.auth_code, charge.authorised_at = auth_code, at
    charge.advance("authorise", actor=actor, at=at)
    return charge


@transaction.atomic
def reverse_authorisation(*, transaction_id: UUID, reason: str, actor: Actor, at: datetime) -> CardTransaction:
    """The bank took its hold back: the limit and the payable are free. No gateway of ours reports it yet.

    Raises  WrongState, NotFound.
    Source  domain reference §4.3.
    """
    payable, charge = _lock(transaction_id)
    return _end(charge, payable, "reverse", code="REVERSED", result=None, actor=actor, at=at, reason=reason)


def expire_holds(*, at: datetime) -> int:
    """Timer: a hold that was not captured within `hold_days` ends. Returns how many did."""
    before = at - timedelta(days=limit_on("hold_days", local_day(at)))
    waiting = CardTransaction.objects.filter(state=TransactionState.AUTHORISED, authorised_at__lt=before)
    ended = 0
    for transaction_id in waiting.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            payable, charge = _lock(transaction_id)
            if charge.state == TransactionState.AUTHORISED:
                _end(charge, payable, "expire", code="HOLD_EXPIRED", result=None, actor=SYSTEM, at=at)
                ended += 1
    return ended


def _lock(transaction_id: UUID) -> tuple[Payable, CardTransaction]:
    payable_id = CardTransaction.objects.find(pk=transaction_id).payable_id
    if payable_id is None:
        raise WrongState(action="record", state="bank")
    payable = Payable.objects.lock(payable_id)
    return payable, CardTransaction.objects.lock(transaction_id)


def _is_on_record(charge: CardTransaction, result: ChargeResult) -> bool:
    """The same answer again is logged and changes nothing. Raises WrongState when it contradicts what is recorded."""
    if charge.state in HELD_STATES:
        return False
    same_capture = result.status == ChargeStatus.CAPTURED and charge.captured_at and charge.rrn == result.rrn
    same_decline = result.status == ChargeStatus.DECLINED and charge.state == TransactionState.DECLINED
    log.warning("charge.answer_repeated", charge=str(charge.pk), state=charge.state, rrn=result.rrn)
    if not same_capture and not same_decline:
        raise WrongState(action=str(result.status), state=charge.state)
    return True


def _capture(
    charge: CardTransaction, payable: Payable, result: ChargeResult, *, actor: Actor, at: datetime
) -> CardTransaction:
    if CardTransaction.objects.filter(rrn=result.rrn).exclude(rrn="").exists():
        raise DuplicateBankReference()
    card = Card.objects.lock(charge.card_id)
    captured_at = result.captured_at or at
    day = local_day(captured_at)
    limits.capture(card, held=charge.amount, captured=result.amount, key=str(charge.pk), on=day, order=payable.order)
    if result.amount != payable.accepted:
        raise CaptureDiffers(captured=result.amount, accepted=payable.accepted)
    charge.captured_idr, charge.fee_idr, charge.captured_at = result.amount.idr, result.fee.idr, captured_at
    charge.provider_id, charge.auth_code, charge.rrn = result.provider_id, result.auth_code, result.rrn
    charge.advance("capture", actor=actor, at=at)
    _post_capture(charge, payable, captured_at)
    payables.mark_paid(payable_id=payable.pk, actor=actor, at=at)
    audit_log.record(
        "payments.charge.captured",
        charge,
        actor=actor,
        at=at,
        after={"captured_idr": charge.captured_idr, "fee_idr": charge.fee_idr, "rrn": charge.rrn},
    )
    outbox.publish(
        ChargeCaptured(
            transaction_id=charge.pk,
            payable_id=payable.pk,
            order_id=payable.order_id,
            agency_id=payable.agency_id,
            vendor_id=payable.vendor_id,
            amount_idr=charge.captured_idr,
            at=captured_at,
        )
    )
    return charge


def _post_capture(charge: CardTransaction, payable: Payable, captured_at: datetime) -> None:
    """The journal of the capture, and the payout that it makes due: captured less fee and the platform's taxes."""
    operator, on = operator_id(), local_day(captured_at)
    post(
        entries.charge_captured(
            agency_id=charge.agency_id,
            operator_id=operator,
            card_id=charge.card_id,
            vendor_id=payable.vendor_id,
            amount=charge.captured,
            key=f"card.captured:{charge.pk}",
            on=on,
            order=payable.order,
        )
    )
    ppn, pph = taxes_kept(payable)
    taxes = entries.platform_tax_collected(
        operator_id=operator,
        vendor_id=payable.vendor_id,
        value_added_tax=ppn,
        income_tax=pph,
        key=f"market.tax_collected:{charge.pk}",
        on=on,
        order=payable.order,
    )
    if taxes is not None:
        post(taxes)
    Payout.objects.create(
        transaction=charge,
        vendor_id=payable.vendor_id,
        captured_idr=charge.captured_idr,
        fee_idr=charge.fee_idr,
        ppn_idr=ppn.idr,
        pph_idr=pph.idr,
        net_idr=charge.captured_idr - charge.fee_idr - ppn.idr - pph.idr,
        created_at=captured_at,
    )


def taxes_kept(payable: Payable) -> tuple[Rupiah, Rupiah]:
    """Value added tax and income tax that the platform keeps back. Source: PMK 58/PMK.03/2022."""
    ppn = Rupiah(payable.ppn_idr if payable.ppn_collector == Collector.PLATFORM else 0)
    return ppn, Rupiah(payable.accepted_idr - payable.net_to_vendor_idr) - ppn


def _end(
    charge: CardTransaction,
    payable: Payable,
    action: str,
    *,
    code: str,
    result: ChargeResult | None,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> CardTransaction:
    """Nothing was paid: the limit is free, the payable can be paid again."""
    card = Card.objects.lock(charge.card_id)
    charge.decline_code = code
    if result is not None:
        charge.provider_id = result.provider_id
    charge.advance(action, actor=actor, at=at, reason=reason or code)
    limits.release(
        card, charge.amount, key=str(charge.pk), on=local_day(at), order=payable.order, reason=reason or code
    )
    payables.charge_failed(payable_id=payable.pk, actor=actor, at=at, reason=code)
    audit_log.record(f"payments.charge.{charge.state}", charge, actor=actor, at=at, after={"code": code}, why=reason)
    outbox.publish(
        ChargeWasDeclined(
            transaction_id=charge.pk,
            payable_id=payable.pk,
            order_id=payable.order_id,
            agency_id=payable.agency_id,
            initiated_by_id=charge.initiated_by_id,
            code=code,
            at=at,
        )
    )
    return charge
