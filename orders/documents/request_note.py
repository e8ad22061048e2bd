"""Nota dinas permintaan: the activity officer asks, with lines, charges and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.kernel.actors import Actor
from marketplace.ui.formats import long_day
from orders.documents.parties import named
from orders.models import Need, ProcurementOrder


def issue_request_note(need: Need, orders: Sequence[ProcurementOrder], *, actor: Actor, at: datetime) -> Document:
    """One note for the whole need, which names it already, signed by the one who asks. Vendors never see it."""
    return documents.issue(
        kind="request_note",
        series="ND",
        issuer_id=need.agency_id,
        subject=("orders.need", need.id),
        fields=_fields(need, orders),
        signer=actor,
        signer_role=Role.ACTIVITY_OFFICER,
        at=at,
        viewers=[need.agency_id],
        document_id=need.request_note_id,
    )


def _fields(need: Need, orders: Sequence[ProcurementOrder]) -> dict:
    return {
        "facts": [
            ["Dari", f"PPTK {named(need.requester)}"],
            ["Kepada", "Pejabat Pembuat Komitmen melalui Pejabat Pengadaan"],
            ["Keperluan", need.purpose],
            ["Diperlukan tanggal", long_day(need.needed_by)],
            ["Tempat pengiriman", need.delivery_place],
            ["Kode RUP", need.rup_code],
        ],
        "tables": [_goods(order) for order in orders] + [_budget(orders)],
        "amount_idr": sum(order.total_idr for order in orders),
        "note": "; ".join(text for order in orders for text in (order.price_reason, order.split_reason) if text),
    }


def _goods(order: ProcurementOrder) -> dict:
    return {
        "caption": f"{order.number}, {order.vendor.display_name}",
        "columns": [["Barang/jasa", "l"], ["Jumlah", "r"], ["Satuan", "l"], ["Perkiraan harga", "m"], ["Nilai", "m"]],
        "rows": [
            [line.title, str(line.quantity), line.unit_name, line.unit_price_idr, line.amount_idr]
            for line in order.ordered_lines
        ],
        "totals": [["Jumlah", order.total_idr]],
    }


def _budget(orders: Sequence[ProcurementOrder]) -> dict:
    rows = [
        [order.number, charge.budget_line.sub_activity.code, charge.budget_line.account_code, charge.amount_idr]
        for order in orders
        for charge in order.ordered_charges
    ]
    columns = [["Pesanan", "l"], ["Sub kegiatan", "l"], ["Rekening", "l"], ["Nilai", "m"]]
    return {"caption": "Pembebanan anggaran", "columns": columns, "rows": rows, "totals": []}
