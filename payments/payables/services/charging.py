"""The steps that cards and settlement take on a payable: the rules of the charge are theirs, the state moves here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel.actors import Actor
from payments.payables.errors import PayableBlocked
from payments.payables.models import Payable


def start_charging(*, payable_id: UUID, actor: Actor, at: datetime) -> Payable:
    """A card is about to be charged. Raises PayableBlocked, WrongState, NotFound. Locks the payable."""
    return _advance("start_charging", payable_id, actor, at)


def charge_failed(*, payable_id: UUID, actor: Actor, at: datetime, reason: str) -> Payable:
    """Declined, reversed or expired: payable again. Raises WrongState, NotFound. Locks the payable."""
    return _advance("charge_failed", payable_id, actor, at, reason)


def mark_paid(*, payable_id: UUID, actor: Actor, at: datetime) -> Payable:
    """The charge was captured. Raises WrongState, NotFound. Locks the payable."""
    return _advance("mark_paid", payable_id, actor, at)


def mark_settled(*, payable_id: UUID, actor: Actor, at: datetime) -> Payable:
    """The bank was repaid for it. Raises WrongState, NotFound. Locks the payable."""
    return _advance("mark_settled", payable_id, actor, at)


@transaction.atomic
def _advance(action: str, payable_id: UUID, actor: Actor, at: datetime, reason: str = "") -> Payable:
    payable = Payable.objects.lock(payable_id)
    block = payable.blocks.filter(lifted_at=None).first() if action == "start_charging" else None
    if block is not None:
        raise PayableBlocked(reason=block.reason)
    payable.advance(action, actor=actor, at=at, reason=reason)
    return payable
