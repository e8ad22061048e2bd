"""The purchasing officer: queue, comparison, choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from orders import judging
from orders.forms import ChoiceForm
from orders.models import Comparison, ProcurementOrder
from orders.offers import minimum_offers
from orders.policies import may_choose
from orders.selectors.approvals import orders_to_choose
from orders.selectors.orders import for_lists, order_visible_to
from orders.services import choose_offer, open_comparison
from orders.shown.choosing import comparison_page, order_checks
from orders.shown.lists import queue_item
from orders.states import OrderState

PP = roles(Role.PURCHASING_OFFICER)
#: What the keys of the forms are for, and what a press came to.
CHOOSE, DIRECT, OPEN, DONE = "choose_offer", "choose_direct", "open_comparison", "done"


@PP
@require_safe
def queue(request: Request) -> HttpResponse:
    """What waits for a choice, the nearest deadline first."""
    at = timezone.now()
    agencies = request.actor.organisations(Role.PURCHASING_OFFICER)
    orders = for_lists(orders_to_choose(agencies))[:100]
    items = [
        queue_item(order, url=reverse("orders:choose", args=[order.number]), current="", at=at) for order in orders
    ]
    return render(request, "orders/choosing.html", {"items": items})


@PP
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, number: str) -> HttpResponse:
    """Offers side by side; choose one, with the reason where one is asked."""
    order, at = order_visible_to(request.actor, number), timezone.now()
    if presses.earlier(request, CHOOSE, number):
        return _sent_on(request, number)
    comparison = order.comparisons.filter(closed_at__isnull=True).first()
    offers = list(comparison.offers.select_related("vendor__regency").order_by("position")) if comparison else []
    form = ChoiceForm(request.POST or None, offers=offers)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, CHOOSE, number) as press:
            if not press.result:
                choose_offer(
                    order_id=order.id,
                    offer_id=int(form.cleaned_data["offer"]),
                    reason=form.cleaned_data["reason"],
                    actor=request.actor,
                    at=at,
                )
                press.keep(DONE)
        if ok:
            return _sent_on(request, number)
    return render(
        request, "orders/choose.html", _page(request, order, comparison, offers, form), status=form_status(form)
    )


def _page(request: Request, order: ProcurementOrder, comparison: Comparison | None, offers: list, form) -> dict:
    verdict, at = may_choose(request.actor, order), timezone.now()
    promise = judging.may_promise(order, at=at)
    small = minimum_offers(order.total, at) <= 1
    return {
        "order": order,
        "comparison": comparison,
        "table": comparison_page(order, offers, form, at=at) if comparison else None,
        "form": form,
        "checks": order_checks(order, at=at),
        "verdict": verdict,
        "waits": order.state in (OrderState.SUBMITTED, OrderState.COMPARING),
        "can_open": order.state == OrderState.SUBMITTED and bool(verdict),
        "can_choose_direct": order.state == OrderState.SUBMITTED and bool(verdict) and small and bool(promise),
        "promise": promise,
    }


@PP
@require_POST
def open_(request: Request, number: str) -> HttpResponse:
    """Look at what other vendors ask."""
    order = order_visible_to(request.actor, number)
    request.refusal_url = reverse("orders:choose", args=[number])
    with presses.once(request, OPEN, number) as press:
        if not press.result:
            open_comparison(order_id=order.id, actor=request.actor, at=timezone.now())
            press.keep(DONE)
    return redirect("orders:choose", number=number)


@PP
@require_POST
def choose_direct(request: Request, number: str) -> HttpResponse:
    """Choose the goods as asked for, where their value needs no comparison."""
    order = order_visible_to(request.actor, number)
    request.refusal_url = reverse("orders:choose", args=[number])
    with presses.once(request, DIRECT, number) as press:
        if not press.result:
            choose_offer(order_id=order.id, actor=request.actor, at=timezone.now())
            press.keep(DONE)
    return _sent_on(request, number)


def _sent_on(request: Request, number: str) -> HttpResponse:
    messages.success(request, _("Pilihan dikirim ke PPK."))
    return redirect("orders:detail", number=number)
