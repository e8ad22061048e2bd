"""A form sent after the session ended: nothing is done, and its writer finds it filled in after signing in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from marketplace.accounts.models import AccountSession
from marketplace.accounts.services import enrol_totp
from orders.states import OrderState
from tests.accounts.conftest import PASSWORD
from tests.beginnings import Beginning, made_once
from tests.orders.test_pages import hidden
from tests.scenes import NOON, Scene, fresh

REASON = 'Harga "kursi" di atas kisaran & <b>belum</b> ada pembanding'
ESCAPED = "Harga &quot;kursi&quot; di atas kisaran &amp; &lt;b&gt;belum&lt;/b&gt; ada pembanding"
SITE = "http://testserver"


scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    with time_machine.travel(NOON + timedelta(hours=12), tick=True):
        yield scene_at_first.copy()


@pytest.fixture
def order(scene):
    return scene.chosen_order()


@pytest.fixture
def page(order) -> str:
    return f"/persetujuan/{order.number}/"


def sign_in(client: Client, scene: Scene, actor, **more):
    user = scene.user_of(actor)
    user.set_password(PASSWORD)
    user.save()
    return client.post("/masuk/", {"login": user.nip, "password": PASSWORD, **more})


@pytest.fixture
def budi(scene) -> Client:
    client = Client()
    sign_in(client, scene, scene.budi)
    return client


def return_late(client: Client, page: str, **more):
    """Open the page, lose the session elsewhere, and send the decision."""
    form = hidden(client.get(page).content.decode())
    AccountSession.objects.all().delete()
    return client.post(page, form | {"decision": "return", "note": REASON}, headers={"Referer": SITE + page}, **more)


def next_of(client: Client, answer) -> str:
    """The way back that the form of the sign-in page carries."""
    page = client.get(answer["Location"]).content.decode()
    return re.search(r'action="/masuk/">.*?name="next" value="([^"]+)"', page, re.DOTALL)[1]


def test_a_late_decision_is_not_taken_and_comes_back_filled_in_for_its_writer(scene, order, page, budi):
    answer = return_late(budi, page)

    assert answer.status_code == 302 and answer["Location"].startswith("/masuk/?next=")
    asked = budi.get(answer["Location"]).content.decode()
    assert "Sesi Anda sudah berakhir" in asked and "disimpan 30 menit" in asked and "belum ada pembanding" not in asked
    assert fresh(order).state == OrderState.AWAITING_APPROVAL

    back = sign_in(budi, scene, scene.budi, next=page)
    shown = budi.get(back["Location"]).content.decode()
    assert back["Location"] == page and f">\n{ESCAPED}</textarea>" in shown and REASON not in shown
    assert re.search(r'value="return"[^>]* checked>', shown) and not re.search(r'value="approve"[^>]* checked', shown)
    assert "Formulir tadi belum terkirim" in shown and fresh(order).state == OrderState.AWAITING_APPROVAL

    sent = budi.post(page, hidden(shown) | {"decision": "return", "note": REASON})
    assert sent.status_code == 302 and fresh(order).state != OrderState.AWAITING_APPROVAL
    assert "_kept_forms" not in budi.session


def test_the_session_that_was_idle_too_long_keeps_the_form_too(scene, order, page, budi):
    form = hidden(budi.get(page).content.decode())
    with time_machine.travel(NOON + timedelta(hours=15), tick=True):
        answer = budi.post(page, form | {"decision": "return", "note": REASON}, headers={"Referer": SITE + page})
        back = sign_in(budi, scene, scene.budi, next=next_of(budi, answer))
        shown = budi.get(back["Location"]).content.decode()

    assert f">\n{ESCAPED}</textarea>" in shown and fresh(order).state == OrderState.AWAITING_APPROVAL


def test_what_was_written_is_not_given_up_for_a_tab_that_says_nothing(scene, page, budi):
    return_late(budi, page)

    budi.post("/pesanan/", {"halaman": "2"}, headers={"Referer": SITE + "/pesanan/"})
    budi.post(page, {"decision": "approve"}, headers={"Referer": SITE + page})
    sign_in(budi, scene, scene.budi, next=page)

    assert ESCAPED in budi.get(page).content.decode()


def test_another_person_who_signs_in_is_shown_nothing_and_it_is_gone(scene, order, page, budi):
    other = scene.person("Rina PPK", "ppk", scene.office.id)
    return_late(budi, page)

    sign_in(budi, scene, other)
    shown = budi.get(page).content.decode()

    assert "belum ada pembanding" not in shown and "Formulir tadi belum terkirim" not in shown
    assert "_kept_forms" not in budi.session


def test_after_half_an_hour_it_is_gone(scene, page, budi):
    return_late(budi, page)
    with time_machine.travel(NOON + timedelta(hours=12, minutes=31), tick=True):
        sign_in(budi, scene, scene.budi)
        shown = budi.get(page).content.decode()

    assert "belum ada pembanding" not in shown and "_kept_forms" not in budi.session


def test_a_browser_on_which_nobody_ever_signed_in_leaves_nothing(page):
    stranger = Client()

    answer = stranger.post(page, {"decision": "return", "note": REASON})

    assert answer["Location"] == "/masuk/?sesi-berakhir=1"
    assert "Formulir tadi belum terkirim" in stranger.get(answer["Location"]).content.decode()
    assert not AccountSession.objects.exists()


def test_whoever_is_half_way_through_signing_in_leaves_nothing(scene, page, budi, settings):
    enrol_totp(
        user=scene.user_of(scene.budi), secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", actor=scene.budi, at=scene.now
    )
    AccountSession.objects.all().delete()
    sign_in(budi, scene, scene.budi)

    budi.post(page, {"decision": "return", "note": REASON}, headers={"Referer": SITE + page})

    assert "_kept_forms" not in budi.session


def test_a_page_of_another_site_and_secrets_are_not_kept(page, budi):
    answer = return_late(budi, page, HTTP_REFERER="https://evil.example/")
    AccountSession.objects.all().delete()
    secret = budi.post("/akun/sandi/", {"present": PASSWORD, "password": PASSWORD}, headers={"Referer": SITE})

    assert "evil" not in answer["Location"]
    assert secret.status_code == 302 and "_kept_forms" not in budi.session


def test_a_script_is_told_to_load_the_sign_in_page(page, budi):
    answer = return_late(budi, page, HTTP_HX_REQUEST="true")

    assert answer.status_code == 204 and answer["HX-Redirect"].startswith("/masuk/?next=")


def test_without_its_token_a_form_is_neither_done_nor_kept(scene, page, budi):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = budi.cookies
    AccountSession.objects.all().delete()

    answer = strict.post(page, {"decision": "return", "note": REASON}, headers={"Referer": SITE + page})

    assert answer.status_code == 403 and not AccountSession.objects.exists()


# ---- several tabs ---------------------------------------------------------------------------------------------------
def late(client: Client, page: str, note: str, **more):
    return client.post(page, {"decision": "return", "note": note, **more}, headers={"Referer": SITE + page})


def test_the_forms_of_several_tabs_are_kept_each_at_its_own_address(scene, order, page, budi):
    second = scene.chosen_order()
    other = f"/persetujuan/{second.number}/"
    AccountSession.objects.all().delete()
    late(budi, page, "Satu kursi kurang banyak")
    late(budi, other, "Dua meja kurang banyak")

    sign_in(budi, scene, scene.budi, next=other)
    shown, first = budi.get(other).content.decode(), budi.get(page).content.decode()

    assert "Dua meja kurang banyak</textarea>" in shown and "Satu kursi" not in shown
    assert "Formulir lain juga belum terkirim" in shown and f'<a href="{page}">' in shown
    assert "Satu kursi kurang banyak</textarea>" in first and "Dua meja" not in first

    sent = budi.post(other, hidden(shown) | {"decision": "return", "note": "Dua meja kurang banyak"})
    left = budi.get(page).content.decode()
    assert sent.status_code == 302 and fresh(second).state != OrderState.AWAITING_APPROVAL
    assert "Satu kursi kurang banyak</textarea>" in left and "Formulir lain" not in left
    assert fresh(order).state == OrderState.AWAITING_APPROVAL


def test_a_few_are_kept_and_the_oldest_gives_way(scene, page, budi):
    AccountSession.objects.all().delete()
    for number in range(7):
        late(budi, f"/persetujuan/DSR-2026-11-00090{number}/", f"Alasan nomor {number}")

    kept = budi.session["_kept_forms"]
    assert [one["typed"]["note"] for one in kept] == [[f"Alasan nomor {number}"] for number in range(2, 7)]

    late(budi, "/persetujuan/DSR-2026-11-000999/", "x")  # says nothing, and gives way itself
    assert budi.session["_kept_forms"] == kept


def test_each_is_gone_when_its_own_half_hour_is_over(scene, page, budi):
    other = f"/persetujuan/{scene.chosen_order().number}/"
    AccountSession.objects.all().delete()
    late(budi, page, "Satu kursi kurang banyak")
    with time_machine.travel(NOON + timedelta(hours=12, minutes=20), tick=True):
        late(budi, other, "Dua meja kurang banyak")
    with time_machine.travel(NOON + timedelta(hours=12, minutes=40), tick=True):
        sign_in(budi, scene, scene.budi)
        assert "Satu kursi" not in budi.get(page).content.decode()
        assert "Dua meja kurang banyak</textarea>" in budi.get(other).content.decode()


def test_in_english_too(scene, page, budi):
    other = f"/persetujuan/{scene.chosen_order().number}/"
    AccountSession.objects.all().delete()
    late(budi, page, "Satu kursi kurang banyak")
    late(budi, other, "Dua meja kurang banyak")
    sign_in(budi, scene, scene.budi)
    budi.cookies["bahasa"] = "en"

    assert "Other forms have not been sent either" in budi.get(page).content.decode()
