"""What a seller sees of the money: plain dicts for templates, from goods received to the bank account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.ui import formats
from payments.cards.labels import (
    PAYABLE_LOOKS,
    PAYOUT_LOOKS,
    badge,
)
from payments.cards.models import CardTransaction, Payout
from payments.cards.pages import Rows
from payments.cards.selectors import Pipeline, expected_net, pay_by
from payments.payables.models import Payable
from payments.payables.states import PayableState


def pipeline_steps(money: Pipeline) -> Rows:
    """The stages of a seller's money, nearest to the account first."""
    steps = []
    if money.refused:
        detail = _("Bank Anda menolak kiriman. Periksa rekening toko; pengelola mengirim ulang.")
        steps.append({"label": _("Kiriman ditolak"), "amount": money.refused, "detail": detail, "state": "now",
                      "icon": "octagon-x"})  # fmt: skip
    steps.append(
        {
            "label": _("Sedang dikirim ke rekening Anda"),
            "amount": money.on_its_way,
            "detail": _("%(count)s pembayaran, biasanya sampai hari ini") % {"count": money.on_its_way_count}
            if money.on_its_way_count
            else _("Tidak ada"),
            "state": "done" if money.on_its_way_count else "next",
            "icon": "banknote",
        }
    )
    if money.being_charged:
        steps.append(
            {
                "label": _("Bank memproses kartu dinas"),
                "amount": money.being_charged,
                "detail": _("Diperiksa setiap menit"),
                "state": "now",
                "icon": "loader",
            }
        )
    detail = (
        _("BAST lengkap, batas bayar terdekat %(day)s") % {"day": formats.long_day(money.pay_by)}
        if money.pay_by
        else (_("Tidak ada"))
    )
    steps.append(
        {
            "label": _("Menunggu dibayar dinas"),
            "amount": money.to_be_paid,
            "detail": detail,
            "state": "now" if money.to_be_paid_count else "next",
            "icon": "credit-card",
        }
    )
    return steps


def payout_of(payable: Payable) -> Payout | None:
    """The payout of a payable read by `payables_of_seller`."""
    return getattr(charge_of(payable), "payout", None)


def charge_of(payable: Payable) -> CardTransaction | None:
    """The live charge of a payable read by `payables_of_seller`, which leaves the dead ones out."""
    return next(iter(payable.card_transactions.all()), None)


def seller_rows(payables: Iterable[Payable], *, on: date) -> Rows:
    """Each payment of a seller: from what was accepted to what arrives."""
    rows = []
    for payable in payables:
        payout = payout_of(payable)
        order = {
            "text": payable.order_number,
            "url": reverse("cards:seller-payment", args=[payable.pk]),
            "sub": f"{payable.description}, {payable.agency.name}",
            "head": True,
            "mono": True,
        }
        rows.append(
            {
                "cells": [
                    order,
                    {"text": formats.short_day(payable.opened_at)},
                    seller_badge(payable, payout),
                    {"text": _arrival(payable, payout), "class": "c-full"},
                    {"amount": payable.accepted_idr},
                    {"amount": payout.net_idr if payout else expected_net(payable, on=on).idr},
                ]
            }
        )
    return rows


def seller_badge(payable: Payable, payout: Payout | None) -> dict[str, Any]:
    if payout is not None:
        return badge(PAYOUT_LOOKS, payout.state, payout.get_state_display())
    words = {
        PayableState.OPEN: _("Menunggu dibayar dinas"),
        PayableState.BLOCKED: _("Ditahan"),
        PayableState.CHARGING: _("Bank memproses"),
    }
    tone_of = {PayableState.OPEN: ("info", "hourglass")}
    looks = PAYABLE_LOOKS | tone_of
    return badge(looks, payable.state, words.get(PayableState(payable.state), payable.get_state_display()))


def _arrival(payable: Payable, payout: Payout | None) -> str:
    if payout is not None and payout.paid_at:
        return formats.long_day(payout.paid_at)
    if payable.state == PayableState.OPEN:
        return _("paling lambat %(day)s") % {"day": formats.long_day(pay_by(payable.opened_at))}
    return "–"
