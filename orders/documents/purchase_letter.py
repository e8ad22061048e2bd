"""Surat Pesanan: the commitment officer orders, the vendor countersigns by confirming."""

from __future__ import annotations

from datetime import datetime

from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.kernel.actors import Actor
from marketplace.kernel.calendar import local_day
from orders.documents.parties import office, officer, seller
from orders.models import ProcurementOrder
from orders.taxes import breakdown_for
from payments.budget.selectors import account_names

BASIS = [
    "Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah sebagaimana telah diubah "
    "terakhir dengan Peraturan Presiden Nomor 46 Tahun 2025",
    "Peraturan Menteri Dalam Negeri Nomor 79 Tahun 2022 tentang Kartu Kredit Pemerintah Daerah",
]


def issue_purchase_letter(order: ProcurementOrder, *, actor: Actor, at: datetime) -> Document:
    """Numbered and signed here; valid once the vendor has signed too."""
    return documents.issue(
        kind="purchase_letter",
        series="SP",
        issuer_id=order.agency_id,
        subject=("orders.procurementorder", order.id),
        fields=_fields(order, signer_id=actor.person_id, at=at),
        signer=actor,
        signer_role=Role.COMMITMENT_OFFICER,
        at=at,
        order=order.ref,
        viewers=[order.agency_id, order.vendor_id],
        awaiting=[Role.VENDOR_OWNER],
    )


def _fields(order: ProcurementOrder, *, signer_id: int, at: datetime) -> dict:
    lines = order.ordered_lines
    tax = breakdown_for(order.vendor, [(line, line.quantity) for line in lines], on=local_day(at))
    charges = list(
        order.charges.select_related("budget_line__sub_activity", "budget_line__document", "budget_line__fund_source")
    )
    names = account_names({charge.budget_line.account_code for charge in charges})
    paper = charges[0].budget_line.document
    need = order.need
    return {
        "basis": BASIS,
        "order_number": order.number,
        "need_number": need.number,
        "rup_code": need.rup_code,
        "agency": office(order.agency),
        "commitment_officer": officer(User.objects.get(id=signer_id)),
        "vendor": seller(order.vendor),
        "dpa": {"number": paper.number, "date": paper.effective_from.isoformat()},
        "accounts": [
            {
                "code": charge.budget_line.account_code,
                "name": names.get(charge.budget_line.account_code, ""),
                "sub_activity": str(charge.budget_line.sub_activity),
                "amount_idr": charge.amount_idr,
            }
            for charge in charges
        ],
        "fund_source": ", ".join(sorted({charge.budget_line.fund_source.name for charge in charges})),
        "lines": [
            {
                "name": line.title,
                "spec": line.specification,
                "unit": line.unit_name,
                "quantity": line.quantity,
                "unit_price_idr": line.unit_price_idr,
                "ppn_idr": share.ppn.idr,
                "total_idr": line.amount_idr,
            }
            for line, share in zip(lines, tax.shares, strict=True)
        ],
        "prices_include_tax": True,
        "base_idr": tax.base.idr,
        "ppn_idr": tax.ppn.idr,
        "total_idr": order.total_idr,
        "delivery_place": need.delivery_place,
        "lead_time_days": order.lead_time_days,
        "partial_delivery": True,
        "payment_method": "Kartu Kredit Pemerintah Daerah",
        "penalty_base": "part",
    }
