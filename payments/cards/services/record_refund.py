from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah, split
from payments.budget import services as budget
from payments.budget.charges import Charge
from payments.cards import limits
from payments.cards.errors import OverRefund, RefundOfAnotherCharge
from payments.cards.events import ChargeWasRefunded
from payments.cards.models import Card, CardRefund, CardTransaction
from payments.cards.states import TransactionState as S
from payments.ledger import entries
from payments.ledger.post import post
from payments.payables.models import Payable, PayableCharge, Treatment

#: Until it stands in a payment list; from there on the money comes back through the treasurer.
REFUNDABLE = (S.CAPTURED, S.POSTED, S.BILLED, S.MISMATCH, S.IN_DPR, S.REJECTED, S.DISPUTED)


@transaction.atomic
def record_refund(
    *, transaction_id: UUID, amount: Rupiah, bank_reference: str, reason: str, actor: Actor, at: datetime
) -> CardRefund:
    """The bank credited the card because the vendor gave money back: debt, budget and limit are free of it again.

    Accepted whatever the state of the card. The same bank reference again changes nothing.
    Locks   payable, charge, the budget lines, card.
    Raises  OverRefund, RefundOfAnotherCharge, NotFound; WrongState for what stands in a payment list or is the
            bank's alone.
    Emits   ChargeWasRefunded.
    """
    payable_id = CardTransaction.objects.find(pk=transaction_id).payable_id
    if payable_id is None:
        raise WrongState(action="refund", state="bank")
    payable = Payable.objects.lock(payable_id)
    charge = CardTransaction.objects.lock(transaction_id)
    known = CardRefund.objects.filter(bank_reference=bank_reference).first()
    if known is not None and known.transaction_id == charge.pk:
        return known
    if known is not None:
        raise RefundOfAnotherCharge()
    if charge.state not in REFUNDABLE:
        raise WrongState(action="refund", state=charge.state)
    if charge.refunded_idr + amount.idr > charge.captured_idr:
        raise OverRefund(requested=amount, available=Rupiah(charge.captured_idr - charge.refunded_idr))
    shares = shares_of(payable, charge, amount)
    refund = CardRefund.objects.create(
        transaction=charge,
        amount_idr=amount.idr,
        bank_reference=bank_reference,
        reason=reason,
        recorded_by_id=actor.id,
        recorded_at=at,
    )
    charge.refunded_idr += amount.idr
    charge.save(update_fields=["refunded_idr"])
    _give_back(payable, charge, refund, shares, reason=reason, at=at)
    after = {"amount_idr": amount.idr, "bank_reference": bank_reference}
    audit_log.record("payments.charge.refunded", charge, actor=actor, at=at, after=after, why=reason)
    outbox.publish(
        ChargeWasRefunded(
            transaction_id=charge.pk,
            payable_id=payable.pk,
            order_id=payable.order_id,
            amount_idr=amount.idr,
            at=at,
        )
    )
    return refund


def shares_of(payable: Payable, charge: CardTransaction, amount: Rupiah) -> list[tuple[PayableCharge, Rupiah]]:
    """How an amount divides over the budget lines: by what each still bears after the refunds before.

    With all that is left of the charge as the amount, it is exactly what each line still bears.
    """
    borne = list(payable.charges.order_by("id"))
    left = [one.amount_idr for one in borne]
    for earlier in CardRefund.objects.filter(transaction=charge).order_by("id"):
        parts = split(Rupiah(earlier.amount_idr), left)
        left = [still - part.idr for still, part in zip(left, parts, strict=True)]
    return [(one, part) for one, part in zip(borne, split(amount, left), strict=True) if part]


def _give_back(
    payable: Payable,
    charge: CardTransaction,
    refund: CardRefund,
    shares: Sequence[tuple[PayableCharge, Rupiah]],
    *,
    reason: str,
    at: datetime,
) -> None:
    budget.release_obligation(
        order=payable.order, charges=[Charge(one.line_id, part) for one, part in shares], at=at, reason=reason
    )
    card = Card.objects.lock(charge.card_id)
    limits.free(card.pk, Rupiah(refund.amount_idr))
    post(
        entries.refund_before_disbursement(
            agency_id=charge.agency_id,
            card_id=card.pk,
            charges=[(one.line_id, Treatment(one.treatment).account, part) for one, part in shares],
            key=f"card.refunded:{refund.pk}",
            on=local_day(at),
            order=payable.order,
        )
    )
