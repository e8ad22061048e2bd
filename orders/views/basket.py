"""The activity officer's basket."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Listing
from marketplace.accounts.access import roles
from marketplace.accounts.models import Agency
from marketplace.accounts.roles import Role
from marketplace.kernel.calendar import fiscal_year
from marketplace.kernel.errors import NotFound, Refusal
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request
from orders.forms import AddToBasketForm, BasketForm
from orders.models import Need
from orders.refusals import BasketFull, QuantityOutOfRange
from orders.selectors.baskets import basket_parts, open_need, with_origins
from orders.selectors.tasks import tasks_for
from orders.services import add_to_basket, describe_need, submit_need
from orders.shown.basket import basket_page, judge_basket
from orders.shown.sent_again import as_rows, not_taken
from payments.budget import selectors as budget
from payments.settlement import selectors as settlement

PPTK = roles(Role.ACTIVITY_OFFICER)
BUYER = roles(Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER)


@BUYER
@require_safe
def home(request: Request) -> HttpResponse:
    """The buyer's room: what waits, what is in the basket, what is left of the budget."""
    agencies = request.actor.organisations(Role.ACTIVITY_OFFICER, Role.PURCHASING_OFFICER)
    lines = budget.lines_for(min(agencies), fiscal_year(timezone.now()))[:8] if agencies else []
    names = budget.account_names({line.account_code for line in lines})
    context = {
        "tasks": [*tasks_for(request.actor), *settlement.tasks_for(request.actor)],
        "lines": [(line, names.get(line.account_code, "")) for line in lines],
    }
    return render(request, "orders/home.html", context)


@PPTK
@require_POST
def add(request: Request) -> HttpResponse:
    """From a product page into the basket."""
    form = AddToBasketForm(request.POST)
    if not form.is_valid():
        return _asked_again(request, form)
    listing_id, quantity = form.cleaned_data["listing"], form.cleaned_data["quantity"]
    agency_id, at = _office(request), timezone.now()
    try:
        add_to_basket(listing_id=listing_id, quantity=quantity, agency_id=agency_id, actor=request.actor, at=at)
    except (BasketFull, QuantityOutOfRange) as refusal:
        return _asked_again(request, form, refusal)
    messages.success(request, _("Barang masuk keranjang."))
    return redirect(_address(agency_id))


def _asked_again(request: Request, form: AddToBasketForm, refusal: Refusal | None = None) -> HttpResponse:
    """Back at the product, which shows what was typed and what is wrong with it; the basket's own no stands above."""
    product = Listing.objects.visible_to(request.actor).filter(id=form.cleaned_data.get("listing") or 0).first()
    typed = " ".join(request.POST.get("quantity", "").split())[:60]
    if product is None or not typed:
        messages.error(request, _("Jumlah tidak terbaca. Tulis angka bulat, misalnya 40."))
        return redirect(product or "orders:basket")
    if refusal:
        messages.error(request, str(refusal))
    place = "" if refusal else "#pesan"
    return redirect(f"{product.get_absolute_url()}?{urlencode({'quantity': typed})}{place}")


@PPTK
@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: Request) -> HttpResponse:
    """See, change and submit the open need of one office."""
    agency_id, at = _office(request), timezone.now()
    if request.method == "POST" and "need" in request.POST:
        need = _own_need(request)
        if need.state != "open":
            return _answered_before(request, need, at)
    else:
        found = open_need(actor_id=request.actor.person_id, agency_id=agency_id)
        if found is None or not found.basket_id:
            return render(request, "orders/basket_empty.html", {"offices": _offices(request, agency_id)})
        need = found
    parts = basket_parts(need)
    lines = list(budget.lines_for(need.agency_id, fiscal_year(at)))
    form = BasketForm(request.POST if request.method == "POST" else None, need=need, parts=parts, lines=lines)
    if request.method == "POST" and form.is_valid():
        describe = partial(describe_need, need_id=need.id, draft=form.draft(), actor=request.actor, at=at)
        with refusal_to_form(form) as ok, transaction.atomic():  # together: what is submitted is what this form says
            need = describe()
            if form.submitting:
                key = form.cleaned_data["attempt_key"]
                submit_need(need_id=need.id, shown=form.shown(), attempt_key=key, actor=request.actor, at=at)
        if ok:
            return _submitted(request, need) if form.submitting else redirect(_address(need.agency_id))
        need.refresh_from_db()
        if need.state != "open":  # another press of this form, at the same moment, came first
            return _answered_before(request, need, at)
        with suppress(Refusal):  # kept as typed, though it was not submitted
            need = describe()
        parts = basket_parts(need)
    if not parts:
        if request.method == "POST":
            messages.error(
                request, _("Tidak ada yang diajukan: isi keranjang ini sudah dihapus, mungkin dari tab lain.")
            )
        return render(request, "orders/basket_empty.html", {"offices": _offices(request, agency_id)})
    judged = judge_basket(need, with_origins(parts), lines, form.account_names, at=at)
    context = basket_page(need, judged, lines, form, at) | {"offices": _offices(request, need.agency_id)}
    return render(request, "orders/basket.html", context, status=form_status(form))


def _office(request: Request) -> int:
    """The office this basket is for: the one named in the address when it is the actor's, else the first."""
    mine = sorted(request.actor.organisations(Role.ACTIVITY_OFFICER))
    named = request.GET.get("opd") or request.POST.get("opd") or ""
    return next((one for one in mine if str(one) == named), mine[0])


def _offices(request: Request, current: int) -> list[dict]:
    """The offices to choose from, when there is a choice."""
    mine = request.actor.organisations(Role.ACTIVITY_OFFICER)
    if len(mine) < 2:
        return []
    agencies = Agency.objects.filter(pk__in=mine).select_related("organisation").order_by("pk")
    return [{"url": _address(one.pk), "label": one.name, "current": one.pk == current} for one in agencies]


def _address(agency_id: int) -> str:
    return f"{reverse('orders:basket')}?opd={agency_id}"


def _own_need(request: Request) -> Need:
    """The need the form was shown for. Raises NotFound for somebody else's."""
    try:
        need_id = UUID(request.POST["need"])
    except ValueError:
        raise NotFound(kind="orders.need") from None
    return Need.objects.find(id=need_id, requester_id=request.actor.id)


def _answered_before(request: Request, need: Need, at: datetime) -> HttpResponse:
    """The form was sent before and became orders: the same answer again, unless it now says something else."""
    lines = list(budget.lines_for(need.agency_id, fiscal_year(at)))
    form = BasketForm(request.POST, need=need, parts=basket_parts(need), lines=lines)
    form.is_valid()
    orders = list(need.orders.order_by("number"))
    if not orders or not (found := not_taken(form)):
        return _submitted(request, need)
    columns = [{"label": _("Isian")}, {"label": _("Yang diajukan")}, {"label": _("Yang Anda kirim sesudahnya")}]
    context = {"need": need, "orders": orders, "columns": columns, "rows": as_rows(found)}
    return render(request, "orders/sent_again.html", context, status=409)


def _submitted(request: Request, need: Need) -> HttpResponse:
    orders = list(need.orders.order_by("number"))
    if not orders:
        return redirect("orders:basket")
    numbers = ", ".join(order.number for order in orders)
    words = ngettext("Pesanan %(numbers)s diajukan.", "Pesanan %(numbers)s diajukan.", len(orders))
    messages.success(request, words % {"numbers": numbers})
    return redirect("orders:detail", number=orders[0].number) if len(orders) == 1 else redirect("orders:list")
