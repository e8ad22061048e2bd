"""The budget pages: who may open them, whose lines are inside, and what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import assign_role, register_user
from marketplace.kernel.actors import SYSTEM
from marketplace.kernel.money import Rupiah
from payments.budget import services as budget
from payments.budget.selectors import AGENCY_ROLES, SUPERVISORS
from tests.payments.budget_scene import NOON, Office, charge, reserve

pytestmark = pytest.mark.django_db


def person(role: Role, organisation_id: int) -> User:
    now = timezone.now()
    user = register_user(
        full_name="Ani Lestari", email=f"{role.value}.{organisation_id}@contoh.id", password="kain lurik 24 benang",
        actor=SYSTEM, at=now,
    )  # fmt: skip
    assign_role(
        user_id=user.pk, role=role, organisation_id=organisation_id, valid_from=now.date().replace(month=1, day=1),
        valid_to=now.date().replace(month=12, day=31), decision_number="821/1/2026",
        decision_date=now.date().replace(month=1, day=1),
        actor=SYSTEM, at=now,
    )  # fmt: skip
    return user


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def line(office):
    return office.line(10_000_000, cash_plan={1: Rupiah(4_000_000), 3: Rupiah(6_000_000)})


@pytest.fixture
def ani(client, office):
    client.force_login(person(Role.ACTIVITY_OFFICER, office.agency.pk))


def test_the_lines_of_ones_office_are_listed_with_what_is_left(client, ani, line):
    reserve(line, 4_000_000)

    page = client.get("/anggaran/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "Pengelolaan media komunikasi publik" in text
    assert "Rp6.000.000" in text
    assert "5.1.02.01.01.0024" in text
    assert f"/anggaran/{line.pk}/" in text


def test_lines_of_another_office_are_not_there(client, ani, line):
    other = Office().line(77_000_000)

    assert "Rp77.000.000" not in client.get("/anggaran/").content.decode()
    assert client.get(f"/anggaran/{other.pk}/").status_code == 404


def test_a_line_shows_its_figures_orders_movements_and_plan(client, ani, line):
    order = reserve(line, 4_000_000)
    budget.release(order=order, charges=[charge(line, 4_000_000)], at=NOON, reason="dibatalkan pemohon")

    text = client.get(f"/anggaran/{line.pk}/").content.decode()

    expected_texts = ["Dicadangkan untuk pesanan", "Cadangan dilepas", "dibatalkan pemohon", "Pagu ditetapkan", "DPA/1"]
    for expected in (order.number, "Rp10.000.000", "Rencana kas", *expected_texts):
        assert expected in text


def test_movements_are_in_order_of_days_over_all_pages(client, ani, line):
    """An entry recorded late, of an earlier day, stands among that day's."""
    for number in range(30):
        reserve(line, 1_000 + number, when=NOON + timedelta(days=number // 3))
    reserve(line, 7_777, when=NOON + timedelta(days=4))

    first = client.get(f"/anggaran/{line.pk}/")
    second = client.get(f"/anggaran/{line.pk}/", {"cursor": first.context["page"].next_cursor})

    entries = [*first.context["page"], *second.context["page"]]
    order = [(entry.effective_at, entry.pk) for entry in entries]
    assert order == sorted(order, reverse=True) and len(set(order)) == 32
    assert order[-1][0] < order[0][0] and "Rp7.777" in first.content.decode()
    assert [
        entry.pk
        for entry in client.get(f"/anggaran/{line.pk}/", {"cursor": second.context["page"].previous_cursor}).context[
            "page"
        ]
    ] == [entry.pk for entry in first.context["page"]]


@pytest.mark.parametrize("role", [*AGENCY_ROLES])
def test_everyone_who_answers_for_the_budget_may_read_it(client, office, line, role):
    client.force_login(person(role, office.agency.pk))

    assert client.get("/anggaran/").status_code == 200
    assert client.get(f"/anggaran/{line.pk}/").status_code == 200


@pytest.mark.parametrize("role", [Role.RECEIVER, Role.CARD_HOLDER])
def test_other_roles_of_the_office_may_not(client, office, line, role):
    client.force_login(person(role, office.agency.pk))

    assert client.get("/anggaran/").status_code == 403
    assert client.get(f"/anggaran/{line.pk}/").status_code == 403


@pytest.mark.parametrize("address", ["/anggaran/", "/anggaran/1/"])
def test_a_visitor_is_asked_to_sign_in(client, db, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/")


def test_supervisors_read_every_budget():
    assert {Role.INTERNAL_AUDITOR, Role.EXTERNAL_AUDITOR, Role.TREASURY} <= set(SUPERVISORS)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=media", True),
        ("q=5.1.02.01.01.0024", True),
        ("q=Alat Tulis Kantor", True),
        ("q=2.16.02", True),
        ("q=lapangan", False),
        ("tahun=2025", True),
        ("tahun=abc&dinas=abc", True),
    ],
)
def test_lines_are_found_by_name_code_or_account_and_odd_questions_are_as_if_not_asked(
    client, ani, line, question, found
):
    text = client.get(f"/anggaran/?{question}").content.decode()

    assert (f"/anggaran/{line.pk}/" in text) == found
    assert found or "Tidak ada mata anggaran yang cocok" in text


def test_an_office_without_lines_is_told_so(client, ani):
    assert "Belum ada mata anggaran" in client.get("/anggaran/").content.decode()


def test_the_list_costs_the_same_queries_however_long_it_is(client, ani, office, line, django_assert_max_num_queries):
    for number in range(25):
        office.line(1_000_000, account=f"5.1.02.01.01.{100 + number:04d}")
    client.get("/anggaran/")

    with django_assert_max_num_queries(20):
        client.get("/anggaran/")


def test_a_line_costs_the_same_queries_however_much_happened(client, ani, line, django_assert_max_num_queries):
    for _ in range(30):
        reserve(line, 1_000)
    client.get(f"/anggaran/{line.pk}/")

    with django_assert_max_num_queries(20):
        client.get(f"/anggaran/{line.pk}/")


def test_the_pages_only_read(client, ani, line):
    assert client.post("/anggaran/").status_code == 405
    assert client.post(f"/anggaran/{line.pk}/").status_code == 405
