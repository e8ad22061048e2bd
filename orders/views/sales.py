"""The vendor's side: purchase letters to answer, lots to send, handover reports to sign."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.files.services import store_upload
from marketplace.kernel.attempts import AttemptKeyReused
from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request, already_past
from orders.forms import PressForm, ReasonForm, ShipForm
from orders.models import ProcurementOrder
from orders.policies import may_answer, may_close_short, may_ship, may_sign_handover
from orders.refusals import LotSentBefore
from orders.selectors.orders import SELLER_ROLES, order_visible_to
from orders.services import close_short, confirm_order, decline_order, ship_order, sign_handover_vendor, start_order
from orders.shown.detail import back_link, detail_page, goods_columns
from orders.shown.handover import handover_of, handover_page
from orders.shown.lists import badge
from orders.states import OrderState
from orders.views.orders import list_page
from vendors.policies import may_sell

SELLER = roles(*SELLER_ROLES)
OWNER = roles(Role.VENDOR_OWNER)
#: What the keys of the buttons are for, and what a press came to.
START, SHIP, CLOSE, DONE = "start_order", "ship_order", "close_short", "done"
SHIPPABLE = {
    OrderState.CONFIRMED,
    OrderState.IN_PROGRESS,
    OrderState.PARTIALLY_DELIVERED,
    OrderState.PARTIALLY_ACCEPTED,
}


@SELLER
@require_safe
def sales(request: Request) -> HttpResponse:
    """Orders of the own shops."""
    return render(request, "orders/list.html", list_page(request, seller=True))


@SELLER
@require_http_methods(["GET", "HEAD"])
def sale(request: Request, number: str) -> HttpResponse:
    """One order with the vendor's next step."""
    return _show(request, _own(request, number))


def _own(request: Request, number: str) -> ProcurementOrder:
    """An order of one of the actor's own shops. Raises NotFound for any other."""
    order = order_visible_to(request.actor, number)
    if order.vendor_id not in request.actor.organisations(*SELLER_ROLES):
        raise NotFound(kind="orders.procurementorder")
    return order


def _has_more_to_ship(order: ProcurementOrder) -> bool:
    return order.state in SHIPPABLE and any(line.remaining_quantity for line in order.ordered_lines)


def _show(request: Request, order: ProcurementOrder, *, decline=None, ship=None, status: int = 200) -> HttpResponse:
    lines = order.ordered_lines
    answering = order.state == OrderState.ORDERED
    shipping = _has_more_to_ship(order)
    ship_form = None
    if shipping and may_ship(request.actor, order):
        ship_form = ship or ShipForm(lines=lines, lot=order.shipments.count() + 1)
    page = detail_page(order, actor=request.actor, at=timezone.now())
    context = page | {
        "crumbs": back_link(order, seller=True),
        "badge": badge(request.actor, order),
        "state": order.screen,
        "columns": goods_columns(),
        "answer": may_answer(request.actor, order) if answering else None,
        "due_if_now": local_day(timezone.now()) + timedelta(days=order.lead_time_days)
        if order.lead_time_days
        else None,
        "standing": may_sell(order.vendor),
        "confirm_form": PressForm(prefix="confirm"),
        "decline_form": decline or ReasonForm(prefix="decline"),
        "ship_form": ship_form,
        "can_start": order.state == OrderState.CONFIRMED and bool(may_ship(request.actor, order)),
        "closing": may_close_short(request.actor, order) if order.short_close_asked_at and shipping else None,
    }
    return render(request, "orders/sale.html", context, status=status)


@OWNER
@require_POST
def confirm(request: Request, number: str) -> HttpResponse:
    """Countersign the purchase letter."""
    order = _own(request, number)
    request.refusal_url = reverse("orders:sale", args=[number])
    form = PressForm(request.POST, prefix="confirm")
    if not form.is_valid():
        messages.error(request, _("Halaman ini sudah terlalu lama terbuka. Coba lagi."))
        return redirect("orders:sale", number=number)
    key = form.cleaned_data["attempt_key"]
    confirm_order(order_id=order.id, attempt_key=key, actor=request.actor, at=timezone.now())
    messages.success(request, _("Surat pesanan dikonfirmasi. Siapkan dan kirim barangnya."))
    return redirect("orders:sale", number=number)


@OWNER
@require_POST
def decline(request: Request, number: str) -> HttpResponse:
    """Say no, with the reason."""
    order = _own(request, number)
    form = ReasonForm(request.POST, prefix="decline")
    if form.is_valid():
        with refusal_to_form(form) as ok:
            decline_order(order_id=order.id, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        if ok:
            messages.success(request, _("Penolakan dikirim ke pembeli."))
            return redirect("orders:sale", number=number)
    return _show(request, order, decline=form, status=form_status(form))


@SELLER
@require_POST
def start(request: Request, number: str) -> HttpResponse:
    """Say that work has begun."""
    order = _own(request, number)
    request.refusal_url = reverse("orders:sale", args=[number])
    with presses.once(request, START, number) as press:
        if not press.result:
            start_order(order_id=order.id, actor=request.actor, at=timezone.now())
            press.keep(DONE)
    messages.success(request, _("Pembeli melihat bahwa pesanan sedang dikerjakan."))
    return redirect("orders:sale", number=number)


@SELLER
@require_http_methods(["GET", "HEAD", "POST"])
def ship(request: Request, number: str) -> HttpResponse:
    """Send a lot with its delivery note. Opened again as an address, where a refused form stood, it is the order."""
    order = _own(request, number)
    if request.method != "POST":
        return redirect("orders:sale", number=number)
    if lot := presses.earlier(request, SHIP, number):
        return _sent(request, number, lot)
    form = ShipForm(request.POST, request.FILES, lines=order.ordered_lines)
    if form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, SHIP, number) as press:
            if not press.result:
                press.keep(str(_ship(request, order, form)))
        if ok:
            return _sent(request, number, press.result)
        order = _own(request, number)  # as it is now: another press may have come first
        if isinstance(ok.refusal, WrongState | AttemptKeyReused) and not _has_more_to_ship(order):
            return already_past(request, ok.refusal, reverse("orders:sale", args=[number]))
        if isinstance(ok.refusal, LotSentBefore | AttemptKeyReused) and (sent := order.shipments.count()):
            return _show(request, order, ship=_for_next_lot(request, order, sent), status=ok.refusal.status)
    return _show(request, order, ship=form, status=form_status(form))


def _for_next_lot(request: Request, order: ProcurementOrder, sent: int) -> ShipForm:
    """What was typed, as the form of the lot that follows those sent: pressed once more on purpose, it is that lot."""
    typed = request.POST.copy()
    typed["lot"], typed["attempt_key"] = str(sent + 1), str(uuid4())
    form = ShipForm(typed, lines=order.ordered_lines)
    words = _(
        "Lot %(sent)d sudah dikirim, mungkin dari tab lain. Kiriman ini tidak mengubah apa pun. Isian di bawah kini "
        "untuk lot %(next)d: periksa, lalu kirim hanya bila barangnya memang dikirim lagi."
    )
    form.add_error(None, words % {"sent": sent, "next": sent + 1})
    return form


def _ship(request: Request, order: ProcurementOrder, form: ShipForm) -> int:
    """The number of the lot that went out."""
    clean, at = form.cleaned_data, timezone.now()
    photo = clean["photo"] and store_upload(
        upload=clean["photo"], kind="photo", organisation_id=order.vendor_id, actor=request.actor, at=at
    )
    shipment = ship_order(
        order_id=order.id,
        quantities=form.quantities(),
        carrier=clean["carrier"],
        vehicle=clean["vehicle"],
        note=clean["note"],
        photo=photo or None,
        lot=clean["lot"],
        actor=request.actor,
        at=at,
    )
    return shipment.lot


def _sent(request: Request, number: str, lot: str) -> HttpResponse:
    messages.success(request, _("Lot %(lot)s dikirim. Surat jalan terbit.") % {"lot": lot})
    return redirect("orders:sale", number=number)


@OWNER
@require_POST
def close_remainder(request: Request, number: str) -> HttpResponse:
    """Agree to end the order with what was accepted."""
    order = _own(request, number)
    request.refusal_url = reverse("orders:sale", args=[number])
    with presses.once(request, CLOSE, number) as press:
        if not press.result:
            close_short(order_id=order.id, actor=request.actor, at=timezone.now())
            press.keep(DONE)
    messages.success(request, _("Sisa pesanan ditutup. Yang sudah diterima siap dibayar."))
    return redirect("orders:sale", number=number)


@OWNER
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: Request, number: str, sequence: int) -> HttpResponse:
    """Read the handover report and sign it first."""
    order = _own(request, number)
    report = handover_of(order, sequence)
    form = PressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusal_to_form(form) as ok:
            sign_handover_vendor(order_id=order.id, sequence=sequence, actor=request.actor, at=timezone.now())
        if isinstance(ok.refusal, WrongState):
            return already_past(request, ok.refusal, reverse("orders:sale", args=[number]))
        if ok:
            messages.success(request, _("BAST ditandatangani. Menunggu tanda tangan PPK."))
            return redirect("orders:sale", number=number)
    context = handover_page(order, report) | {
        "form": form,
        "verdict": may_sign_handover(request.actor, order),
        "may_sign": report.vendor_signed_at is None,
        "seller": True,
    }
    return render(request, "orders/handover.html", context, status=form_status(form))
