from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import local_day
from marketplace.kernel.law import limit_on
from marketplace.tax.card_fee import merchant_fee
from payments.cards import limits, rules
from payments.cards.categories import MERCHANT_CODES, category_of
from payments.cards.errors import AlreadyCharging, PayBeforeReceipt, VendorAccountNotReady
from payments.cards.models import Card, CardTransaction, Channel
from payments.cards.policies import may_charge
from payments.cards.services.change_limit import fall_back_if_over
from payments.payables import services as payables
from payments.payables.models import Payable
from payments.payables.states import PayableState
from vendors.models import BankAccount
from vendors.states import BankAccountState


@transaction.atomic
def start_charge(
    *,
    payable_id: UUID,
    card_id: int,
    attempt_key: UUID,
    actor: Actor,
    at: datetime,
    channel: str = Channel.ONLINE,
) -> CardTransaction:
    """Hold the payable's value on a card and write down that the bank will be asked. Asks nobody.

    The same `attempt_key` again answers with the same charge.
    Locks   payable, the vendor's bank account, card.
    Raises  PayBeforeReceipt, PayableBlocked, AlreadyCharging, NotPermitted, NotFound, AttemptKeyReused, and what
            `rules.refusals` tells: CardExpired, CardNotActive, CategoryNotAllowed, LimitTxn, LimitCard, PayeeLimit,
            QrisCap; VendorAccountNotReady.
    Source  UU 1/2004 art. 21(1): payment follows receipt; Permendagri 79/2022 art. 18-19.
    """
    content = {"payable": str(payable_id), "card": card_id, "channel": str(channel)}
    with attempt(key=attempt_key, actor=actor, purpose="start_charge", content=content) as pressed:
        if pressed.result:
            return CardTransaction.objects.get(pk=pressed.result)
        payable = _lock_payable(payable_id)
        _require_account(payable, at)
        card = Card.objects.lock(card_id)
        fall_back_if_over(card, at=at)
        may_charge(actor, card, local_day(at)).enforce()
        facts = rules.facts(payable, card, channel=channel, day=local_day(at))
        for refusal in rules.refusals(facts):
            raise refusal
        charge = _intend(facts, attempt_key=attempt_key, actor=actor, at=at)
        limits.hold(card, payable.accepted, key=str(charge.pk), on=local_day(at), order=payable.order)
        payables.start_charging(payable_id=payable.pk, actor=actor, at=at)
        audit_log.record(
            "payments.charge.started",
            charge,
            actor=actor,
            at=at,
            after={"order": payable.order_number, "card_id": card.pk, "amount_idr": charge.amount_idr},
        )
        pressed.keep(str(charge.pk))
        return charge


def _lock_payable(payable_id: UUID) -> Payable:
    payable = Payable.objects.select_for_update(of=("self",)).filter(pk=payable_id).first()
    if payable is None:
        raise PayBeforeReceipt()
    if payable.state in (PayableState.CHARGING, PayableState.PAID, PayableState.SETTLED):
        raise AlreadyCharging()
    return payable


def _require_account(payable: Payable, at: datetime) -> None:
    """Locked, so that the account cannot be changed while it is judged."""
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .filter(vendor_id=payable.vendor_id, state=BankAccountState.VERIFIED)
        .first()
    )
    if account is None or not account.may_be_paid(at):
        raise VendorAccountNotReady()


def _intend(facts: rules.Facts, *, attempt_key: UUID, actor: Actor, at: datetime) -> CardTransaction:
    """The intent row: everything the bank will be asked with, so that asking again is the same question."""
    payable, card = facts.payable, facts.card
    vendor = payable.vendor
    charge = CardTransaction.objects.create(
        agency_id=payable.agency_id,
        card=card,
        holder_id=card.holder_id,
        payable=payable,
        vendor=vendor,
        initiated_by_id=actor.id,
        channel=facts.channel,
        amount_idr=payable.accepted_idr,
        requested_at=at,
        attempt_key=attempt_key,
        key_since=at,
        merchant_name=vendor.display_name[:160],
        merchant_mcc=MERCHANT_CODES[category_of(facts.accounts[0])],
        merchant_criteria=vendor.qris_criteria,
        mdr_bp=_discount_rate(facts),
    )
    charge.history.create(action="initiate", after=charge.state, actor_id=actor.id, at=at)
    return charge


def _discount_rate(facts: rules.Facts) -> int:
    """Basis points of the acquirer's fee; none for a micro vendor up to the small amount in force."""
    criteria = facts.payable.vendor.qris_criteria
    if not merchant_fee(facts.payable.accepted, criteria=criteria, on=facts.day):
        return 0
    return limit_on(f"mdr_bp.{criteria}", facts.day)
