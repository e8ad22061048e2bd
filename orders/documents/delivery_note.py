"""Surat jalan: what is in a lot, under the vendor's own number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.kernel.actors import Actor
from orders.models import OrderLine, ProcurementOrder, Shipment


def issue_delivery_note(
    order: ProcurementOrder, shipment: Shipment, loaded: Sequence[tuple[OrderLine, int]], *, actor: Actor, at: datetime
) -> Document:
    role = Role.VENDOR_OWNER if actor.holds(Role.VENDOR_OWNER, vendor_id=order.vendor_id) else Role.VENDOR_STAFF
    return documents.issue(
        kind="delivery_note",
        series="SJ",
        issuer_id=order.vendor_id,
        subject=("orders.procurementorder", order.id),
        fields={
            "facts": [
                ["Pesanan", order.number],
                ["Lot", str(shipment.lot)],
                ["Pengirim", order.vendor.display_name],
                ["Penerima", f"{order.agency.name}, {order.need.delivery_place}"],
                ["Pengangkut", shipment.carrier],
                ["Kendaraan/resi", shipment.vehicle or "-"],
            ],
            "tables": [
                {
                    "caption": "Barang",
                    "columns": [["Barang/jasa", "l"], ["Dikirim", "r"], ["Satuan", "l"]],
                    "rows": [[line.title, str(quantity), line.unit_name] for line, quantity in loaded],
                    "totals": [],
                }
            ],
            "note": shipment.note,
        },
        signer=actor,
        signer_role=role,
        at=at,
        order=order.ref,
        viewers=[order.agency_id, order.vendor_id],
    )
