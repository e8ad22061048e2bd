from datetime import UTC, date, datetime

import pytest

from marketplace.accounts.models import Agency, Organisation, User
from marketplace.documents.services import issue
from marketplace.kernel.actors import Actor, Grant

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)

PURCHASE = {
    "place": "Semarang",
    "basis": ["Perpres 16/2018 sebagaimana diubah dengan Perpres 46/2025"],
    "order_number": "DSR-2026-11-004217",
    "agency": {"name": "Dinas Pendidikan dan Kebudayaan", "address": "Jl. Pemuda 134, Semarang"},
    "commitment_officer": {"name": "Budi Santoso", "nip": "198001012005011001"},
    "vendor": {"name": "CV Jati Luhur", "nib": "9120001234567", "npwp": "0013121660091000", "signatory": "Sari"},
    "dpa": {"number": "DPA/A.1/1.01/2026", "date": "2026-01-02"},
    "accounts": [{"code": "5.1.02.01.01.0024", "name": "Belanja alat tulis kantor", "amount_idr": 31_080_000}],
    "fund_source": "APBD",
    "lines": [
        {"name": "Set meja–kursi siswa", "spec": "kayu mahoni", "unit": "set", "quantity": 40,
         "unit_price_idr": 700_000, "ppn_idr": 3_080_000, "total_idr": 31_080_000}
    ],
    "base_idr": 28_000_000, "ppn_idr": 3_080_000, "total_idr": 31_080_000,
    "delivery_place": "Gudang Disdikbud", "lead_time_days": 12, "partial_delivery": True,
    "payment_method": "Kartu Kredit Pemerintah Daerah", "penalty_base": "part",
}  # fmt: skip

HANDOVER = {
    "place": "Semarang",
    "order_number": "DSR-2026-11-004217",
    "purchase_letter_number": "000.3.2/SP/1/DISDIK/XI/2026",
    "purchase_letter_date": "2026-11-20",
    "vendor": {"name": "CV Jati Luhur", "signatory": "Sari"},
    "agency": {"name": "Dinas Pendidikan dan Kebudayaan", "officer": "Budi Santoso", "nip": "198001012005011001"},
    "handover_place": "Gudang Disdikbud, Kota Semarang",
    "lot": 1, "lots": 1, "penalty_days": 0, "total_idr": 29_526_000,
    "lines": [
        {"name": "Set meja–kursi siswa", "unit": "set", "ordered": 40, "accepted": 38,
         "unit_price_idr": 777_000, "total_idr": 29_526_000}
    ],
    "note": "2 kursi rusak pada las kaki, ditukar paling lambat 27 November 2026.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def agency(db):
    office = Organisation.objects.create(kind="agency", name="Dinas Pendidikan dan Kebudayaan", short_code="DISDIK")
    Agency.objects.create(
        organisation=office, short_code="DISDIK", kind="dinas", unit_code="DISDIK", valid_from=date(2020, 1, 1),
        address="Jl. Pemuda 134, Semarang",
    )  # fmt: skip
    return office


@pytest.fixture
def shop(db):
    return Organisation.objects.create(kind="vendor", name="CV Jati Luhur")


def actor_of(user: User, *grants: Grant) -> Actor:
    return Actor(id=user.pk, name=user.full_name, grants=frozenset(grants))


@pytest.fixture
def budi(agency):
    user = User.objects.create(full_name="Budi Santoso", nip="198001012005011001")
    return actor_of(user, Grant("ppk", agency.pk))


@pytest.fixture
def sari(shop):
    user = User.objects.create(full_name="Sari Wulandari", phone="+6281234567890")
    return actor_of(user, Grant("vendor_owner", shop.pk))


@pytest.fixture
def issue_letter(agency, shop, budi):
    def issue_one(**changes):
        given = {
            "kind": "purchase_letter", "issuer_id": agency.pk, "subject": ("orders.order", "1"), "fields": PURCHASE,
            "signer": budi, "signer_role": "ppk", "at": NOON, "viewers": [shop.pk],
        }  # fmt: skip
        return issue(**given | changes)

    return issue_one


@pytest.fixture
def half_signed_handover(agency, shop, sari):
    return issue(
        kind="handover_report", issuer_id=agency.pk, subject=("orders.order", "1"), fields=HANDOVER, signer=sari,
        signer_role="vendor_owner", at=NOON, viewers=[shop.pk], awaiting=["ppk"],
    )  # fmt: skip
