"""The payment section of an order. Each payments room adds its rows by one provider in `PROVIDERS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.actors import Actor
from marketplace.ui.formats import day_and_clock
from marketplace.ui.vocabulary import look_of
from orders.models import Handover, ProcurementOrder
from payments.payables import selectors as payables

Provider = Callable[[ProcurementOrder, Sequence[Handover], Actor], list[dict[str, Any]]]


def section(order: ProcurementOrder, handovers: Sequence[Handover], *, actor: Actor) -> list[dict[str, Any]]:
    """Rows of a summary list."""
    return [row for provider in PROVIDERS for row in provider(order, handovers, actor)]


def when(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"label": _("Cara"), "value": _("Kartu Kredit Pemerintah Daerah (KKPD)")}]
    if order.paid_at:
        return [*rows, {"label": _("Dibayar"), "value": day_and_clock(order.paid_at)}]
    if not any(handover.payable_id for handover in handovers):
        return [*rows, {"label": _("Kapan"), "value": _("Setelah BAST ditandatangani")}]
    return rows


def what_is_owed(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor) -> list[dict[str, Any]]:
    """One row per payable: amount and state; the penalty stands apart, as it is claimed apart."""
    if not any(handover.payable_id for handover in handovers):
        return [
            {
                "label": _("Status"),
                "value": "",
                "state_label": _("Belum ditagih"),
                "tone": "idle",
                "icon": "circle-dashed",
            }
        ]
    owed = {payable.id: payable for payable in payables.payables_of_order(order.id)}
    rows = []
    for handover in handovers:
        payable = owed.get(handover.payable_id)
        if payable is None:
            continue
        look = look_of("payment", payable.state)
        rows.append(
            {
                "label": _("BAST ke-%(n)d") % {"n": handover.sequence},
                "amount": payable.accepted_idr,
                "state_label": payable.get_state_display(),
                "tone": look.other_tone or look.tone,
                "icon": look.icon,
            }
        )
        if handover.penalty_idr:
            label = _("Denda %(days)d hari, disetor penjual") % {"days": handover.days_late}
            rows.append({"label": label, "amount": handover.penalty_idr})
    return rows


PROVIDERS: list[Provider] = [when, what_is_owed]
