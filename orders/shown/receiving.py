"""The receiver's queue and inspection page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.cards import picture_of
from catalog.models import Listing
from marketplace.kernel.calendar import add_working_days, local_day
from marketplace.kernel.law import limit_on
from marketplace.ui.formats import day_and_clock, long_day
from orders.forms import InspectionForm
from orders.models import ProcurementOrder, Shipment
from orders.selectors.deliveries import is_at_the_gate


def delivery_tasks(orders: Iterable[ProcurementOrder], *, at: datetime) -> list[dict[str, Any]]:
    rows = []
    for order in orders:
        at_gate = is_at_the_gate(order)
        late = order.due_on is not None and order.due_on < local_day(at)
        rows.append(
            {
                "url": reverse("orders:delivery", args=[order.number]),
                "label": order.title,
                "detail": f"{order.vendor.display_name}, {order.number}",
                "icon": "clipboard-check" if at_gate else "truck",
                "tone": "warn" if at_gate else "info",
                "urgent": _("Tiba, periksa sekarang") if at_gate else (_("Lewat jatuh tempo") if late else ""),
            }
        )
    return rows


def delivery_summary(order: ProcurementOrder, shipments: Sequence[Shipment], *, at: datetime) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Penjual"), "value": order.vendor.display_name},
        {"label": _("Lokasi"), "value": order.need.delivery_place},
        {"label": _("Jatuh tempo kirim"), "value": long_day(order.due_on) if order.due_on else "–"},
    ]
    if shipments:
        arrived = min(shipment.arrived_at for shipment in shipments if shipment.arrived_at)
        until = add_working_days(local_day(arrived), limit_on("deadline.inspect_wd", local_day(at)))
        rows.insert(1, {"label": _("Tiba"), "value": day_and_clock(arrived)})
        rows.append({"label": _("Batas pemeriksaan"), "value": long_day(until)})
    return rows


def goods_at_the_gate(form: InspectionForm) -> list[dict[str, Any]]:
    """The form's rows with the picture and unit of each line."""
    rows = form.rows()
    listings = Listing.objects.for_cards().in_bulk([row["line"].listing_id for row in rows])
    return [
        row
        | {
            "image": picture_of(listings[row["line"].listing_id]),
            "unit": listings[row["line"].listing_id].unit.label,
            "price": row["line"].unit_price_idr,
        }
        for row in rows
    ]
