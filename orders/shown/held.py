"""What an order says while an auditor holds it: who holds it, why, what waits, and who lets it go on."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.kernel.calendar import local_day
from marketplace.ui.formats import long_day
from orders.models import Handover, ProcurementOrder
from orders.states import OrderState as S

#: What cannot be done before the hold is lifted.
WAITING: dict[S, str | Promise] = {
    S.AWAITING_APPROVAL: gettext_lazy("Persetujuan PPK menunggu; pesanan hanya dapat dikembalikan."),
    S.INSPECTION: gettext_lazy("Tanda tangan BAST oleh PPK menunggu."),
    S.ACCEPTED: gettext_lazy("Pembayaran dengan kartu menunggu."),
    S.INVOICED: gettext_lazy("Pembayaran dengan kartu menunggu."),
}


def audit_hold(order: ProcurementOrder, *, seller: bool) -> dict[str, str] | None:
    """The words above a held order. The reason, the letter and the auditor are the office's to read."""
    hold = order.audit_holds.filter(released_at__isnull=True).select_related("placed_by").first()
    if not order.audit_hold or hold is None:
        return None
    title = _("Ditahan untuk pemeriksaan sejak %(day)s") % {"day": long_day(local_day(hold.placed_at))}
    if seller:
        return {"title": title, "text": _("Pembayaran ditunda sampai pengawas selesai. Anda dikabari bila dilepas.")}
    text = _("Alasan: %(reason)s. Ditahan oleh %(who)s, pengawas internal, dengan surat %(letter)s.") % {
        "reason": hold.reason.rstrip(" ."),
        "who": hold.placed_by.full_name,
        "letter": hold.letter_number,
    }
    lifted = _("Yang dapat melepas hanya pengawas internal (APIP); Anda dikabari bila dilepas.")
    return {"title": title, "text": f"{text} {lifted}"}


def what_waits(order: ProcurementOrder, handovers: Sequence[Handover]) -> str | Promise:
    """The step that the hold stops now; "" where the next step may be made all the same."""
    if not order.audit_hold:
        return ""
    if order.state == S.INSPECTION and not any(one.vendor_signed_at and not one.accepted_at for one in handovers):
        return ""
    return WAITING.get(S(order.state), "")
