"""The handover report as it is read before signing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.errors import NotFound
from marketplace.ui.formats import day_and_clock, long_day
from orders.models import Handover, ProcurementOrder


def handover_of(order: ProcurementOrder, sequence: int) -> Handover:
    """Raises NotFound."""
    report = order.handovers.select_related("inspection", "receiver", "vendor_signed_by", "accepted_by").filter(
        sequence=sequence
    )
    found = report.first()
    if found is None:
        raise NotFound(kind="orders.handover")
    return found


def handover_page(order: ProcurementOrder, report: Handover) -> dict[str, Any]:
    rows = report.inspection.lines.select_related("order_line__listing__unit").order_by("order_line__position")
    approver = order.approver.full_name if order.approver else "–"
    return {
        "order": order,
        "report": report,
        "lines": [
            {
                "title": row.order_line.title,
                "unit": row.order_line.listing.unit.label,
                "ordered": row.order_line.quantity,
                "received": row.received_quantity,
                "accepted": row.accepted_quantity,
                "rejected": row.rejected_quantity,
                "condition": row.get_condition_display(),
                "note": row.note,
                "price": row.order_line.unit_price_idr,
                "total": row.order_line.unit_price_idr * row.accepted_quantity,
            }
            for row in rows
        ],
        "photos": [
            {"url": one.file.url(1280), "thumb": one.file.url(320), "alt": one.caption or _("Foto pemeriksaan")}
            for one in report.inspection.photos.select_related("file")
        ],
        "facts": [
            {"label": _("Pihak pertama"), "value": order.vendor.legal_name or order.vendor.display_name},
            {"label": _("Pihak kedua"), "value": f"{approver}, PPK {order.agency.name}"},
            {"label": _("Diperiksa"), "value": f"{report.receiver.full_name}, {day_and_clock(report.inspection.at)}"},
            {"label": _("Jatuh tempo kirim"), "value": long_day(order.due_on) if order.due_on else "–"},
            {"label": _("Terlambat"), "value": _("%(n)d hari") % {"n": report.days_late}},
            {"label": _("Tempat"), "value": order.need.delivery_place},
        ],
        "signatures": [
            _signature(_("Penjual"), report.vendor_signed_by, report.vendor_signed_at),
            _signature(_("Pejabat Pembuat Komitmen"), report.accepted_by, report.accepted_at),
        ],
    }


def _signature(heading: str, person: Any, at: Any) -> dict[str, Any]:
    detail = f"{person.full_name}, {day_and_clock(at)}" if person else _("Belum ditandatangani")
    return {
        "label": heading,
        "detail": detail,
        "state": "done" if person else "next",
        "icon": "" if person else "file-pen",
    }
