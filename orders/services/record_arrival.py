from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from marketplace.files import services as files
from marketplace.files.models import StoredFile
from marketplace.kernel import audit_log, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import NotFound, WrongState
from orders.events import DeliveryArrived
from orders.models import ProcurementOrder, Shipment
from orders.policies import may_receive
from orders.states import ShipmentState


@transaction.atomic
def record_arrival(
    *, order_id: UUID, lot: int, photo: StoredFile | None = None, actor: Actor, at: datetime
) -> Shipment:
    """A lot is at the gate. When it was the last one, the order is delivered.

    Raises  WrongState, NotPermitted, NotFound.
    Emits   DeliveryArrived.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_receive(actor, order).enforce()
    shipment = order.shipments.filter(lot=lot).first()
    if shipment is None:
        raise NotFound(kind="orders.shipment", id=lot)
    if shipment.state != ShipmentState.SHIPPED:
        raise WrongState()
    under_way = order.shipments.filter(state=ShipmentState.SHIPPED).exclude(id=shipment.id).exists()
    complete = not under_way and all(line.remaining_quantity == 0 for line in order.lines.all())
    order.in_transit = under_way
    saved = ["in_transit"]
    if complete:
        order.delivered_at = at
        saved.append("delivered_at")
    facts = {"lot": lot}
    order.advance("arrive_all" if complete else "arrive_part", actor=actor, at=at, facts=facts, save=tuple(saved))
    shipment.state, shipment.arrived_at, shipment.arrival_recorded_by_id = ShipmentState.ARRIVED, at, actor.id
    shipment.arrival_photo = photo
    shipment.save(update_fields=["state", "arrived_at", "arrival_recorded_by", "arrival_photo"])
    if photo is not None:
        files.attach(file=photo, subject=("orders.procurementorder", order.id))
    audit_log.record(
        "orders.delivery.arrived", order, actor=actor, at=at, after=facts, role=order.role_for("arrive_all", actor)
    )
    outbox.publish(DeliveryArrived(**order.event_facts(at), lot=lot))
    return shipment
