"""What an application still lacks, step by step."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from vendors.evidence_rules import missing_evidence
from vendors.models import Vendor
from vendors.states import BankAccountState


class Step(models.TextChoices):
    """The stepper, in its order; the value is part of the address."""

    BUSINESS = "usaha", _("Usaha dan NIB")
    OWNER = "pemilik", _("Pemilik dan pengurus")
    ACCOUNT = "rekening", _("Rekening")
    DOCUMENTS = "dokumen", _("Dokumen")
    SEND = "kirim", _("Periksa dan kirim")


_NEEDED = (
    ("nib", "NIB"),
    ("legal_name", _("nama usaha")),
    ("legal_form", _("bentuk usaha")),
    ("npwp", "NPWP"),
    ("regency_id", _("kabupaten atau kota")),
    ("address", _("alamat")),
    ("phone", _("nomor ponsel usaha")),
    ("scale", _("omzet atau modal")),
)


def missing_in(vendor: Vendor, step: Step) -> list[str]:
    """Names of what is missing in one step; empty when it is done."""
    if step == Step.BUSINESS:
        missing = [str(label) for name, label in _NEEDED if not getattr(vendor, name)]
        if not vendor.is_individual and not vendor.deed_number:
            missing.append(gettext("nomor akta"))
        return missing + ([] if vendor.kblis.exists() else ["KBLI"])
    if step == Step.OWNER:
        return [] if vendor.principals.filter(until__isnull=True).exists() else [gettext("pemilik atau pengurus")]
    if step == Step.ACCOUNT:
        live = (BankAccountState.PROPOSED, BankAccountState.VERIFIED)
        return [] if vendor.bank_accounts.filter(state__in=live).exists() else [gettext("rekening bank")]
    if step == Step.DOCUMENTS:
        return [str(kind.label) for kind in missing_evidence(vendor)]
    return []


def missing(vendor: Vendor) -> dict[Step, list[str]]:
    """Per step, steps that are done left out."""
    return {step: lacking for step in Step if (lacking := missing_in(vendor, step))}


def next_step(vendor: Vendor) -> Step:
    """The first step that lacks something, else the last."""
    return next(iter(missing(vendor)), Step.SEND)
