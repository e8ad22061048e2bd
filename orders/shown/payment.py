"""The payment section of an order. Each room of payments has one provider of rows in `PROVIDERS`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from marketplace.kernel.actors import Actor
from marketplace.ui.formats import card_number, day_and_clock
from marketplace.ui.vocabulary import look_of
from orders.models import Handover, ProcurementOrder
from payments.cards.models import CardTransaction
from payments.payables import selectors as payables

Provider = Callable[[ProcurementOrder, Sequence[Handover], Actor], list[dict[str, Any]]]


def section(order: ProcurementOrder, handovers: Sequence[Handover], *, actor: Actor) -> list[dict[str, Any]]:
    """Rows of a summary list."""
    return [row for provider in PROVIDERS for row in provider(order, handovers, actor)]


def when(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor) -> list[dict[str, Any]]:
    """How and when the vendor is paid."""
    rows: list[dict[str, Any]] = [{"label": _("Cara"), "value": _("Kartu Kredit Pemerintah Daerah (KKPD)")}]
    if order.paid_at:
        return [*rows, {"label": _("Dibayar"), "value": day_and_clock(order.paid_at)}]
    if not any(handover.payable_id for handover in handovers):
        return [*rows, {"label": _("Kapan"), "value": _("Setelah BAST ditandatangani")}]
    return rows


def what_is_owed(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor) -> list[dict[str, Any]]:
    """One row per payable: amount and state; the penalty stands apart, as it is claimed apart."""
    if not any(handover.payable_id for handover in handovers):
        waiting = {"state_label": _("Belum ditagih"), "tone": "idle", "icon": "circle-dashed"}
        return [{"label": _("Status"), "value": "", **waiting}]
    owed = {payable.id: payable for payable in payables.payables_of_order(order.id)}
    rows = []
    for handover in handovers:
        payable = owed.get(handover.payable_id) if handover.payable_id else None
        if payable is None:
            continue
        label = _("BAST ke-%(n)d") % {"n": handover.sequence}
        rows.append({"label": label, "amount": payable.accepted_idr, **_badge(payable)})
        if handover.penalty_idr:
            label = _("Denda %(days)d hari, disetor penjual") % {"days": handover.days_late}
            rows.append({"label": label, "amount": handover.penalty_idr})
    return rows


def charges(order: ProcurementOrder, handovers: Sequence[Handover], actor: Actor) -> list[dict[str, Any]]:
    """What the card did for each payable: to the office with its last digits, to the vendor as the payout."""
    ids = [handover.payable_id for handover in handovers if handover.payable_id]
    if not ids:
        return []
    found = CardTransaction.objects.filter(payable_id__in=ids).select_related("card", "payout").order_by("requested_at")
    if actor.organisations("vendor_owner", "vendor_staff") & {order.vendor_id}:
        return [_payout(one.payout) for one in found if getattr(one, "payout", None)]
    return [{"label": card_number(one.card.last4), "value": "", **_badge(one)} for one in found]


def _payout(payout: Any) -> dict[str, Any]:
    return {"label": _("Masuk rekening Anda"), "amount": payout.net_idr, **_badge(payout)}


def _badge(row: Any) -> dict[str, str]:
    look = look_of("payment", row.state)
    return {"state_label": row.get_state_display(), "tone": look.other_tone or look.tone, "icon": look.icon}


PROVIDERS: list[Provider] = [when, what_is_owed, charges]
