"""Lists and the page of one order, the same for every room: the actor's own queryset decides what is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from marketplace.ui.pagination import keyset
from orders import policies
from orders.forms import OnceForm, ReviewForm
from orders.labels import FILTERS
from orders.selectors.orders import (
    OFFICE_ROLES,
    SELLER_ROLES,
    WATCHING_ROLES,
    for_lists,
    order_visible_to,
    orders_visible_to,
)
from orders.services import ask_close_short, cancel_order, review_performance
from orders.shown.detail import back_link, detail_page, goods_columns
from orders.shown.lists import badge, filter_chips, is_my_move, list_columns, list_rows
from orders.states import OrderState

FOLLOWERS = roles(*OFFICE_ROLES, *WATCHING_ROLES)
#: What the keys of the forms are for, and what a press came to.
CANCEL, ASK_CLOSE, DONE = "cancel_order", "ask_close_short", "done"
EVERYBODY = roles(*OFFICE_ROLES, *WATCHING_ROLES, *SELLER_ROLES)
CANCELLABLE = {OrderState.SUBMITTED, OrderState.COMPARING, OrderState.AWAITING_APPROVAL, OrderState.ORDERED}


@FOLLOWERS
@require_safe
def order_list(request: Request) -> HttpResponse:
    """All orders this person follows, newest first, by state."""
    return render(request, "orders/list.html", list_page(request, seller=False))


def list_page(request: Request, *, seller: bool) -> dict:
    """The list of either side; one query for the rows, whatever their number."""
    chosen = request.GET.get("keadaan", "")
    orders = for_lists(orders_visible_to(request.actor))
    if seller:
        orders = orders.filter(vendor_id__in=request.actor.organisations(*SELLER_ROLES))
    if chosen in FILTERS:
        orders = orders.filter(state__in=FILTERS[chosen][1])
    if number := request.GET.get("q", "").strip():
        orders = orders.filter(number__icontains=number[:30])
    page = keyset(orders, order=("-created_at", "-id"), cursor=request.GET.get("cursor"), per_page=30)
    return {
        "page": page,
        "rows": list_rows(page, actor=request.actor, seller=seller),
        "columns": list_columns(seller=seller),
        "chips": filter_chips(chosen),
        "seller": seller,
        "filtered": bool(chosen or number),
        "q": number,
    }


@EVERYBODY
@require_safe
def detail(request: Request, number: str) -> HttpResponse:
    """One order: next step, timeline, goods, papers, trail, summary, budget, payment."""
    order = order_visible_to(request.actor, number)
    page = detail_page(order, actor=request.actor, at=timezone.now())
    context = page | {
        "crumbs": back_link(order, seller=page["seller"]),
        "badge": badge(request.actor, order),
        "state": order.screen,
        "yours": is_my_move(request.actor, order),
        "columns": goods_columns(),
        "may_cancel": _may_cancel(request, order),
        "may_ask_close": order.state == OrderState.PARTIALLY_ACCEPTED
        and order.short_close_asked_at is None
        and bool(policies.may_ask_close_short(request.actor, order)),
    }
    return render(request, "orders/detail.html", context)


def _may_cancel(request: Request, order) -> bool:
    if order.state not in CANCELLABLE:
        return False
    rule = policies.may_withdraw if order.state == OrderState.ORDERED else policies.may_cancel
    return bool(rule(request.actor, order))


@roles(Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER, Role.COMMITMENT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Request, number: str) -> HttpResponse:
    """Give an order up, with the reason."""
    order = order_visible_to(request.actor, number)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, CANCEL, number) as press:
            if not press.result:
                reason = form.cleaned_data["reason"]
                cancel_order(order_id=order.id, reason=reason, actor=request.actor, at=timezone.now())
                press.keep(DONE)
        if ok:
            messages.success(request, _("Pesanan dibatalkan. Anggaran dan stok sudah dilepas."))
            return redirect("orders:detail", number=number)
    context = {
        "order": order,
        "form": form,
        "title": _("Batalkan pesanan"),
        "lead": _("Anggaran dan stok yang ditahan langsung dilepas."),
        "button": _("Batalkan pesanan"),
        "danger": True,
    }
    return render(request, "orders/reason.html", context, status=form_status(form))


@roles(Role.COMMITMENT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def close_remainder(request: Request, number: str) -> HttpResponse:
    """The commitment officer proposes to end the order with what was accepted."""
    order = order_visible_to(request.actor, number)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, ASK_CLOSE, number) as press:
            if not press.result:
                reason = form.cleaned_data["reason"]
                ask_close_short(order_id=order.id, reason=reason, actor=request.actor, at=timezone.now())
                press.keep(DONE)
        if ok:
            messages.success(request, _("Usulan penutupan sisa dikirim ke penjual."))
            return redirect("orders:detail", number=number)
    context = {
        "order": order,
        "form": form,
        "title": _("Tutup sisa pesanan"),
        "lead": _("Pesanan berakhir dengan yang sudah diterima, bila penjual setuju."),
        "button": _("Usulkan penutupan"),
    }
    return render(request, "orders/reason.html", context, status=form_status(form))


@roles(Role.COMMITMENT_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, number: str) -> HttpResponse:
    """Judge the vendor; this completes the order."""
    order = order_visible_to(request.actor, number)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        with refusal_to_form(form) as ok:
            review_performance(
                order_id=order.id, scores=form.scores(), note=note, actor=request.actor, at=timezone.now()
            )
        if ok:
            messages.success(request, _("Penilaian disimpan. Pesanan selesai."))
            return redirect("orders:detail", number=number)
    return render(request, "orders/review.html", {"order": order, "form": form}, status=form_status(form))
