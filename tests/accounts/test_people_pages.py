"""The administrator's pages: register officials, give and end roles, close accounts."""

from __future__ import annotations

import datetime
import re

import pytest
from django.utils import timezone

from marketplace.accounts.models import AccountSession, RoleAssignment, User
from marketplace.accounts.roles import Role
from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.outbox.models import OutboxMessage

pytestmark = pytest.mark.urls("tests.web.pages")
PERSON = {
    "full_name": "Budi Santoso, S.E.",
    "nip": "19850505 201001 1 001",
    "nik": "3374 0505 0585 0001",
    "email": "budi@dinas.example",
}


@pytest.fixture
def admin(client, people) -> User:
    today = timezone.localdate()
    person = people.person("Fajar")
    people.assign(
        person, Role.SITE_ADMIN, people.operator(), valid_from=today, valid_to=today + datetime.timedelta(days=30)
    )
    client.force_login(person)
    return person


def decision(office, role=Role.RECEIVER) -> dict:
    return {
        "role": role.value,
        "organisation": office.pk,
        "decision_number": "821/45/2026",
        "decision_date": "20/12/2025",
        "valid_from": "1 Januari 2026",
        "valid_to": "31/12/2030",
    }


def test_an_official_is_registered_and_gets_the_link_to_make_a_password(client, admin):
    response = client.post("/pengelola/orang/baru/", PERSON)

    budi = User.objects.get(nip="198505052010011001")
    assert response["Location"] == f"/pengelola/orang/{budi.pk}/"
    assert not budi.has_usable_password() and budi.nik_hash and "3374" not in budi.nik_hash[:4]
    assert OutboxMessage.objects.filter(event="marketplace.accounts.PasswordResetRequested").count() == 1


def test_one_natural_person_has_one_account(client, admin):
    client.post("/pengelola/orang/baru/", PERSON)

    response = client.post(
        "/pengelola/orang/baru/", PERSON | {"nip": "198505052010011002", "email": "lain@dinas.example"}
    )

    assert response.status_code == 422 and "sudah mempunyai akun" in response.content.decode()
    assert User.objects.filter(full_name__startswith="Budi").count() == 1


def test_a_role_is_given_by_decision_and_written_to_the_log(client, admin, people):
    budi, office = people.person("Budi"), people.office()

    response = client.post(f"/pengelola/orang/{budi.pk}/", decision(office))

    held = RoleAssignment.objects.get(user=budi)
    entry = AuditEntry.objects.filter(what="accounts.role.assigned").latest("recorded_at")
    assert response.status_code == 302 and held.valid_to == datetime.date(2030, 12, 31)
    assert entry.actor_id == admin.pk and entry.why == "821/45/2026"


def test_roles_that_must_be_separate_are_refused_with_the_reason_and_what_was_typed(client, admin, people):
    budi, office = people.person("Budi"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office, Role.TREASURER))

    response = client.post(f"/pengelola/orang/{budi.pk}/", decision(office, Role.BUDGET_USER))

    page = response.content.decode()
    assert response.status_code == 422 and "Bendahara tidak boleh merangkap" in page and "821/45/2026" in page
    assert [held.role for held in RoleAssignment.objects.filter(user=budi)] == ["bp"]


def test_a_role_is_ended_with_a_reason_only(client, admin, people):
    budi, office = people.person("Budi"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office))
    held = RoleAssignment.objects.get(user=budi)
    address = f"/pengelola/orang/{budi.pk}/peran/{held.pk}/cabut/"

    client.post(address, {"why": ""})
    held.refresh_from_db()
    assert held.revoked_at is None

    client.post(address, {"why": "pindah tugas"})
    held.refresh_from_db()
    assert held.revoked_at is not None
    assert AuditEntry.objects.get(what="accounts.role.revoked").why == "pindah tugas"


def test_a_role_ended_twice_by_one_press_is_ended_once_and_reads_the_same_words(client, admin, people):
    budi, office = people.person("Budi"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office))
    held = RoleAssignment.objects.get(user=budi)
    address = f"/pengelola/orang/{budi.pk}/peran/{held.pk}/cabut/"
    page = client.get(f"/pengelola/orang/{budi.pk}/").content.decode()
    key = re.search(rf'action="{address}".*?name="attempt_key" value="([^"]+)"', page, re.S)[1]

    first, second = [
        client.post(address, {"why": "pindah tugas", "attempt_key": key}, follow=True).content.decode()
        for _press in range(2)
    ]
    afresh = client.post(address, {"why": "pindah tugas"}, follow=True).content.decode()

    assert "Peran dicabut." in first and "Peran dicabut." in second and "Peran dicabut." not in afresh
    assert AuditEntry.objects.filter(what="accounts.role.revoked").count() == 1


def test_the_role_of_one_person_is_not_ended_under_the_name_of_another(client, admin, people):
    budi, tono, office = people.person("Budi"), people.person("Tono"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office))
    held = RoleAssignment.objects.get(user=budi)

    response = client.post(f"/pengelola/orang/{tono.pk}/peran/{held.pk}/cabut/", {"why": "x"})

    assert response.status_code == 404 and RoleAssignment.objects.get(pk=held.pk).revoked_at is None


def test_closing_an_account_ends_roles_and_sessions(client, admin, people):
    budi, office = people.person("Budi"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office))
    other = type(client)()
    other.force_login(budi)

    client.post(f"/pengelola/orang/{budi.pk}/tutup/", {"why": "pensiun"})

    assert not User.objects.get(pk=budi.pk).is_active
    assert not RoleAssignment.objects.filter(user=budi, revoked_at__isnull=True).exists()
    assert not AccountSession.objects.filter(user=budi).exists()


def test_nobody_else_opens_these_pages(client, people):
    today = timezone.localdate()
    ani = people.person()
    people.assign(ani, Role.BUDGET_USER, people.office(), valid_from=today, valid_to=today + datetime.timedelta(days=9))
    client.force_login(ani)

    for address in (
        "/pengelola/",
        "/pengelola/orang/baru/",
        f"/pengelola/orang/{ani.pk}/",
        "/pengelola/perangkat-daerah/",
    ):
        assert client.get(address).status_code == 403
    assert client.post("/pengelola/orang/baru/", PERSON).status_code == 403
    assert User.objects.count() == 1


def test_people_are_found_by_part_of_the_name_or_by_nip(client, admin, people, django_assert_max_num_queries):
    budi = people.person("Budi Santoso")
    people.assign(budi, Role.RECEIVER, people.office(), valid_to=datetime.date(2030, 12, 31))
    people.person("Tono")

    with django_assert_max_num_queries(10):
        page = client.get("/pengelola/", {"q": "santo"}).content.decode()

    assert "Budi Santoso" in page and "Penerima barang" in page and "Tono" not in page
    assert "Budi Santoso" in client.get("/pengelola/", {"q": budi.nip}).content.decode()
    assert "Tidak ada yang cocok" in client.get("/pengelola/", {"q": "zzz"}).content.decode()


def test_offices_are_listed(client, admin, people):
    office = people.office()

    assert office.unit_code in client.get("/pengelola/perangkat-daerah/").content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Budi\u200b Santoso\u00ad, S.E.", "Budi Santoso, S.E."),
        ("محمد", "محمد"),
        ("ꦧꦸꦢꦶ", "ꦧꦸꦢꦶ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_name_is_kept_in_its_script_and_without_what_is_not_seen(client, admin, typed, kept):
    client.post("/pengelola/orang/baru/", PERSON | {"full_name": typed})

    assert User.objects.get(nip="198505052010011001").full_name == kept


@pytest.mark.parametrize("typed", ["\u200b", "\u3164", "Budi \u202eosotnaS", "Budi \u2067Santoso"])
def test_a_name_that_hides_something_or_shows_nothing_makes_no_account(client, admin, typed):
    response = client.post("/pengelola/orang/baru/", PERSON | {"full_name": typed})

    assert response.status_code == 422 and not User.objects.filter(nip="198505052010011001").exists()


def test_a_role_is_not_ended_without_a_reason_that_can_be_read(client, admin, people):
    budi, office = people.person("Budi"), people.office()
    client.post(f"/pengelola/orang/{budi.pk}/", decision(office))
    held = RoleAssignment.objects.get(user=budi)

    address = f"/pengelola/orang/{budi.pk}/peran/{held.pk}/cabut/"
    for why, told in (("\u200b\u2800", "Tulis alasan pencabutan."), ("Pindah \u202esaguT", "Ada tanda tersembunyi")):
        page = client.post(address, {"why": why}, follow=True).content.decode()
        held.refresh_from_db()
        assert told in page and held.revoked_at is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"valid_from": "19/12/2025"}, "Peran tidak dapat berlaku sebelum tanggal surat keputusannya."),
        ({"decision_date": "01/01/2999"}, "Paling akhir"),
        ({"decision_date": "1 Desember 2199", "valid_from": "1/12/2199", "valid_to": "2/12/2199"}, "belum tiba"),
        ({"decision_date": "01/01/1950"}, "Paling awal"),
    ],
)
def test_a_role_follows_a_decision_that_was_made(client, admin, people, changed, said):
    budi, office = people.person("Budi"), people.office()

    page = client.post(f"/pengelola/orang/{budi.pk}/", decision(office) | changed)

    assert page.status_code == 422 and said in page.content.decode()
    assert not RoleAssignment.objects.filter(user=budi).exists()


def test_a_role_may_begin_on_the_day_of_its_decision(client, admin, people):
    budi, office = people.person("Budi"), people.office()

    client.post(f"/pengelola/orang/{budi.pk}/", decision(office) | {"valid_from": "20/12/2025"})

    assert RoleAssignment.objects.filter(user=budi).exists()


@pytest.mark.parametrize(
    ("nip", "said"),
    [
        ("19851305 201001 1 001", "bukan tanggal lahir"),
        ("19850230 201001 1 001", "bukan tanggal lahir"),
        ("19850505 201013 1 001", "Bulan pengangkatan"),
        ("19850505 201000 1 001", "Bulan pengangkatan"),
        ("19850505 198501 1 001", "Tahun pengangkatan"),
        ("19850505 209901 1 001", "Tahun pengangkatan"),
        ("19850505 201001 3 001", "Angka ke-15"),
        ("19850505 201001 1 01", "18 angka"),
        ("１９８５０５０５２０１００１１００１", "18 angka"),
    ],
)
def test_a_nip_says_what_can_be(client, admin, nip, said):
    page = client.post("/pengelola/orang/baru/", PERSON | {"nip": nip})

    assert page.status_code == 422 and said in page.content.decode()
    assert not User.objects.filter(full_name=PERSON["full_name"]).exists()


@pytest.mark.parametrize("nip", ["198505052010011001", "19850505 2010 12 2 999", "198505052022211001"])
def test_a_nip_of_officials_for_life_and_on_contract_is_taken(client, admin, nip):
    client.post("/pengelola/orang/baru/", PERSON | {"nip": nip})

    assert User.objects.filter(full_name=PERSON["full_name"]).exists()
