"""The commitment officer: queue with detail, decision, and the handover reports to sign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from marketplace.kernel.policies import first_refusal
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request, already_past
from orders import judging
from orders.forms import DecisionForm, PressForm
from orders.models import ProcurementOrder
from orders.policies import may_accept, may_approve, not_held
from orders.selectors.approvals import orders_awaiting_approval
from orders.selectors.deliveries import handovers_to_accept
from orders.selectors.orders import for_lists, order_visible_to
from orders.services import accept_delivery, approve_order, content_hash, return_order
from orders.shown.approval import approval_page
from orders.shown.handover import handover_of, handover_page
from orders.shown.lists import queue_item
from orders.states import OrderState

PPK = roles(Role.COMMITMENT_OFFICER)


@PPK
@require_safe
def queue(request: Request) -> HttpResponse:
    """The queue, with the first order open beside it; and handover reports that wait for a signature."""
    waiting = _waiting(request.actor)
    if waiting:
        return approval(request, waiting[0].number)
    return render(request, "orders/approvals.html", _context(request.actor, waiting, ""))


@PPK
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: Request, number: str) -> HttpResponse:
    """One order with its checks, quoted reasons and budget effect; approve and sign, or return."""
    order, at = order_visible_to(request.actor, number), timezone.now()
    promise = first_refusal(not_held(order), judging.may_promise(order, at=at))
    initial = {"content": content_hash(order.id), "decision": "approve" if promise else "return"}
    form = DecisionForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            message = _decide(order, form, actor=request.actor)
        if ok:
            messages.success(request, message)
            return redirect("orders:approvals")
    context = _context(request.actor, _waiting(request.actor), number)
    context |= approval_page(order, at=at) | {
        "form": form,
        "verdict": may_approve(request.actor, order),
        "promise": promise,
        "is_waiting": order.state == OrderState.AWAITING_APPROVAL,
    }
    return render(request, "orders/approvals.html", context, status=form_status(form))


def _decide(order: ProcurementOrder, form: DecisionForm, *, actor: Actor) -> str:
    clean, at = form.cleaned_data, timezone.now()
    if clean["decision"] == "return":
        return_order(order_id=order.id, reason=clean["note"], actor=actor, at=at)
        return _("Pesanan dikembalikan ke Pejabat Pengadaan.")
    approve_order(
        order_id=order.id,
        content_sha256=clean["content"],
        note=clean["note"],
        attempt_key=clean["attempt_key"],
        actor=actor,
        at=at,
    )
    return _("Pesanan %(number)s disetujui dan surat pesanan ditandatangani.") % {"number": order.number}


def _waiting(actor: Actor) -> list[ProcurementOrder]:
    agencies = actor.organisations(Role.COMMITMENT_OFFICER)
    return list(for_lists(orders_awaiting_approval(*agencies))[:100])


def _context(actor: Actor, waiting: list[ProcurementOrder], current: str) -> dict:
    at = timezone.now()
    agencies = actor.organisations(Role.COMMITMENT_OFFICER)
    handovers = handovers_to_accept(agencies).select_related("order__vendor__organisation")[:50]
    return {
        "items": [
            queue_item(order, url=reverse("orders:approval", args=[order.number]), current=current, at=at)
            for order in waiting
        ],
        "handovers": [
            {
                "url": reverse("orders:handover", args=[one.order.number, one.sequence]),
                "label": _("BAST %(title)s") % {"title": one.order.title},
                "detail": f"{one.order.vendor.display_name}, {one.order.number}",
                "icon": "shield-alert" if one.order.audit_hold else "signature",
                "tone": "idle" if one.order.audit_hold else "warn",
                "urgent": _("ditahan pengawas") if one.order.audit_hold else "",
            }
            for one in handovers
        ],
    }


@PPK
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Request, number: str, sequence: int) -> HttpResponse:
    """Read the handover report as a paper, then sign: the value becomes payable."""
    order = order_visible_to(request.actor, number)
    report = handover_of(order, sequence)
    form = PressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            key = form.cleaned_data["attempt_key"]
            accept_delivery(
                order_id=order.id, sequence=sequence, attempt_key=key, actor=request.actor, at=timezone.now()
            )
        if isinstance(ok.refusal, WrongState):
            return already_past(request, ok.refusal, reverse("orders:detail", args=[number]))
        if ok:
            messages.success(request, _("BAST ditandatangani. Tagihan terbit dan siap dibayar dengan kartu."))
            return redirect("orders:detail", number=number)
    ready = report.vendor_signed_at is not None and report.accepted_at is None
    context = handover_page(order, report) | {
        "form": form,
        "verdict": first_refusal(may_accept(request.actor, order, report), not_held(order)),
        "may_sign": ready,
        "seller": False,
    }
    return render(request, "orders/handover.html", context, status=form_status(form))
