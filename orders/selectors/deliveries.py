"""What is on the way, at the gate, or waiting for a signature."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from orders.models import Handover, ProcurementOrder, Shipment
from orders.states import OrderState, ShipmentState


def orders_to_receive(agency_ids: set[int]) -> QuerySet[ProcurementOrder]:
    """Orders with a lot on the way or at the gate, the earliest due date first."""
    return (
        ProcurementOrder.objects.filter(
            agency_id__in=agency_ids,
            state__in=[
                OrderState.IN_PROGRESS,
                OrderState.PARTIALLY_DELIVERED,
                OrderState.DELIVERED,
                OrderState.PARTIALLY_ACCEPTED,
            ],
            shipments__state__in=[ShipmentState.SHIPPED, ShipmentState.ARRIVED],
        )
        .distinct()
        .order_by("due_on", "id")
    )


def with_open_shipments(orders: QuerySet[ProcurementOrder]) -> QuerySet[ProcurementOrder]:
    open_shipments = Shipment.objects.exclude(state=ShipmentState.INSPECTED).order_by("lot")
    return orders.prefetch_related(Prefetch("shipments", queryset=open_shipments, to_attr="open_shipments"))


def is_at_the_gate(order: ProcurementOrder) -> bool:
    """Of an order from `with_open_shipments`: whether a lot waits for inspection."""
    return any(shipment.state == ShipmentState.ARRIVED for shipment in getattr(order, "open_shipments", ()))


def arrived_shipments(order: ProcurementOrder) -> QuerySet[Shipment]:
    """Lots at the gate that nobody has inspected yet."""
    return order.shipments.filter(state=ShipmentState.ARRIVED).order_by("lot")


def handovers_to_sign(vendor_ids: set[int]) -> QuerySet[Handover]:
    """Handover reports that wait for the vendor's signature."""
    return Handover.objects.filter(order__vendor_id__in=vendor_ids, vendor_signed_at__isnull=True).order_by("id")


def handovers_to_accept(agency_ids: set[int]) -> QuerySet[Handover]:
    """Handover reports that the vendor has signed and the commitment officer has not."""
    return Handover.objects.filter(
        Q(vendor_signed_at__isnull=False, accepted_at__isnull=True), order__agency_id__in=agency_ids
    ).order_by("vendor_signed_at", "id")
