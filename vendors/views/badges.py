"""What buyers may trust at a glance. Each badge has a number or a rule behind it, and goes when that ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vendors.models import Vendor


def badges_of(vendor: Vendor, day: date) -> list[dict[str, Any]]:
    """For `components/state_badge.html`: {label, tone, icon}."""
    badges = []
    if vendor.is_active:
        badges.append({"label": _("Terverifikasi"), "tone": "ok", "icon": "badge-check"})
    if vendor.is_umkk:
        badges.append({"label": vendor.get_scale_display() or vendor.get_legal_form_display(), "tone": "info"})
    if vendor.is_pkp:
        badges.append({"label": "PKP", "tone": "info"})
    if vendor.performance_band:
        badges.append({"label": _("Kinerja %(band)s") % {"band": vendor.performance_band}, "tone": "info"})
    if vendor.is_new(day):
        badges.append({"label": _("Baru"), "tone": "idle"})
    return badges
