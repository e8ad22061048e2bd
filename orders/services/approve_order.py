from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import attempt
from marketplace.kernel.calendar import fiscal_year
from orders import holds, judging
from orders.documents.purchase_letter import issue_purchase_letter
from orders.events import OrderApproved
from orders.models import ProcurementOrder
from orders.oscar_record import write_oscar_order
from orders.policies import may_approve
from orders.refusals import AuditHold, ContentChanged
from orders.states import ORDER_FLOW
from payments.budget.errors import WrongFiscalYear

CHANGED = (
    "approver",
    "approved_at",
    "approval_note",
    "content_sha256",
    "oscar_order",
    "purchase_letter_id",
    "lead_time_days",
    "hold_expires_at",
)


@transaction.atomic
def approve_order(
    *, order_id: UUID, content_sha256: str, note: str = "", attempt_key: UUID, actor: Actor, at: datetime
) -> ProcurementOrder:
    """Sign the purchase letter: from here on the terms are fixed and the vendor is asked.

    `content_sha256` is the hash of what the page showed; when the order has changed since, nothing is signed.
    Raises  WrongState, NotPermitted, ContentChanged, CheckBlocks, AuditHold, WrongFiscalYear, AttemptKeyReused.
    Emits   OrderApproved.
    Source  Perpres 16/2018 art. 11 (1): the commitment officer binds the budget; never the one who asked.
    """
    content = {"order": str(order_id), "shown": content_sha256, "note": note}
    with attempt(key=attempt_key, actor=actor, purpose="orders.approve_order", content=content) as press:
        order = ProcurementOrder.objects.lock(order_id)
        if press.result:
            return order
        may_approve(actor, order).enforce()
        ORDER_FLOW.target("approve", order.state)
        _refuse_unlawful(order, content_sha256, at=at)
        order.approver_id, order.approved_at, order.approval_note = actor.id, at, note.strip()
        order.content_sha256 = content_sha256
        order.hold_expires_at = holds.answer_until(at)
        order.oscar_order = write_oscar_order(order, at=at)
        order.lead_time_days = order.promised_days()
        order.purchase_letter_id = issue_purchase_letter(order, actor=actor, at=at).id
        facts = {"document": str(order.purchase_letter_id), "content": content_sha256}
        order.advance("approve", actor=actor, at=at, reason=order.approval_note, facts=facts, save=CHANGED)
        audit_log.record(
            "orders.order.approved",
            order,
            actor=actor,
            at=at,
            why=order.approval_note,
            after=facts | {"total_idr": order.total_idr},
            role=order.role_for("approve", actor),
        )
        outbox.publish(OrderApproved(**order.event_facts(at), approver_id=actor.person_id, total_idr=order.total_idr))
        press.keep(order.number)
        return order


def content_hash(order_id: UUID) -> str:
    """The hash of what an approver is shown, computed by the database from the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_content_sha256(%s)", [order_id])
        return cursor.fetchone()[0]


def _refuse_unlawful(order: ProcurementOrder, shown: str, *, at: datetime) -> None:
    if order.audit_hold:
        raise AuditHold()
    if shown != content_hash(order.id):
        raise ContentChanged()
    if fiscal_year(at) != order.fiscal_year:
        raise WrongFiscalYear(fiscal_year=order.fiscal_year)
    judging.refuse_promise(order, at=at)
