"""Stop an order for an audit, and let it go on: the one command that the audit room may call."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from orders.events import OrderHeldForAudit, OrderHoldReleased
from orders.models import OrderAuditHold, ProcurementOrder
from orders.policies import may_hold_for_audit
from orders.refusals import AlreadyHeld, LetterNumberMissing, NotHeldForAudit, NothingToHold
from orders.services.reasons import written_reason
from orders.states import SEEN_BY_VENDOR, WITHOUT_RESULT, OrderState
from payments.payables import services as payables
from payments.payables.models import BlockSource
from payments.payables.selectors import payables_of_order
from payments.payables.states import PayableState

#: Nothing of these can be stopped any more, or nothing was asked for yet.
NOT_HELD = WITHOUT_RESULT | {OrderState.DRAFT, OrderState.PAID, OrderState.COMPLETED}
STOPPABLE = (PayableState.OPEN, PayableState.BLOCKED)


def can_be_held(order: ProcurementOrder) -> bool:
    return order.state not in NOT_HELD


@transaction.atomic
def hold_for_audit(*, order_id: UUID, letter_number: str, reason: str, actor: Actor, at: datetime) -> OrderAuditHold:
    """Hold an order: it is neither approved nor accepted, and what it made payable is not paid.

    A payment that the bank is being asked for goes on; a later one of the same order does not begin.
    Raises  NotFound, NotPermitted, AlreadyHeld, NothingToHold, LetterNumberMissing, ReasonRequired.
    Emits   OrderHeldForAudit.
    Source  procurement reference §8.1, row 34; PP 60/2008.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_hold_for_audit(actor).enforce()
    if order.audit_hold:
        raise AlreadyHeld()
    if not can_be_held(order):
        raise NothingToHold()
    letter_number, reason = " ".join(letter_number.split()), written_reason(reason)
    if not letter_number:
        raise LetterNumberMissing()
    hold = OrderAuditHold.objects.create(
        order=order, letter_number=letter_number, reason=reason, placed_by_id=actor.person_id, placed_at=at
    )
    order.audit_hold = True
    order.save(update_fields=["audit_hold"])
    for payable in payables_of_order(order.id).filter(state__in=STOPPABLE).order_by("id"):
        payables.block_payable(payable_id=payable.id, reason=reason[:300], actor=actor, at=at, source=BlockSource.AUDIT)
    audit_log.record(
        "orders.order.held",
        order,
        actor=actor,
        at=at,
        after={"audit_hold": True, "letter_number": letter_number},
        why=reason,
        role=actor.role_in(Role.INTERNAL_AUDITOR),
    )
    seen = order.state in SEEN_BY_VENDOR
    outbox.publish(OrderHeldForAudit(**order.event_facts(at), reason=reason, seen_by_vendor=seen))
    return hold


@transaction.atomic
def release_audit_hold(*, order_id: UUID, reason: str, actor: Actor, at: datetime) -> OrderAuditHold:
    """Let a held order go on, and its payables be paid unless something else blocks them.

    Raises  NotFound, NotPermitted, NotHeldForAudit, ReasonRequired.
    Emits   OrderHoldReleased.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_hold_for_audit(actor).enforce()
    hold = order.audit_holds.filter(released_at__isnull=True).first()
    if hold is None:
        raise NotHeldForAudit()
    hold.released_by_id, hold.released_at, hold.release_reason = actor.person_id, at, written_reason(reason)
    hold.save(update_fields=["released_by", "released_at", "release_reason"])
    order.audit_hold = False
    order.save(update_fields=["audit_hold"])
    held = payables_of_order(order.id).filter(blocks__source=BlockSource.AUDIT, blocks__lifted_at__isnull=True)
    for payable in held.order_by("id"):
        payables.unblock_payable(
            payable_id=payable.id, reason=hold.release_reason[:300], actor=actor, at=at, source=BlockSource.AUDIT
        )
    audit_log.record(
        "orders.order.hold_released",
        order,
        actor=actor,
        at=at,
        after={"audit_hold": False, "letter_number": hold.letter_number},
        why=hold.release_reason,
        role=actor.role_in(Role.INTERNAL_AUDITOR),
    )
    seen = order.state in SEEN_BY_VENDOR
    outbox.publish(OrderHoldReleased(**order.event_facts(at), reason=hold.release_reason, seen_by_vendor=seen))
    return hold
