"""What was typed, as rows to read: for the applicant before sending, and for the verifier beside the papers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.ui.formats import phone_number
from vendors.completeness import Step
from vendors.models import EvidenceKind, Vendor, VendorHistory
from vendors.registries.npwp import is_person
from vendors.states import BankAccountState, VendorState

LIVE = (BankAccountState.PROPOSED, BankAccountState.VERIFIED)


def masked_npwp(vendor: Vendor) -> str:
    """A person's NPWP is the NIK, so only its end is shown."""
    if not vendor.npwp or not is_person(vendor.npwp):
        return vendor.npwp
    return "•••• •••• •••• " + vendor.npwp[-4:]


def business_rows(vendor: Vendor, *, whole: bool = False) -> list[dict[str, Any]]:
    """`whole` writes a person's NPWP out, for the verifier who compares it."""
    codes = ", ".join(str(one.kbli) for one in vendor.kblis.select_related("kbli").order_by("kbli__code"))
    rows = [
        (_("NIB"), vendor.nib, True),
        (_("Bentuk usaha"), vendor.get_legal_form_display(), False),
        (_("Nama usaha"), vendor.legal_name, False),
        (_("Nama toko"), vendor.trade_name, False),
        (_("NPWP"), vendor.npwp if whole else masked_npwp(vendor), True),
        (_("KBLI"), codes, False),
        (_("Skala usaha"), vendor.get_scale_display(), False),
        (_("PKP"), vendor.pkp_number if vendor.is_pkp else _("Bukan PKP"), False),
        (_("Akta"), " ".join(part for part in (vendor.deed_number, vendor.notary) if part), False),
        (_("Alamat"), ", ".join(str(part) for part in (vendor.address, vendor.village, vendor.regency) if part), False),
        (_("Ponsel"), phone_number(vendor.phone) if vendor.phone else "", False),
        (_("Surel"), vendor.email, False),
    ]
    return [{"label": label, "value": value, "mono": mono} for label, value, mono in rows if value]


def owner_rows(vendor: Vendor) -> list[dict[str, Any]]:
    rows = []
    for person in vendor.principals.filter(until__isnull=True):
        notes = [person.get_role_display()]
        notes += [f"{person.share_percent}%"] if person.share_percent is not None else []
        notes += [_("pemilik manfaat")] if person.is_beneficial_owner else []
        notes += [_("ASN")] if person.is_civil_servant else []
        rows.append({"label": person.full_name, "value": ", ".join(str(note) for note in notes)})
    return rows


def account_rows(vendor: Vendor, *, whole: bool = False) -> list[dict[str, Any]]:
    account = vendor.bank_accounts.filter(state__in=LIVE).first()
    if account is None:
        return []
    return [
        {"label": _("Bank"), "value": account.bank_name},
        {"label": _("Nomor rekening"), "value": account.number if whole else f"•••• {account.last4}", "mono": True},
        {"label": _("Atas nama"), "value": account.holder_name},
    ]


def document_rows(vendor: Vendor) -> list[dict[str, Any]]:
    papers = vendor.evidence.exclude(state="replaced").select_related("file")
    return [{"label": paper.get_kind_display(), "value": paper.file.name} for paper in papers]


def application_summary(vendor: Vendor) -> list[dict[str, Any]]:
    """Sections with their rows and the address where they are changed."""
    parts = {
        Step.BUSINESS: business_rows(vendor),
        Step.OWNER: owner_rows(vendor),
        Step.ACCOUNT: account_rows(vendor),
        Step.DOCUMENTS: document_rows(vendor),
    }
    return [
        {"title": step.label, "rows": rows, "url": reverse("vendors:step", args=[step.value])}
        for step, rows in parts.items()
    ]


def rows_beside(vendor: Vendor, kind: str, *, whole: bool = False) -> list[dict[str, Any]]:
    """What to compare with a paper of this kind; with its numbers written out for whoever decides (`whole`)."""
    rows = {row["label"]: row for row in business_rows(vendor, whole=whole)}
    wanted = {
        EvidenceKind.NIB: [_("NIB"), _("Nama usaha"), _("KBLI"), _("Alamat")],
        EvidenceKind.NPWP: [_("NPWP"), _("Nama usaha")],
        EvidenceKind.DEED: [_("Nama usaha"), _("Akta"), _("Bentuk usaha")],
        EvidenceKind.PKP: [_("PKP"), _("Nama usaha")],
        EvidenceKind.NON_PKP: [_("PKP"), _("Nama usaha")],
    }
    if kind == EvidenceKind.ID_CARD:
        return [*owner_rows(vendor), *([rows[_("NPWP")]] if vendor.is_individual and _("NPWP") in rows else [])]
    if kind == EvidenceKind.BANK:
        return account_rows(vendor, whole=whole)
    return [rows[label] for label in wanted.get(EvidenceKind(kind), [_("Nama usaha")]) if label in rows]


def _detail(move: VendorHistory) -> str:
    if not move.decision_number:
        return move.reason
    return _("%(reason)s (keputusan %(number)s)") % {"reason": move.reason, "number": move.decision_number}


def review_trail(vendor: Vendor) -> list[dict[str, Any]]:
    """For `components/timeline.html`: what happened, oldest first."""
    labels = dict(VendorState.choices)
    return [
        {"label": labels[move.after], "detail": _detail(move), "at": move.at, "state": "done"}
        for move in vendor.history.all()
    ]
