from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from marketplace.files import services as files
from marketplace.files.models import StoredFile
from marketplace.kernel import audit_log, law, outbox
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from marketplace.kernel.money import Rupiah
from orders.documents.inspection_report import issue_inspection_report
from orders.events import DeliveryInspected, DeliveryRejected
from orders.models import Handover, Inspection, InspectionLine, InspectionPhoto, OrderLine, ProcurementOrder, Shipment
from orders.models.deliveries import ShipmentLine
from orders.penalties import days_late, late_penalty
from orders.policies import may_receive
from orders.refusals import CountDoesNotMatch, NothingArrived, ReasonRequired
from orders.selectors.deliveries import arrived_shipments
from orders.states import Condition, ShipmentState
from orders.taxes import breakdown_of


@dataclass(frozen=True)
class Count:
    """What the receiver counted of one order line in the lots at the gate."""

    line_id: int
    accepted: int
    rejected: int = 0
    condition: str = Condition.GOOD
    note: str = ""


@transaction.atomic
def inspect_delivery(
    *,
    order_id: UUID,
    counts: Sequence[Count],
    note: str = "",
    photos: Sequence[tuple[StoredFile, str]] = (),
    actor: Actor,
    at: datetime,
) -> Inspection:
    """Write down what arrived and what of it is good. Good pieces go to the handover report, the others go back.

    When nothing is good the lots are sent back at once and the vendor delivers again; the due date stays.
    Raises  WrongState, NotPermitted, NothingArrived, CountDoesNotMatch, ReasonRequired.
    Emits   DeliveryInspected; DeliveryRejected when nothing is accepted.
    Source  Perpres 16/2018 art. 57: checked before it is accepted.
    """
    order = ProcurementOrder.objects.lock(order_id)
    may_receive(actor, order).enforce()
    shipments = list(arrived_shipments(order))
    if not shipments:
        raise NothingArrived()
    order.receiver_id = actor.id
    order.advance("inspect", actor=actor, at=at, save=("receiver",))
    counted = _matched(order, shipments, counts)
    accepted = Rupiah(sum(line.unit_price_idr * count.accepted for line, count in counted))
    inspection = _write(order, shipments, counted, accepted, note=note, photos=photos, actor=actor, at=at)
    inspection.document_id = issue_inspection_report(order, inspection, counted, actor=actor, at=at).id
    inspection.save(update_fields=["document_id"])
    after = {"accepted_idr": accepted.idr, "rejected": sum(count.rejected for _, count in counted)}
    role = order.role_for("inspect", actor)
    audit_log.record("orders.delivery.inspected", order, actor=actor, at=at, after=after, why=note, role=role)
    if accepted:
        _open_handover(order, inspection, shipments, accepted, at=at)
        rejected_lines = sum(1 for _, count in counted if count.rejected)
        outbox.publish(
            DeliveryInspected(**order.event_facts(at), accepted_idr=accepted.idr, rejected_lines=rejected_lines)
        )
    else:
        reason = "; ".join(count.note for _, count in counted if count.note)
        order.advance("reject_lot" if order.accepted_idr else "reject_lines", actor=actor, at=at, reason=reason)
        outbox.publish(DeliveryRejected(**order.event_facts(at), reason=reason))
    return inspection


def _matched(
    order: ProcurementOrder, shipments: Sequence[Shipment], counts: Sequence[Count]
) -> list[tuple[OrderLine, Count]]:
    """Each line that arrived with its count: good plus rejected is what arrived, and a rejection says why."""
    arrived = dict(
        ShipmentLine.objects.filter(shipment__in=shipments).values_list("order_line_id").annotate(Sum("quantity"))
    )
    by_line = {count.line_id: count for count in counts}
    matched = []
    for line in order.lines.filter(id__in=arrived).order_by("position"):
        count = by_line.pop(line.id, None)
        if (
            count is None
            or min(count.accepted, count.rejected) < 0
            or count.accepted + count.rejected != arrived[line.id]
        ):
            raise CountDoesNotMatch(title=line.title, arrived=arrived[line.id])
        if count.rejected and len(count.note.split()) < 1:
            raise ReasonRequired(what=_("apa yang rusak atau tidak sesuai pada %(title)s.") % {"title": line.title})
        matched.append((line, count))
    if by_line:
        raise CountDoesNotMatch(title="", arrived=0)
    return matched


def _write(
    order: ProcurementOrder,
    shipments: Sequence[Shipment],
    counted: Sequence[tuple[OrderLine, Count]],
    accepted: Rupiah,
    *,
    note: str,
    photos: Sequence[tuple[StoredFile, str]],
    actor: Actor,
    at: datetime,
) -> Inspection:
    inspection = Inspection.objects.create(
        order=order,
        sequence=order.inspections.count() + 1,
        receiver_id=actor.person_id,
        at=at,
        note=note,
        accepted_idr=accepted.idr,
    )
    InspectionLine.objects.bulk_create(
        [
            InspectionLine(
                inspection=inspection,
                order_line=line,
                received_quantity=count.accepted + count.rejected,
                accepted_quantity=count.accepted,
                rejected_quantity=count.rejected,
                condition=count.condition,
                note=count.note,
            )
            for line, count in counted
        ]
    )
    for line, count in counted:
        if count.rejected:
            line.rejected_quantity += count.rejected
            line.save(update_fields=["rejected_quantity"])
    Shipment.objects.filter(id__in=[shipment.id for shipment in shipments]).update(
        state=ShipmentState.INSPECTED, inspection=inspection
    )
    for file, caption in photos:
        InspectionPhoto.objects.create(inspection=inspection, file=file, caption=caption)
        files.attach(file=file, subject=("orders.procurementorder", order.id))
    return inspection


def _open_handover(
    order: ProcurementOrder, inspection: Inspection, shipments: Sequence[Shipment], accepted: Rupiah, *, at: datetime
) -> Handover:
    """The report both parties will sign, with the lateness of these lots."""
    arrived_on = max(local_day(shipment.arrived_at) for shipment in shipments if shipment.arrived_at)
    late = days_late(due_on=order.due_on, arrived_on=arrived_on)
    penalty = Rupiah.zero()
    if late:
        base = breakdown_of(order, inspection, on=local_day(at)).base
        penalty = late_penalty(base, days=late, per_mille=law.limit_on("late_penalty_per_mille", local_day(at)))
    return Handover.objects.create(
        order=order,
        inspection=inspection,
        sequence=order.handovers.count() + 1,
        amount_idr=accepted.idr,
        days_late=late,
        penalty_idr=penalty.idr,
        receiver_id=inspection.receiver_id,
    )
