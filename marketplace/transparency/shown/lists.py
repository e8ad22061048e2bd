"""Rows of the public list of orders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.kernel.calendar import local_day
from marketplace.transparency import privacy
from marketplace.transparency.selectors.orders import signed_at
from marketplace.ui.formats import short_day
from marketplace.ui.vocabulary import look_of
from orders.models import ProcurementOrder


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Surat pesanan")},
        {"label": _("Barang")},
        {"label": _("Dinas")},
        {"label": _("Penjual")},
        {"label": _("Keadaan")},
        {"label": _("Nilai"), "align": "r"},
    ]


def rows(orders: Iterable[ProcurementOrder]) -> list[dict[str, Any]]:
    return [_row(order) for order in orders]


def _row(order: ProcurementOrder) -> dict[str, Any]:
    look = look_of("order", order.screen.key)
    return {
        "cells": [
            {"text": short_day(local_day(signed_at(order))), "class": "c-hide"},
            {
                "text": order.title,
                "url": reverse("transparency:order", args=[order.number]),
                "sub": order.number,
                "head": True,
            },
            {"text": order.agency.name, "class": "c-full"},
            {"text": privacy.vendor_name(order.vendor), "class": "c-full"},
            {"state_label": order.screen.label, "tone": look.other_tone or look.tone, "icon": look.icon},
            {"amount": order.total_idr, "class": "c-right"},
        ]
    }
