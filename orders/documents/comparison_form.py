"""Form perbandingan harga: what each vendor asked, which was chosen, and why when it was not the lowest."""

from __future__ import annotations

from datetime import datetime

from marketplace.accounts.roles import Role
from marketplace.documents import services as documents
from marketplace.documents.models import Document
from marketplace.documents.wording import instant, on_paper
from marketplace.kernel.actors import Actor
from orders.models import Comparison, ProcurementOrder
from vendors.models import Scale


def issue_comparison_form(order: ProcurementOrder, comparison: Comparison, *, actor: Actor, at: datetime) -> Document:
    """Signed by the purchasing officer. Names other vendors' prices, so only the office sees it."""
    return documents.issue(
        kind="comparison_sheet",
        series="PH",
        issuer_id=order.agency_id,
        subject=("orders.procurementorder", order.id),
        fields=_fields(order, comparison),
        signer=actor,
        signer_role=Role.PURCHASING_OFFICER,
        at=at,
        order=order.ref,
        viewers=[order.agency_id],
    )


def _fields(order: ProcurementOrder, comparison: Comparison) -> dict:
    offers = list(comparison.offers.select_related("vendor").order_by("position"))
    chosen = next(offer for offer in offers if offer.is_chosen)
    return {
        "facts": [
            ["Pesanan", order.number],
            ["Kode RUP", order.need.rup_code],
            ["Keperluan", order.need.purpose],
            ["Dibandingkan", instant(comparison.opened_at)],
            ["Pembanding paling sedikit", str(comparison.minimum)],
            ["Dipilih", chosen.vendor.display_name],
            ["Alasan", order.choice_reason or "Penawaran terendah yang memenuhi kebutuhan"],
        ],
        "tables": [
            {
                "caption": "Penawaran",
                "columns": [
                    ["Penjual", "l"],
                    ["Skala", "l"],
                    ["Barang/jasa", "l"],
                    ["Waktu kirim", "r"],
                    ["Jumlah", "m"],
                ],
                "rows": [
                    [
                        offer.vendor.display_name + (" (dipilih)" if offer.is_chosen else ""),
                        on_paper(Scale(offer.vendor.scale).label) if offer.vendor.scale else "",
                        "; ".join(f"{line['quantity']} {line['unit']} {line['title']}" for line in offer.lines),
                        f"{offer.lead_time_days} hari",
                        offer.total_idr,
                    ]
                    for offer in offers
                ],
                "totals": [],
            }
        ],
        "amount_idr": chosen.total_idr,
    }
