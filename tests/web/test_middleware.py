"""What happens around every page: who acts, what is open, what a refusal becomes, what caches may keep."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.utils import timezone

from marketplace.accounts.access import access_of, public, roles, signed_in
from marketplace.accounts.roles import Role
from marketplace.accounts.services import revoke_role
from marketplace.kernel.actors import SYSTEM
from marketplace.web import errors

pytestmark = [pytest.mark.urls("tests.web.pages"), pytest.mark.django_db]


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def this_year() -> dict:
    today = timezone.localdate()
    return {"valid_from": today, "valid_to": today + datetime.timedelta(days=30)}


# ---- who may open what ----------------------------------------------------------------------------------------------
def test_a_view_that_says_nothing_is_opened_by_nobody(client, people):
    client.force_login(people.person())

    response = client.get("/silent/")

    assert response.status_code == 404 and b"secret" not in response.content


def test_visitors_are_sent_to_sign_in_and_back(client):
    response = client.get("/mine/?a=1")

    assert response.status_code == 302 and response["Location"] == "/masuk/?next=%2Fmine%2F%3Fa%3D1"


def test_a_page_of_a_role_is_closed_to_other_people(client, people):
    client.force_login(people.person())

    response = client.get("/treasurers/")

    assert response.status_code == 403 and response["X-Refusal-Code"] == "ROOM_CLOSED"


def test_a_role_opens_its_page_and_losing_it_closes_the_page_on_the_next_request(client, people):
    citra = people.person()
    held = people.assign(citra, Role.TREASURER, people.office(), **this_year())
    client.force_login(citra)
    assert client.get("/treasurers/").content == b"kas"

    revoke_role(assignment_id=held.pk, actor=SYSTEM, at=timezone.now(), why="pindah")

    assert client.get("/treasurers/").status_code == 403


def test_a_role_that_ended_yesterday_opens_nothing(client, people):
    citra = people.person()
    today = timezone.localdate()
    people.assign(
        citra,
        Role.TREASURER,
        people.office(),
        valid_from=today - datetime.timedelta(days=30),
        valid_to=today - datetime.timedelta(days=1),
    )
    client.force_login(citra)

    assert client.get("/treasurers/").status_code == 403


def test_decorators_keep_what_they_declare_under_other_decorators():
    from django.views.decorators.http import require_POST

    view = require_POST(roles(Role.TREASURER)(lambda request: None))

    assert access_of(view).describe() == "bp"
    assert access_of(public(lambda r: None)).describe() == "public"
    assert access_of(signed_in(lambda r: None)).describe() == "signed_in"


# ---- refusals -------------------------------------------------------------------------------------------------------
def test_a_broken_rule_leads_back_to_the_button_with_a_message(client):
    response = client.post("/breaks-rule/", HTTP_REFERER="http://testserver/fine/?page=2")

    assert response.status_code == 303 and response["Location"] == "/fine/?page=2"
    assert said(response) == ["Melebihi sisa."]


def test_the_view_may_name_the_way_back(client):
    assert client.post("/way-back/")["Location"] == "/fine/"


def test_the_way_back_never_leads_to_another_site(client):
    response = client.post("/breaks-rule/", HTTP_REFERER="https://evil.example/fine/")

    assert response.status_code == 422 and "Melebihi sisa." in response.content.decode()


def test_htmx_is_told_to_load_the_page_that_shows_the_message(client):
    response = client.post("/breaks-rule/", HTTP_REFERER="http://testserver/fine/", HTTP_HX_REQUEST="true")

    assert response.status_code == 204 and response["HX-Redirect"] == "/fine/"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/breaks-rule/", 422, "Melebihi sisa."),
        ("/not-permitted/", 403, "Hanya PPK yang dapat menyetujui."),
        ("/missing/", 404, "tidak ditemukan"),
        ("/outside/", 503, "tidak menjawab"),
        ("/breaks-constraint/", 422, "Melebihi sisa."),
    ],
)
def test_each_family_of_refusal_has_its_page_with_the_reason(client, address, status, words):
    response = client.get(address)

    assert response.status_code == status and words in response.content.decode()


@pytest.mark.parametrize(("address", "status"), [("/not-permitted/", 403), ("/missing/", 404)])
def test_who_may_not_is_told_by_the_status_also_after_a_button(client, address, status):
    assert client.post(address, HTTP_REFERER="http://testserver/fine/").status_code == status


def test_a_defect_has_a_page_that_asks_the_database_for_nothing(client, rf, django_assert_num_queries):
    client.raise_request_exception = False

    assert client.get("/defect/").status_code == 500
    with django_assert_num_queries(0):
        page = errors.server_error(rf.get("/"))
    assert page.status_code == 500 and "Dasaran" in page.content.decode()


def test_a_database_that_is_away_is_told_as_such_and_when_to_come_back(client):
    client.raise_request_exception = False

    page = client.get("/database-away/")

    assert page.status_code == 503 and page["Retry-After"] == "5"
    assert "Basis data sedang tidak menjawab" in page.content.decode()


@pytest.mark.parametrize("address", ["/disk-full/", "/no-room-for-a-file/"])
def test_a_full_disk_is_told_as_such_to_the_reader_and_to_the_log(client, address, caplog):
    client.raise_request_exception = False

    page = client.get(address)

    assert page.status_code == 503 and page["Retry-After"] == "60"
    assert "Penyimpanan server penuh" in page.content.decode()
    told = [record.msg for record in caplog.records if record.levelname == "CRITICAL"]
    assert [(one["event"], "free some space" in one["hint"]) for one in told] == [("disk.full", True)]


def test_a_database_that_fell_for_want_of_room_is_told_by_the_disk_beside_it(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("marketplace.kernel.outages.disk_usage", lambda _folder: SimpleNamespace(free=4096))

    assert "Penyimpanan server penuh" in client.get("/database-away/").content.decode()


def test_unknown_addresses_have_a_page(client):
    response = client.get("/tidak-ada/")

    assert response.status_code == 404 and "Dasaran" in response.content.decode()


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(people):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/fine/")

    assert response.status_code == 403 and "kedaluwarsa" in response.content.decode()


# ---- around the answer ----------------------------------------------------------------------------------------------
def test_pages_of_signed_in_people_are_kept_by_no_cache(client, people):
    client.force_login(people.person())

    assert "no-store" in client.get("/mine/")["Cache-Control"]
    assert "no-store" in client.get("/fine/")["Cache-Control"]


def test_every_answer_names_its_request_and_only_a_sane_name_is_taken_over(client):
    assert len(client.get("/fine/")["X-Request-ID"]) == 36
    assert client.get("/fine/", HTTP_X_REQUEST_ID="abc-123-xyz")["X-Request-ID"] == "abc-123-xyz"
    assert client.get("/fine/", HTTP_X_REQUEST_ID="<script>")["X-Request-ID"] != "<script>"


def test_every_answer_carries_the_security_headers(client):
    headers = client.get("/fine/").headers

    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin" and "camera=(self)" in headers["Permissions-Policy"]


def test_visitors_search_at_the_pace_of_people(client, people):
    cache.clear()
    answers = [client.get("/fine/?q=meja").status_code for _search in range(61)]

    assert answers[:60] == [200] * 60 and answers[60] == 429
    client.force_login(people.person())
    assert client.get("/fine/?q=meja").status_code == 200


def test_a_public_page_asks_nothing_about_visitors(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/fine/")


def test_knowing_who_acts_costs_three_queries(client, people, django_assert_num_queries):
    client.force_login(people.person())
    client.get("/mine/")

    with django_assert_num_queries(3):  # session, person, roles
        client.get("/mine/")


def test_the_address_of_the_client_is_what_the_last_trusted_proxy_wrote(rf, settings):
    from marketplace.accounts.address import client_address

    request = rf.get("/", HTTP_X_FORWARDED_FOR="203.0.113.66, 198.51.100.7", REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = 1
    assert client_address(request) == "198.51.100.7"
    assert client_address(rf.get("/", HTTP_X_FORWARDED_FOR="nonsense")) == ""
