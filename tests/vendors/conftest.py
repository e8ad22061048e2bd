"""The cast: Sari applies, Vina and Vito verify, Budi is an official."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.identity import nik_hash
from marketplace.accounts.models import Organisation, RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from vendors import services
from vendors.completeness import Step
from vendors.evidence_rules import wanted_evidence
from vendors.models import Vendor

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
SARI_NIK = "3374015512900003"
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n% {mark}\n%%EOF\n"

BUSINESS = {
    "nib": "9120001234567", "legal_name": "Warung Sari", "trade_name": "Warung Bu Sari", "legal_form": "perorangan",
    "npwp": SARI_NIK, "yearly_sales_idr": 800_000_000, "regency_id": "33.74", "address": "Jl. Mawar 5",
    "phone": "+6281234567890", "email": "sari@contoh.id", "kbli_codes": ["10130"],
}  # fmt: skip
COMPANY = BUSINESS | {
    "legal_name": "CV Jati Luhur", "trade_name": "", "legal_form": "cv", "npwp": "0013121660091000",
    "deed_number": "12",
}  # fmt: skip
OWNER = {"full_name": "Sari Wulandari", "role": "owner", "nik": SARI_NIK, "is_beneficial_owner": True}
ACCOUNT = {"bank_code": "113", "number": "1234567890", "holder_name": "SARI WULANDARI"}


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def actor_of(user: User) -> Actor:
    held = RoleAssignment.objects.filter(user=user).values_list("role", "organisation_id")
    return Actor(id=user.pk, name=user.full_name, grants=frozenset(Grant(*one) for one in held))


def official(name: str, role: str, office: Organisation, **facts) -> Actor:
    user = User.objects.create(full_name=name, **facts)
    RoleAssignment.objects.create(
        user=user, role=role, organisation=office, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31),
        decision_number="821/1", decision_date=date(2026, 1, 1), assigned_at=NOON,
    )  # fmt: skip
    return actor_of(user)


@pytest.fixture
def office(db):
    return Organisation.objects.create(kind="agency", name="Dinas Koperasi dan UKM", short_code="DISKOP")


@pytest.fixture
def vina(office):
    return official("Vina", Role.VERIFIER, office, email="vina@contoh.id")


@pytest.fixture
def vito(office):
    return official("Vito", Role.VERIFIER, office, email="vito@contoh.id")


@pytest.fixture
def budi(office):
    return official("Budi", Role.COMMITMENT_OFFICER, office, nip="198001012005011001", phone="+6285550001111")


@pytest.fixture
def sari_user(db):
    return User.objects.create(full_name="Sari Wulandari", phone="+6281234567890", nik_hash=nik_hash(SARI_NIK))


def apply(user: User, business=BUSINESS, owner=OWNER, account=ACCOUNT) -> Vendor:
    """Everything typed and uploaded, nothing handed in yet."""
    vendor = services.start_application(actor=actor_of(user), at=NOON)
    actor = actor_of(user)
    for step, values in ((Step.BUSINESS, business), (Step.OWNER, owner), (Step.ACCOUNT, account)):
        services.save_step(vendor_id=vendor.pk, step=step, values=values, actor=actor, at=NOON)
    vendor.refresh_from_db()
    for wanted in wanted_evidence(vendor):
        if wanted.required:
            upload = SimpleUploadedFile(f"{wanted.kind}.pdf", PDF.replace(b"{mark}", wanted.kind.encode()))
            services.add_evidence(vendor_id=vendor.pk, kind=wanted.kind, upload=upload, actor=actor, at=NOON)
    return vendor


def hand_in(vendor: Vendor, actor: Actor) -> Vendor:
    return services.submit_application(
        vendor_id=vendor.pk, accepts_terms=True, declares_integrity=True, actor=actor, at=NOON
    )


def fresh(vendor: Vendor) -> Vendor:
    return Vendor.objects.get(pk=vendor.pk)


@pytest.fixture
def draft(sari_user):
    return apply(sari_user)


@pytest.fixture
def sari(draft, sari_user):
    return actor_of(sari_user)


@pytest.fixture
def submitted(draft, sari):
    return hand_in(draft, sari)


@pytest.fixture
def in_review(submitted, vina):
    services.take_review(vendor_id=submitted.pk, actor=vina, at=NOON)
    return fresh(submitted)


@pytest.fixture
def active(in_review, vina):
    return services.verify(vendor_id=in_review.pk, npwp_valid=True, actor=vina, at=NOON)


@pytest.fixture
def company(sari_user):
    """A company that waits for its second verifier's look is made by `verified_company`."""
    return apply(sari_user, business=COMPANY, account=ACCOUNT | {"holder_name": "CV JATI LUHUR"})


@pytest.fixture
def verified_company(company, sari_user, vina):
    hand_in(company, actor_of(sari_user))
    services.take_review(vendor_id=company.pk, actor=vina, at=NOON)
    return services.verify(vendor_id=company.pk, npwp_valid=True, actor=vina, at=NOON)
