"""The automatic rules. Facts hold no personal number: what is found is named, not copied.

Source  Perpres 16/2018 arts. 7, 17, 78; Perpres 13/2018; PP 7/2021 art. 35.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import OrganisationKind, RoleAssignment, User
from vendors.evidence_rules import missing_evidence, present_evidence
from vendors.matching import comparable_email, name_likeness_percent
from vendors.models import BankAccount, BlacklistEntry, Principal, Scale, Vendor
from vendors.names import names_like
from vendors.public_bodies import body_named
from vendors.registries.nib import check_nib
from vendors.registries.npwp import check_nitku, check_npwp, is_person
from vendors.states import BankAccountState, CheckOutcome, VendorState

PASSED, NOTICE, FAILED = CheckOutcome.PASSED, CheckOutcome.NOTICE, CheckOutcome.FAILED
SURE_LIKENESS, POSSIBLE_LIKENESS = 85, 60
LIVE = (BankAccountState.PROPOSED, BankAccountState.VERIFIED)


@dataclass(frozen=True)
class Found:
    outcome: CheckOutcome
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    code: str
    version: int
    look: Callable[[Vendor, date], Found]


def numbers_well_formed(vendor: Vendor, day: date) -> Found:
    wrong = {
        name: answer.code
        for name, answer in {
            "NIB": check_nib(vendor.nib),
            "NPWP": check_npwp(vendor.npwp, today=day),
            **({"NITKU": check_nitku(vendor.nitku, today=day)} if vendor.nitku else {}),
        }.items()
        if not answer
    }
    if not wrong:
        return Found(PASSED)
    return Found(NOTICE if set(wrong.values()) == {"CHECK_DIGIT"} else FAILED, wrong)


def npwp_fits_legal_form(vendor: Vendor, day: date) -> Found:
    """A person's NPWP is the owner's own NIK; a company's is not a NIK."""
    if vendor.is_individual != is_person(vendor.npwp):
        return Found(NOTICE, {"legal_form": vendor.legal_form})
    if vendor.is_individual:
        owned = vendor.principals.filter(until__isnull=True, nik_hash=nik_hash(vendor.npwp)).exists()
        return Found(PASSED if owned else FAILED, {} if owned else {"npwp": "not the owner's NIK"})
    return Found(PASSED)


def is_small_enough(vendor: Vendor, day: date) -> Found:
    if vendor.is_umkk:
        return Found(PASSED, {"scale": vendor.scale})
    return Found(FAILED if vendor.scale == Scale.LARGE else NOTICE, {"scale": vendor.scale})


def not_blacklisted(vendor: Vendor, day: date) -> Found:
    entry = BlacklistEntry.objects.filter(
        Q(npwp=vendor.npwp) | Q(nib=vendor.nib, nib__gt=""), valid_from__lte=day, valid_to__gte=day
    ).first()
    return Found(FAILED, {"decision": entry.decision_number, "until": str(entry.valid_to)}) if entry else Found(PASSED)


def owner_is_no_official(vendor: Vendor, day: date) -> Found:
    """Same person as somebody with a role in an office: told, because the buying office is not known yet."""
    offices = _offices_of(User.objects.filter(nik_hash__in=_hashes(vendor)), day)
    declared = vendor.principals.filter(until__isnull=True, is_civil_servant=True).exists()
    if offices:
        return Found(FAILED, {"offices": offices})
    return Found(NOTICE, {"declared": "civil servant"}) if declared else Found(PASSED)


def contact_is_no_official_s(vendor: Vendor, day: date) -> Found:
    by_phone = _offices_of(User.objects.filter(phone=vendor.phone, phone__gt=""), day)
    if by_phone:
        return Found(FAILED, {"phone_of": by_phone})
    same = comparable_email(vendor.email)
    by_mail = _offices_of(User.objects.filter(email__in=[vendor.email.lower(), same]), day) if same else []
    return Found(NOTICE, {"email_of": by_mail}) if by_mail else Found(PASSED)


def owner_sells_once(vendor: Vendor, day: date) -> Found:
    """Nobody runs vendors that compete with each other. Source  Perpres 16/2018 art. 7 ayat (2)."""
    others = (
        Principal.objects.filter(nik_hash__in=_hashes(vendor), until__isnull=True)
        .exclude(vendor=vendor)
        .exclude(vendor__state__in=[VendorState.CLOSED, VendorState.REJECTED])
    )
    names = sorted({other.vendor.display_name for other in others.select_related("vendor")})
    return Found(NOTICE, {"vendors": names}) if names else Found(PASSED)


def account_is_own(vendor: Vendor, day: date) -> Found:
    """No two vendors share an account."""
    account = _account(vendor)
    if account is None:
        return Found(FAILED, {"account": "none"})
    shared = BankAccount.objects.filter(number_hash=account.number_hash, state__in=LIVE).exclude(vendor=vendor)
    names = sorted({other.vendor.display_name for other in shared.select_related("vendor")})
    return Found(FAILED, {"vendors": names}) if names else Found(PASSED)


def account_name_matches(vendor: Vendor, day: date) -> Found:
    account = _account(vendor)
    if account is None:
        return Found(FAILED, {"account": "none"})
    names = [vendor.legal_name]
    if vendor.is_individual:
        names += vendor.principals.filter(until__isnull=True).values_list("full_name", flat=True)
    likeness = max(name_likeness_percent(account.holder_name, name) for name in names)
    facts = {"holder": account.holder_name, "likeness_percent": likeness}
    if likeness >= SURE_LIKENESS:
        return Found(PASSED, facts)
    return Found(NOTICE if likeness >= POSSIBLE_LIKENESS else FAILED, facts)


def papers_complete(vendor: Vendor, day: date) -> Found:
    lacking = [str(kind) for kind in missing_evidence(vendor)]
    expired = [paper.kind for paper in present_evidence(vendor).values() if paper.has_expired(day)]
    if lacking or expired:
        return Found(FAILED, {"missing": lacking, "expired": expired})
    return Found(PASSED)


def owners_declared(vendor: Vendor, day: date) -> Found:
    """Entities name who holds more than a quarter. Source  Perpres 13/2018 arts. 4-7."""
    if vendor.is_individual:
        return Found(PASSED)
    people = vendor.principals.filter(until__isnull=True)
    known = people.filter(Q(is_beneficial_owner=True) | Q(share_percent__gt=25)).exists()
    return Found(PASSED if known else NOTICE)


def name_is_own(vendor: Vendor, day: date) -> Found:
    """No other certified vendor whose name looks the same, and no public body (T-09)."""
    neighbours = Vendor.objects.certified().exclude(pk=vendor.pk).filter(regency=vendor.regency)
    alike = names_like((vendor.legal_name, vendor.trade_name), neighbours.values_list("legal_name", "trade_name"))
    bodies = sorted({body for name in (vendor.legal_name, vendor.trade_name) if name and (body := body_named(name))})
    facts = {key: found for key, found in {"vendors": alike, "bodies": bodies}.items() if found}
    return Found(NOTICE, facts) if facts else Found(PASSED)


def _hashes(vendor: Vendor) -> list[str]:
    return list(vendor.principals.filter(until__isnull=True).values_list("nik_hash", flat=True))


def _offices_of(people, day: date) -> list[str]:
    """Names of the offices in which these people hold a role."""
    held = RoleAssignment.objects.in_force(day).filter(user__in=people, organisation__kind=OrganisationKind.AGENCY)
    return sorted(set(held.values_list("organisation__name", flat=True)))


def _account(vendor: Vendor) -> BankAccount | None:
    return vendor.bank_accounts.filter(state__in=LIVE).first()


RULES = (
    Rule("numbers_well_formed", 1, numbers_well_formed),
    Rule("npwp_fits_legal_form", 1, npwp_fits_legal_form),
    Rule("is_small_enough", 1, is_small_enough),
    Rule("not_blacklisted", 1, not_blacklisted),
    Rule("owner_is_no_official", 1, owner_is_no_official),
    Rule("contact_is_no_official_s", 1, contact_is_no_official_s),
    Rule("owner_sells_once", 1, owner_sells_once),
    Rule("account_is_own", 1, account_is_own),
    Rule("account_name_matches", 1, account_name_matches),
    Rule("papers_complete", 1, papers_complete),
    Rule("owners_declared", 1, owners_declared),
    Rule("name_is_own", 2, name_is_own),
)

#: A person cannot wave these through.
HARD = frozenset(
    {"is_small_enough", "not_blacklisted", "contact_is_no_official_s", "account_is_own", "account_name_matches",
     "papers_complete", "npwp_fits_legal_form"}
)  # fmt: skip

LABELS = {
    "numbers_well_formed": _("NIB, NPWP, dan NITKU tersusun benar"),
    "npwp_fits_legal_form": _("NPWP sesuai bentuk usaha dan pemiliknya"),
    "is_small_enough": _("Skala usaha mikro, kecil, atau koperasi"),
    "not_blacklisted": _("Tidak tercantum dalam daftar hitam"),
    "owner_is_no_official": _("Pemilik bukan pejabat di perangkat daerah"),
    "contact_is_no_official_s": _("Nomor ponsel dan surel bukan milik pejabat"),
    "owner_sells_once": _("Pemilik tidak menjalankan penjual lain"),
    "account_is_own": _("Rekening tidak dipakai penjual lain"),
    "account_name_matches": _("Nama pemilik rekening sama dengan nama usaha"),
    "papers_complete": _("Dokumen wajib lengkap dan masih berlaku"),
    "owners_declared": _("Pemilik manfaat disebutkan"),
    "name_is_own": _("Nama tidak menyerupai penjual lain di wilayah yang sama atau instansi pemerintah"),
    "nib_registered": _("NIB terdaftar di OSS"),
    "npwp_registered": _("NPWP terdaftar di Ditjen Pajak"),
}


def run_all(vendor: Vendor, *, day: date) -> dict[Rule, Found]:
    return {rule: rule.look(vendor, day) for rule in RULES}
