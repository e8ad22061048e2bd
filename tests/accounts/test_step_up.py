"""Before money moves, who sends the form is asked again; what was sent goes on by itself."""

from __future__ import annotations

import pytest

from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.urls("tests.web.pages")


@pytest.fixture
def citra(client, people, settings):
    settings.STEP_UP_REQUIRED = True
    person = people.person("Citra")
    client.post("/masuk/", {"login": person.nip, "password": PASSWORD})
    return person


def grow_old(client, seconds: int) -> None:
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [record | {"at": record["at"] - seconds} for record in records]
    session.save()


def test_whoever_signed_in_just_now_is_not_asked(client, citra):
    assert client.post("/pay/", {"amount": "5"}).content == b"paid 5"


def test_after_five_minutes_the_password_is_asked_and_the_form_goes_on(client, citra):
    grow_old(client, 301)

    asked = client.post("/pay/", {"amount": "5"})
    wrong = client.post(asked["Location"], {"password": "salah sekali"})
    answer = client.post(asked["Location"], {"password": PASSWORD})

    assert asked.status_code == 302 and asked["Location"].startswith("/akun/keamanan/ulang/")
    assert wrong.status_code == 200 and b"paid" not in wrong.content
    assert answer.content == b"paid 5"
    assert client.post("/pay/", {"amount": "6"}).content == b"paid 6"


def test_looking_at_the_page_asks_nothing(client, citra):
    grow_old(client, 301)

    assert client.get("/pay/").status_code == 200


def test_the_setting_turns_it_off(client, citra, settings):
    settings.STEP_UP_REQUIRED = False
    grow_old(client, 301)

    assert client.post("/pay/").status_code == 200
