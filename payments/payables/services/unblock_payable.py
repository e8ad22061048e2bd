from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from payments.payables.events import PayableWasUnblocked
from payments.payables.models import BlockSource, Payable


@transaction.atomic
def unblock_payable(
    *, payable_id: UUID, reason: str, actor: Actor, at: datetime, source: str = BlockSource.DISPUTE
) -> Payable:
    """Lift the block of one source; payment is free again when no other source blocks it.

    Raises  NotFound, WrongState when that source blocks nothing.
    Emits   PayableWasUnblocked, once free.
    """
    payable = Payable.objects.lock(payable_id)
    lifted = payable.blocks.filter(source=source, lifted_at=None).update(
        lifted_at=at, lifted_by_id=actor.id, lift_reason=reason
    )
    if not lifted:
        raise WrongState(action="unblock", state=payable.state)
    audit_log.record("payments.payable.unblocked", payable, actor=actor, at=at, why=reason)
    if not payable.blocks.filter(lifted_at=None).exists():
        payable.advance("unblock", actor=actor, at=at, reason=reason)
        outbox.publish(PayableWasUnblocked(payable_id=payable.id, order_id=payable.order_id, at=at))
    return payable
