from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.files import services as files
from marketplace.files.models import StoredFile
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound, WrongState
from orders.documents.delivery_note import issue_delivery_note
from orders.events import OrderShipped
from orders.models import OrderLine, ProcurementOrder, Shipment, ShipmentLine
from orders.policies import may_ship
from orders.refusals import LotSentBefore, NothingToShip, OverDelivery
from orders.states import OrderState


@transaction.atomic
def ship_order(
    *,
    order_id: UUID,
    quantities: Mapping[int, int],
    carrier: str,
    vehicle: str = "",
    note: str = "",
    photo: StoredFile | None = None,
    lot: int | None = None,
    actor: Actor,
    at: datetime,
) -> Shipment:
    """Send a lot on its way with a delivery note. Never more than what is still to be delivered.

    Shape   quantities: order line id -> pieces in this lot; lot: its number as the sender saw it, if they saw one.
    Raises  WrongState, LotSentBefore, NotPermitted, NothingToShip, OverDelivery, NotFound.
    Emits   OrderShipped.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_ship(actor, order).enforce()
    next_lot = order.shipments.count() + 1
    if lot is not None and lot != next_lot:
        raise LotSentBefore(lot=lot) if lot < next_lot else WrongState()
    first = order.state in (OrderState.CONFIRMED, OrderState.IN_PROGRESS)
    order.in_transit = True
    order.advance("ship" if first else "ship_next", actor=actor, at=at, save=("in_transit",))
    loaded = _load(order, quantities)
    shipment = Shipment.objects.create(
        order=order,
        lot=next_lot,
        carrier=carrier,
        vehicle=vehicle,
        note=note,
        photo=photo,
        shipped_by_id=actor.person_id,
        shipped_at=at,
    )
    ShipmentLine.objects.bulk_create(
        [ShipmentLine(shipment=shipment, order_line=line, quantity=quantity) for line, quantity in loaded]
    )
    if photo is not None:
        files.attach(file=photo, subject=("orders.procurementorder", order.id))
    shipment.document_id = issue_delivery_note(order, shipment, loaded, actor=actor, at=at).id
    shipment.save(update_fields=["document_id"])
    after = {"lot": shipment.lot, "lines": {str(line.position): quantity for line, quantity in loaded}}
    audit_log.record("orders.order.shipped", order, actor=actor, at=at, after=after, role=order.role_for("ship", actor))
    outbox.publish(OrderShipped(**order.event_facts(at), lot=shipment.lot))
    return shipment


def _load(order: ProcurementOrder, quantities: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """Count the goods out of what remains. Raises NothingToShip, OverDelivery, NotFound."""
    lines = {line.id: line for line in order.lines.order_by("position")}
    if set(quantities) - set(lines):
        raise NotFound(kind="orders.orderline")
    loaded = [(line, quantities[line.id]) for line in lines.values() if quantities.get(line.id)]
    if not loaded:
        raise NothingToShip()
    for line, quantity in loaded:
        if not 0 < quantity <= line.remaining_quantity:
            raise OverDelivery()
        line.shipped_quantity += quantity
        line.save(update_fields=["shipped_quantity"])
    return loaded
