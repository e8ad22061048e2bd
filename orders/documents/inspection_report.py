"""Berita acara pemeriksaan: what was ordered, what came, what is good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.documents.wording import on_paper
from marketplace.kernel.actors import Actor
from orders.models import Inspection, OrderLine, ProcurementOrder
from orders.states import Condition

if TYPE_CHECKING:
    from orders.services.inspect_delivery import Count


def issue_inspection_report(
    order: ProcurementOrder,
    inspection: Inspection,
    counted: Sequence[tuple[OrderLine, Count]],
    *,
    actor: Actor,
    at: datetime,
) -> Document:
    """Signed by the receiver; both parties read it."""
    columns = [
        ["Barang/jasa", "l"],
        ["Dipesan", "r"],
        ["Tiba", "r"],
        ["Diterima", "r"],
        ["Ditolak", "r"],
        ["Keadaan", "l"],
    ]
    return documents.issue(
        kind="inspection_report",
        series="BAP",
        issuer_id=order.agency_id,
        subject=("orders.procurementorder", order.id),
        fields={
            "opening": [
                "Pada {day_in_words}, penerima barang telah memeriksa waktu, jumlah, mutu, dan kegunaan barang pesanan "
                f"{order.number} dari {order.vendor.legal_name or order.vendor.display_name} dengan hasil berikut."
            ],
            "facts": [
                ["Tempat", order.need.delivery_place],
                ["Pemeriksaan ke-", str(inspection.sequence)],
                ["Penerima barang", actor.name],
            ],
            "tables": [
                {
                    "caption": "Hasil pemeriksaan",
                    "columns": columns,
                    "rows": [_row(line, count) for line, count in counted],
                    "totals": [["Nilai yang diterima", inspection.accepted_idr]],
                }
            ],
            "note": inspection.note,
        },
        signer=actor,
        signer_role=Role.RECEIVER,
        at=at,
        order=order.ref,
        viewers=[order.agency_id, order.vendor_id],
    )


def _row(line: OrderLine, count: Count) -> list[str]:
    seen = on_paper(Condition(count.condition).label) + (f": {count.note}" if count.note else "")
    arrived = str(count.accepted + count.rejected)
    return [line.title, str(line.quantity), arrived, str(count.accepted), str(count.rejected), seen]
