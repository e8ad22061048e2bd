"""The receiver at the gate: arrival, counting, photos."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.access import roles
from marketplace.accounts.roles import Role
from marketplace.files.services import store_upload
from marketplace.kernel.errors import WrongState
from marketplace.ui import presses
from marketplace.ui.forms import form_status, refusal_to_form
from marketplace.ui.http import Request, already_past
from orders.forms import ArrivalForm, InspectionForm
from orders.models import ProcurementOrder, ShipmentLine
from orders.policies import may_receive
from orders.selectors.deliveries import arrived_shipments, orders_to_receive, with_open_shipments
from orders.selectors.orders import for_lists, order_visible_to
from orders.services import inspect_delivery, record_arrival
from orders.shown.receiving import delivery_summary, delivery_tasks, goods_at_the_gate
from orders.states import ShipmentState

RECEIVER = roles(Role.RECEIVER)
#: What the key of the form is for, and what its press came to.
INSPECT, ACCEPTED, REJECTED = "inspect_delivery", "accepted", "rejected"


@RECEIVER
@require_safe
def queue(request: Request) -> HttpResponse:
    """What is on the way or at the gate."""
    agencies = request.actor.organisations(Role.RECEIVER)
    orders = with_open_shipments(for_lists(orders_to_receive(agencies)))[:100]
    return render(request, "orders/receiving.html", {"tasks": delivery_tasks(orders, at=timezone.now())})


@RECEIVER
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: Request, number: str) -> HttpResponse:
    """Match the delivery note, then count what arrived."""
    order, at = order_visible_to(request.actor, number), timezone.now()
    if done := presses.earlier(request, INSPECT, number):
        return _told(request, order, done)
    shipments = list(arrived_shipments(order))
    arrived = dict(
        ShipmentLine.objects.filter(shipment__in=shipments).values_list("order_line_id").annotate(Sum("quantity"))
    )
    lines = [line for line in order.ordered_lines if line.id in arrived]
    posted = request.method == "POST"
    form = InspectionForm(
        request.POST if posted else None, request.FILES if posted else None, lines=lines, arrived=arrived
    )
    if posted and form.is_valid():
        with refusal_to_form(form) as ok, presses.once(request, INSPECT, number) as press:
            if not press.result:
                press.keep(ACCEPTED if _inspect(request, order, form, at).accepted_idr else REJECTED)
        if isinstance(ok.refusal, WrongState):
            return already_past(request, ok.refusal, reverse("orders:detail", args=[number]))
        if ok:
            return _told(request, order, press.result)
    context = {
        "order": order,
        "form": form,
        "goods": goods_at_the_gate(form),
        "summary": delivery_summary(order, shipments, at=at),
        "on_the_way": order.shipments.filter(state=ShipmentState.SHIPPED).order_by("lot"),
        "arrival_form": ArrivalForm(),
        "verdict": may_receive(request.actor, order),
        "at_gate": bool(shipments),
    }
    return render(request, "orders/delivery.html", context, status=form_status(form))


def _inspect(request: Request, order: ProcurementOrder, form: InspectionForm, at):
    photos = [
        (_stored(request, order, upload, at), _("Foto %(n)d") % {"n": number})
        for number, upload in enumerate(form.pictures(), start=1)
    ]
    return inspect_delivery(
        order_id=order.id,
        counts=form.counts(),
        note=form.cleaned_data["note"],
        photos=photos,
        actor=request.actor,
        at=at,
    )


def _stored(request: Request, order: ProcurementOrder, upload, at):
    return store_upload(upload=upload, kind="photo", organisation_id=order.agency_id, actor=request.actor, at=at)


def _told(request: Request, order: ProcurementOrder, done: str) -> HttpResponse:
    if done == ACCEPTED:
        messages.success(request, _("Pemeriksaan disimpan. BAST menunggu tanda tangan penjual."))
    else:
        messages.success(request, _("Barang ditolak. Penjual diminta mengirim lagi."))
    return redirect("orders:detail", number=order.number)


@RECEIVER
@require_POST
def arrival(request: Request, number: str) -> HttpResponse:
    """A lot is at the gate."""
    order, at = order_visible_to(request.actor, number), timezone.now()
    request.refusal_url = reverse("orders:delivery", args=[number])
    form = ArrivalForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(text) for errors in form.errors.values() for text in errors))
        return redirect("orders:delivery", number=number)
    upload = form.cleaned_data["photo"]
    photo = _stored(request, order, upload, at) if upload else None
    lot = form.cleaned_data["lot"]
    with refusal_to_form(form) as ok:
        record_arrival(order_id=order.id, lot=lot, photo=photo, actor=request.actor, at=at)
    if ok.refusal and not (isinstance(ok.refusal, WrongState) and _recorded_before(request, order, lot)):
        raise ok.refusal
    messages.success(request, _("Kedatangan dicatat. Periksa barangnya."))
    return redirect("orders:delivery", number=number)


def _recorded_before(request: Request, order: ProcurementOrder, lot: int) -> bool:
    """Whether this person pressed the same button before: that is done, and is no mistake."""
    return order.shipments.filter(lot=lot, arrival_recorded_by_id=request.actor.id).exists()
