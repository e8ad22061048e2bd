"""Orders as their own people see them, and the two steps that bind."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Query, Router

from marketplace.accounts.roles import Role
from marketplace.api.doors import SIGNED_IN, door, for_roles
from marketplace.api.schemas import Approval, OrderDetailOut, OrderPage, OrderQuery, Press, Refused, answers
from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import Attempt
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset
from orders import services
from orders.models import ProcurementOrder
from orders.selectors import order_visible_to, orders_visible_to
from orders.selectors.orders import OFFICE_ROLES, WATCHING_ROLES, for_lists

router = Router(tags=["orders"])


@router.get("", response=answers(OrderPage), url_name="orders")
@door(SIGNED_IN, query=OrderQuery)
def list_orders(request: Request, query: Query[OrderQuery]) -> dict[str, Any]:
    """One's own orders, newest first, with the attempt keys that made them."""
    actor: Actor = request.actor
    orders = for_lists(orders_visible_to(actor))
    if query.state:
        orders = orders.filter(state=query.state)
    page = keyset(orders, order=("-created_at", "-id"), cursor=query.cursor, strict=True)
    attempts = _attempts(list(page), actor)
    return {"items": [_order(order, attempts) for order in page], "next": page.next_cursor}


@router.get("/{str:number}", response=answers(OrderDetailOut), url_name="order")
@door(SIGNED_IN)
def order_detail(request: Request, number: str) -> dict[str, Any]:
    """One order with lines and steps. 404 also for an order of somebody else."""
    return _detail(order_visible_to(request.actor, number), request.actor)


@router.post("/{str:number}/approve", response=answers(OrderDetailOut, keyed=True), url_name="approve-order")
@door(for_roles(Role.COMMITMENT_OFFICER, binds=True))
def approve_order(request: Request, number: str, body: Approval) -> dict[str, Any]:
    """Sign the purchase letter. The same attempt key again answers with the same order, with another body 409."""
    actor: Actor = request.actor
    order = order_visible_to(actor, number)
    services.approve_order(
        order_id=order.id,
        content_sha256=body.content_sha256,
        note=body.note,
        attempt_key=body.attempt_key,
        actor=actor,
        at=timezone.now(),
    )
    return _detail(order_visible_to(actor, number), actor)


@router.post("/{str:number}/return", response=answers(OrderDetailOut), url_name="return-order")
@door(for_roles(Role.COMMITMENT_OFFICER))
def return_order(request: Request, number: str, body: Refused) -> dict[str, Any]:
    """Send the order back to the purchasing officer, with the reason."""
    actor: Actor = request.actor
    order = order_visible_to(actor, number)
    services.return_order(order_id=order.id, reason=body.reason, actor=actor, at=timezone.now())
    return _detail(order_visible_to(actor, number), actor)


@router.post("/{str:number}/confirm", response=answers(OrderDetailOut, keyed=True), url_name="confirm-order")
@door(for_roles(Role.VENDOR_OWNER, binds=True))
def confirm_order(request: Request, number: str, body: Press) -> dict[str, Any]:
    """The vendor countersigns: both are bound."""
    actor: Actor = request.actor
    order = order_visible_to(actor, number)
    services.confirm_order(order_id=order.id, attempt_key=body.attempt_key, actor=actor, at=timezone.now())
    return _detail(order_visible_to(actor, number), actor)


@router.post("/{str:number}/decline", response=answers(OrderDetailOut), url_name="decline-order")
@door(for_roles(Role.VENDOR_OWNER))
def decline_order(request: Request, number: str, body: Refused) -> dict[str, Any]:
    """The vendor says no, with the reason; budget and goods are free again."""
    actor: Actor = request.actor
    order = order_visible_to(actor, number)
    services.decline_order(order_id=order.id, reason=body.reason, actor=actor, at=timezone.now())
    return _detail(order_visible_to(actor, number), actor)


# ---- shapes ---------------------------------------------------------------------------------------------------------


def _attempts(orders: Iterable[ProcurementOrder], actor: Actor) -> dict[str, list[Attempt]]:
    """Presses by the order or need they made: those of the office for the office, one's own for a vendor. One query."""
    orders = list(orders)
    results = {str(order.need_id) for order in orders} | {order.number for order in orders}
    presses = Attempt.objects.filter(purpose__startswith="orders.", result__in=results).order_by("created_at")
    if not actor.holds_any(*OFFICE_ROLES, *WATCHING_ROLES):
        presses = presses.filter(actor_id=actor.id)
    found: dict[str, list[Attempt]] = {}
    for press in presses:
        found.setdefault(press.result, []).append(press)
    return found


def _order(order: ProcurementOrder, attempts: dict[str, list[Attempt]]) -> dict[str, Any]:
    pressed = attempts.get(str(order.need_id), []) + attempts.get(order.number, [])
    return {
        "number": order.number,
        "title": order.title,
        "state": order.state,
        "agency_id": order.agency_id,
        "agency": order.agency.name,
        "vendor_id": order.vendor_id,
        "vendor": order.vendor.display_name,
        "total_idr": order.total_idr,
        "accepted_idr": order.accepted_idr,
        "fiscal_year": order.fiscal_year,
        "created_at": order.created_at,
        "due_on": order.due_on,
        "attempts": [
            {"purpose": one.purpose, "key": UUID(str(one.key)), "actor_id": one.actor_id, "created_at": one.created_at}
            for one in pressed
        ],
    }


def _detail(order: ProcurementOrder, actor: Actor) -> dict[str, Any]:
    """The vendor sees what it sells; which budget pays, and the steps before the letter, are the office's."""
    of_office = actor.holds_any(*WATCHING_ROLES) or actor.holds_any(*OFFICE_ROLES, organisation_id=order.agency_id)
    steps = list(order.history.order_by("step"))
    if not of_office:
        signed = next((step.step for step in steps if step.action == "approve"), len(steps) + 1)
        steps = [step for step in steps if step.step >= signed]
    office_only: dict[str, Any] = {"charges": None, "content_sha256": None}
    if of_office:
        office_only = {
            "charges": [
                {"budget_line_id": charge.budget_line_id, "amount_idr": charge.amount_idr}
                for charge in order.charges.order_by("budget_line_id")
            ],
            "content_sha256": services.content_hash(order.id),
        }
    return (
        _order(order, _attempts([order], actor))
        | {"lines": [_line(line) for line in order.ordered_lines], "history": [_step(step) for step in steps]}
        | office_only
    )


def _line(line: Any) -> dict[str, Any]:
    return {
        "position": line.position,
        "title": line.title,
        "category": line.category_code,
        "unit": line.unit_code,
        "quantity": line.quantity,
        "unit_price_idr": line.unit_price_idr,
        "amount_idr": line.amount_idr,
        "shipped_quantity": line.shipped_quantity,
        "accepted_quantity": line.accepted_quantity,
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "step": step.step,
        "action": step.action,
        "before": step.before,
        "after": step.after,
        "role": step.role,
        "at": step.at,
    }
