from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import local_day
from orders import holds
from orders.events import OrderConfirmed
from orders.guarantees import present
from orders.models import ProcurementOrder
from orders.policies import may_confirm
from payments.budget import services as budget
from vendors.policies import may_sell

CHANGED = ("confirmed_by", "confirmed_at", "lead_time_days", "due_on", "hold_expires_at")


@transaction.atomic
def confirm_order(*, order_id: UUID, attempt_key: UUID, actor: Actor, at: datetime) -> ProcurementOrder:
    """The vendor countersigns the purchase letter: both are bound, and the reserve becomes a commitment.

    The goods are due after the days that the letter names, counted from this one: what both have signed holds,
    whatever the vendor has changed since.
    Raises  WrongState, NotPermitted, WrongFiscalYear, AttemptKeyReused.
    Emits   OrderConfirmed.
    """
    with attempt(
        key=attempt_key, actor=actor, purpose="orders.confirm_order", content={"order": str(order_id)}
    ) as press:
        order = ProcurementOrder.objects.lock(order_id)
        if press.result:
            return order
        may_confirm(actor, order).enforce()
        may_sell(order.vendor).enforce()
        order.confirmed_by_id, order.confirmed_at, order.hold_expires_at = actor.id, at, None
        if order.lead_time_days is None:  # approved before letters named the days
            order.lead_time_days = order.promised_days()
        order.due_on = local_day(at) + timedelta(days=order.lead_time_days)
        facts = {"due_on": order.due_on.isoformat(), "document": str(order.purchase_letter_id)}
        order.advance("confirm", actor=actor, at=at, facts=facts, save=CHANGED)
        budget.commit(order=order.ref, charges=holds.charges_of(order), at=at)
        documents.sign(document_id=present(order.purchase_letter_id), actor=actor, role=Role.VENDOR_OWNER, at=at)
        audit_log.record(
            "orders.order.confirmed", order, actor=actor, at=at, after=facts, role=order.role_for("confirm", actor)
        )
        outbox.publish(OrderConfirmed(**order.event_facts(at), due_on=order.due_on.isoformat()))
        press.keep(order.number)
        return order
