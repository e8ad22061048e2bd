"""What waits for an actor in orders: rows of the rooms' task lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.ui.tasks import Task
from orders.models import ProcurementOrder
from orders.selectors.approvals import orders_awaiting_approval, orders_to_choose
from orders.selectors.deliveries import (
    handovers_to_accept,
    handovers_to_sign,
    is_at_the_gate,
    orders_to_receive,
    with_open_shipments,
)
from orders.states import OrderState

MOST = 20
TO_SHIP = (OrderState.CONFIRMED, OrderState.PARTIALLY_ACCEPTED)


def tasks_for(actor: Actor) -> list[Task]:
    """At most one query per role held; the nearest deadline first."""
    found = [
        *_choosing(actor),
        *_approving(actor),
        *_accepting(actor),
        *_receiving(actor),
        *_selling(actor),
        *_signing(actor),
    ]
    return sorted(found, key=lambda task: (task.deadline or date.max, str(task.title)))


def task_counts(actor: Actor) -> dict[str, int]:
    """Numbers beside the section tabs. A shop's is that of its task list: to answer, to send, to sign."""
    counts: dict[str, int] = {}
    if agencies := actor.organisations(Role.COMMITMENT_OFFICER):
        decisions = orders_awaiting_approval(*agencies).filter(audit_hold=False)
        handovers = handovers_to_accept(agencies).filter(order__audit_hold=False)
        counts["approvals"] = decisions.count() + handovers.count()
    if agencies := actor.organisations(Role.PURCHASING_OFFICER):
        counts["choices"] = orders_to_choose(agencies).count()
    if agencies := actor.organisations(Role.RECEIVER):
        counts["deliveries"] = orders_to_receive(agencies).count()
    if shops := actor.organisations(Role.VENDOR_OWNER, Role.VENDOR_STAFF):
        steps = ProcurementOrder.objects.filter(vendor_id__in=shops, state__in=[OrderState.ORDERED, *TO_SHIP])
        reports = handovers_to_sign(actor.organisations(Role.VENDOR_OWNER)).order_by()
        counts["sales"] = steps.values("pk").union(reports.values("pk"), all=True).count()
    return counts


def _task(
    title: str,
    order: ProcurementOrder,
    url: str,
    icon: str,
    deadline: date | datetime | None = None,
    tone: str = "warn",
) -> Task:
    if isinstance(deadline, datetime):
        deadline = local_day(deadline)
    return Task(title=title, detail=f"{order.title}, {order.number}", deadline=deadline, url=url, icon=icon, tone=tone)


def _choosing(actor: Actor) -> Iterator[Task]:
    agencies = actor.organisations(Role.PURCHASING_OFFICER)
    if agencies:
        for order in orders_to_choose(agencies).exclude(requester_id=actor.id)[:MOST]:
            url = reverse("orders:choose", args=[order.number])
            yield _task(_("Bandingkan dan pilih penyedia"), order, url, "git-compare", order.hold_expires_at)


def _approving(actor: Actor) -> Iterator[Task]:
    agencies = actor.organisations(Role.COMMITMENT_OFFICER)
    if agencies:
        waiting = orders_awaiting_approval(*agencies).exclude(requester_id=actor.id).exclude(chooser_id=actor.id)
        for order in waiting[:MOST]:
            url = reverse("orders:approval", args=[order.number])
            if order.audit_hold:
                title = _("Ditahan pengawas: hanya dapat dikembalikan")
                yield _task(title, order, url, "shield-alert", order.hold_expires_at, "idle")
            else:
                yield _task(_("Setujui atau kembalikan pesanan"), order, url, "hourglass", order.hold_expires_at)


def _accepting(actor: Actor) -> Iterator[Task]:
    agencies = actor.organisations(Role.COMMITMENT_OFFICER)
    if agencies:
        for handover in handovers_to_accept(agencies).select_related("order")[:MOST]:
            if handover.order.audit_hold:
                url = reverse("orders:detail", args=[handover.order.number])
                yield _task(
                    _("Ditahan pengawas: BAST belum dapat ditandatangani"),
                    handover.order,
                    url,
                    "shield-alert",
                    None,
                    "idle",
                )
                continue
            url = reverse("orders:handover", args=[handover.order.number, handover.sequence])
            yield _task(_("Tanda tangani BAST"), handover.order, url, "signature")


def _receiving(actor: Actor) -> Iterator[Task]:
    agencies = actor.organisations(Role.RECEIVER)
    if not agencies:
        return
    for order in with_open_shipments(orders_to_receive(agencies))[:MOST]:
        at_gate = is_at_the_gate(order)
        title = _("Periksa barang yang tiba") if at_gate else _("Catat kedatangan barang")
        yield _task(title, order, reverse("orders:delivery", args=[order.number]), "clipboard-check")


def _selling(actor: Actor) -> Iterator[Task]:
    shops = actor.organisations(Role.VENDOR_OWNER, Role.VENDOR_STAFF)
    if not shops:
        return
    mine = ProcurementOrder.objects.filter(vendor_id__in=shops)
    for order in mine.filter(state=OrderState.ORDERED).order_by("hold_expires_at")[:MOST]:
        url = reverse("orders:sale", args=[order.number])
        yield _task(_("Jawab surat pesanan"), order, url, "send", order.hold_expires_at)
    to_ship = mine.filter(state__in=TO_SHIP).order_by("due_on")
    for order in to_ship[:MOST]:
        url = reverse("orders:sale", args=[order.number])
        yield _task(_("Kirim barang"), order, url, "truck", order.due_on)


def _signing(actor: Actor) -> Iterator[Task]:
    shops = actor.organisations(Role.VENDOR_OWNER)
    if shops:
        for handover in handovers_to_sign(shops).select_related("order")[:MOST]:
            url = reverse("orders:sale-handover", args=[handover.order.number, handover.sequence])
            yield _task(_("Tanda tangani BAST"), handover.order, url, "signature")
