from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from payments.payables.events import PayableWasBlocked
from payments.payables.models import BlockSource, Payable
from payments.payables.states import PayableState


@transaction.atomic
def block_payable(
    *, payable_id: UUID, reason: str, actor: Actor, at: datetime, source: str = BlockSource.DISPUTE
) -> Payable:
    """Stop payment until whoever stopped it lifts the block. What is being charged or is paid can no longer be stopped.

    The caller (a dispute, an audit hold) decides who may; a second block from the same source changes nothing.
    Raises  NotFound, WrongState.
    Emits   PayableWasBlocked.
    """
    payable = Payable.objects.lock(payable_id)
    if payable.blocks.filter(source=source, lifted_at=None).exists():
        return payable
    if payable.state not in (PayableState.OPEN, PayableState.BLOCKED):
        raise WrongState(action="block", state=payable.state)
    payable.blocks.create(source=source, reason=reason, blocked_by_id=actor.id, blocked_at=at)
    if payable.state == PayableState.OPEN:
        payable.advance("block", actor=actor, at=at, reason=reason)
    audit_log.record("payments.payable.blocked", payable, actor=actor, at=at, why=reason)
    outbox.publish(PayableWasBlocked(payable_id=payable.id, order_id=payable.order_id, reason=reason, at=at))
    return payable
