"""Nota dinas permintaan: the activity officer asks, with lines, charges and reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.documents.wording import long_day
from marketplace.kernel.actors import Actor
from orders.documents.parties import named
from orders.guarantees import present
from orders.models import Need
from orders.planned import Planned


def issue_request_note(need: Need, plans: Sequence[Planned], *, actor: Actor, at: datetime) -> Document:
    """One note for the whole need, which names it already, signed by the one who asks. Vendors never see it."""
    return documents.issue(
        kind="request_note",
        series="ND",
        issuer_id=need.agency_id,
        subject=("orders.need", need.id),
        fields=_fields(need, plans),
        signer=actor,
        signer_role=Role.ACTIVITY_OFFICER,
        at=at,
        viewers=[need.agency_id],
        document_id=need.request_note_id,
    )


def _fields(need: Need, plans: Sequence[Planned]) -> dict:
    orders = [plan.order for plan in plans]
    return {
        "facts": [
            ["Dari", f"PPTK {named(need.requester)}"],
            ["Kepada", "Pejabat Pembuat Komitmen melalui Pejabat Pengadaan"],
            ["Keperluan", need.purpose],
            ["Diperlukan tanggal", long_day(present(need.needed_by))],
            ["Tempat pengiriman", need.delivery_place],
            ["Kode RUP", need.rup_code],
        ],
        "tables": [_goods(plan) for plan in plans] + [_budget(plans)],
        "amount_idr": sum(order.total_idr for order in orders),
        "note": "; ".join(text for order in orders for text in (order.price_reason, order.split_reason) if text),
    }


def _goods(plan: Planned) -> dict:
    return {
        "caption": f"{plan.order.number}, {plan.part.vendor.display_name}",
        "columns": [["Barang/jasa", "l"], ["Jumlah", "r"], ["Satuan", "l"], ["Perkiraan harga", "m"], ["Nilai", "m"]],
        "rows": [
            [goods.name, str(quantity), goods.unit_name, goods.unit_price_idr, goods.unit_price_idr * quantity]
            for goods, quantity in plan.part.goods
        ],
        "totals": [["Jumlah", plan.order.total_idr]],
    }


def _budget(plans: Sequence[Planned]) -> dict:
    rows = [
        [plan.order.number, plan.lines[line_id].sub_activity_code, plan.lines[line_id].account_code, amount.idr]
        for plan in plans
        for line_id, amount in plan.charges
    ]
    columns = [["Pesanan", "l"], ["Sub kegiatan", "l"], ["Rekening", "l"], ["Nilai", "m"]]
    return {"caption": "Pembebanan anggaran", "columns": columns, "rows": rows, "totals": []}
