"""Berita Acara Serah Terima: party I hands over, party II receives; nothing is payable before both have signed."""

from __future__ import annotations

from datetime import datetime

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from orders.documents.parties import office, officer, seller
from orders.guarantees import present
from orders.models import Handover, ProcurementOrder


def issue_handover_report(order: ProcurementOrder, handover: Handover, *, actor: Actor, at: datetime) -> Document:
    """Numbered with the vendor's signature; valid with the commitment officer's."""
    return documents.issue(
        kind="handover_report",
        series="BAST",
        issuer_id=order.agency_id,
        subject=("orders.procurementorder", order.id),
        fields=_fields(order, handover, signatory=actor.name),
        signer=actor,
        signer_role=Role.VENDOR_OWNER,
        at=at,
        order=order.ref,
        viewers=[order.agency_id, order.vendor_id],
        awaiting=[Role.COMMITMENT_OFFICER],
    )


def _fields(order: ProcurementOrder, handover: Handover, *, signatory: str) -> dict:
    letter = Document.objects.filter(id=present(order.purchase_letter_id)).first()
    rows = handover.inspection.lines.select_related("order_line__listing__unit").order_by("order_line__position")
    party_two = officer(present(order.approver))
    return {
        "order_number": order.number,
        "purchase_letter_number": letter.number if letter else "-",
        "purchase_letter_date": local_day(present(order.approved_at)).isoformat(),
        "vendor": seller(order.vendor, signatory=signatory),
        "agency": office(order.agency)
        | {"officer": party_two["name"], "nip": party_two["nip"], "position": "Pejabat Pembuat Komitmen"},
        "handover_place": order.need.delivery_place,
        "lot": handover.sequence,
        "lots": handover.sequence,
        "lines": [
            {
                "name": row.order_line.title,
                "unit": row.order_line.unit_name,
                "ordered": row.order_line.quantity,
                "accepted": row.accepted_quantity,
                "unit_price_idr": row.order_line.unit_price_idr,
                "total_idr": row.order_line.unit_price_idr * row.accepted_quantity,
            }
            for row in rows
            if row.accepted_quantity
        ],
        "total_idr": handover.amount_idr,
        "penalty_days": handover.days_late,
        "note": handover.inspection.note,
    }
