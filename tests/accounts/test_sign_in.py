"""Signing in: by three names, at one pace, with the same answer to strangers."""

from __future__ import annotations

import datetime
import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from marketplace.accounts import demo_cards, handlers, limits
from marketplace.accounts.events import PasswordResetRequested
from marketplace.accounts.models import AccountSession, SignInLimit, User
from marketplace.accounts.roles import Role
from marketplace.accounts.services import deactivate_user, enrol_totp
from marketplace.kernel.actors import SYSTEM
from tests.accounts.conftest import NOON, PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG = "bukan kata sandinya"


def sign_in(client, login, password=PASSWORD, **more):
    return client.post("/masuk/", {"login": login, "password": password, **more.pop("form", {})}, **more)


def code_now(secret=SECRET, step=0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def words(response) -> str:
    """The page without what differs from one rendering to the next."""
    return re.sub(r'value="[^"]*"', "", response.content.decode())


def is_in(client) -> bool:
    return client.get("/akun/").status_code == 200


@pytest.fixture
def ani(people) -> User:
    return people.person("Ani Rahmawati", email="ani@dinas.example", phone="081234567890", nip="199001012015011077")


@pytest.mark.parametrize(
    "login",
    [
        "199001012015011077",
        "19900101 201501 1 077",
        "ani@dinas.example",
        " Ani@Dinas.example ",
        "081234567890",
        "+62 812-3456-7890",
    ],
)
def test_a_person_signs_in_by_nip_email_or_phone(client, ani, login):
    response = sign_in(client, login)

    assert response.status_code == 302 and response["Location"] == "/akun/ruang/"
    assert is_in(client)


def test_the_page_that_was_asked_for_follows_but_never_another_site(client, ani):
    response = sign_in(client, ani.nip, form={"next": "/akun/sandi/"})
    assert response["Location"] == "/akun/sandi/"

    client.post("/keluar/")
    response = sign_in(client, ani.nip, form={"next": "https://evil.example/akun/"})
    assert response["Location"] == "/akun/ruang/"


def test_the_answer_to_a_stranger_and_to_a_wrong_password_is_the_same(client, ani):
    known = sign_in(client, ani.nip, WRONG)
    unknown = sign_in(client, "199001012015011999", WRONG)

    assert known.status_code == unknown.status_code == 422
    assert words(known) == words(unknown)
    assert not is_in(client)


def test_a_stranger_costs_one_hash_like_everybody(client, ani, monkeypatch):
    hashed = []
    hasher = get_hasher("default")
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda self, *given: hashed.append(1) or encode(self, *given))

    sign_in(client, ani.nip, WRONG)
    known = len(hashed)
    sign_in(client, "199001012015011999", WRONG)

    assert known == 1 and len(hashed) - known == 1


def test_after_ten_failures_even_the_right_password_waits_and_is_not_hashed(client, ani, monkeypatch):
    for _try in range(10):
        sign_in(client, ani.nip, WRONG)
    hashed = []
    monkeypatch.setattr("marketplace.accounts.views.authenticate", lambda *a, **k: hashed.append(1))

    response = sign_in(client, ani.nip)

    assert response.status_code == 422 and "Terlalu banyak percobaan" in response.content.decode()
    assert hashed == [] and not is_in(client)


def test_a_whole_office_signs_in_from_one_address(client, ani):
    """Right passwords do not use up what one source may guess; wrong ones do, and the words say how long to wait."""
    for _try in range(110):
        sign_in(client, ani.nip)
        assert is_in(client)
        client.post("/keluar/")

    for n in range(100):
        sign_in(client, f"orang{n}@example.id", WRONG)
    refused = sign_in(client, ani.nip)

    assert refused.status_code == 422 and re.search(r"Coba lagi (59|60) menit lagi", refused.content.decode())
    assert not is_in(client)


def test_failures_from_elsewhere_do_not_keep_the_right_person_out(client, ani):
    for _try in range(20):
        sign_in(client, ani.nip, WRONG, REMOTE_ADDR="203.0.113.9")

    sign_in(client, ani.nip, REMOTE_ADDR="198.51.100.7")

    assert is_in(client)


def test_a_known_device_signs_in_while_the_account_is_under_attack_from_everywhere(client, ani):
    sign_in(client, ani.nip)
    client.post("/keluar/")
    now = timezone.now()
    for n in range(110):
        limits.wait_to_sign_in(subject=f"user:{ani.pk}", address=f"203.0.113.{n}", known_device=False, now=now)

    stranger = type(client)()
    assert sign_in(stranger, ani.nip, REMOTE_ADDR="192.0.2.1").status_code == 422
    sign_in(client, ani.nip, REMOTE_ADDR="198.51.100.7")

    assert is_in(client) and not is_in(stranger)


def test_the_window_of_tries_passes(db):
    start = timezone.now()
    for _try in range(10):
        assert limits.count("pair", "a", now=start)

    assert not limits.count("pair", "a", now=start)
    assert limits.count("pair", "a", now=start + datetime.timedelta(minutes=16))


def test_counters_name_nobody(client, ani):
    sign_in(client, ani.nip, WRONG)

    assert all(re.fullmatch("[0-9a-f]{64}", row.key) for row in SignInLimit.objects.all())


def test_signing_in_gives_a_new_session_key_and_the_planted_one_is_dead(client, ani):
    client.cookies["sessionid"] = "planted0000000000000000000000000"

    sign_in(client, ani.nip)

    key = client.cookies["sessionid"].value
    assert key != "planted0000000000000000000000000"
    planted = type(client)()
    planted.cookies["sessionid"] = "planted0000000000000000000000000"
    assert not is_in(planted) and is_in(client)


def test_signing_out_works_by_post_only_and_kills_the_session(client, ani):
    sign_in(client, ani.nip)
    key = client.cookies["sessionid"].value

    assert client.get("/keluar/").status_code == 405
    assert is_in(client)
    client.post("/keluar/")

    assert not is_in(client) and not AccountSession.objects.filter(session_key=key).exists()


def test_a_person_who_left_cannot_sign_in_and_open_sessions_end(client, ani):
    sign_in(client, ani.nip)

    deactivate_user(user_id=ani.pk, actor=SYSTEM, at=NOON, why="pensiun")

    assert not is_in(client)
    assert sign_in(type(client)(), ani.nip).status_code == 422


# ---- second factor --------------------------------------------------------------------------------------------------
@pytest.fixture
def ani_with_app(ani) -> User:
    enrol_totp(user=ani, secret=SECRET, actor=SYSTEM, at=NOON)
    return ani


def test_the_secret_of_the_app_is_stored_encrypted(ani_with_app):
    assert SECRET not in Authenticator.objects.get(user=ani_with_app).data["secret"]


def test_the_password_alone_opens_nothing(client, ani_with_app):
    response = sign_in(client, ani_with_app.nip)

    assert response["Location"] == "/masuk/langkah-kedua/"
    assert not is_in(client)
    assert client.get("/akun/ruang/").status_code == 302


def test_the_right_code_completes_signing_in(client, ani_with_app):
    sign_in(client, ani_with_app.nip)

    response = client.post("/masuk/langkah-kedua/", {"code": code_now()})

    assert response.status_code == 302 and is_in(client)


def test_a_code_is_good_once(client, ani_with_app):
    code = code_now()
    sign_in(client, ani_with_app.nip)
    client.post("/masuk/langkah-kedua/", {"code": code})
    thief = type(client)()
    sign_in(thief, ani_with_app.nip)
    cache.clear()  # another server process has another memory

    response = thief.post("/masuk/langkah-kedua/", {"code": code})

    assert response.status_code == 422 and not is_in(thief)


def test_after_five_wrong_codes_the_right_one_waits(client, ani_with_app):
    sign_in(client, ani_with_app.nip)
    for guess in range(5):
        client.post("/masuk/langkah-kedua/", {"code": f"00000{guess}"})

    response = client.post("/masuk/langkah-kedua/", {"code": code_now()})

    assert response.status_code == 422 and not is_in(client)


def test_money_roles_without_a_second_factor_see_only_how_to_set_one_up(client, people, ani, settings):
    settings.MFA_REQUIRED_FOR_MONEY_ROLES = True
    today = timezone.localdate()
    people.assign(
        ani, Role.COMMITMENT_OFFICER, people.office(), valid_from=today, valid_to=today + datetime.timedelta(days=30)
    )
    sign_in(client, ani.nip)

    assert client.get("/akun/ruang/")["Location"] == "/akun/keamanan/"
    assert client.get("/bantuan/")["Location"] == "/akun/keamanan/"
    assert client.get("/akun/keamanan/").status_code == 200
    enrol_totp(user=ani, secret=SECRET, actor=SYSTEM, at=NOON)
    assert client.get("/akun/ruang/").status_code == 200


def test_setting_up_the_app_asks_the_password_again_after_five_minutes_and_then_for_a_code(client, ani):
    sign_in(client, ani.nip)
    assert client.get("/akun/keamanan/aplikasi/").status_code == 200
    session = client.session
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - 301} for record in session["account_authentication_methods"]
    ]
    session.save()
    asked = client.get("/akun/keamanan/aplikasi/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/akun/keamanan/aplikasi/")
    secret = client.session["mfa.totp.secret"]

    response = client.post("/akun/keamanan/aplikasi/", {"code": code_now(secret)})

    assert page.status_code == 200 and secret in page.content.decode()
    assert response.status_code == 302
    assert Authenticator.objects.filter(user=ani, type=Authenticator.Type.TOTP).exists()


# ---- sessions -------------------------------------------------------------------------------------------------------
def test_a_person_sees_and_ends_their_other_sessions_but_not_anybody_elses(client, ani, people):
    other, thief = type(client)(), type(client)()
    sign_in(client, ani.nip, HTTP_USER_AGENT="Ponsel Ani")
    sign_in(other, ani.nip, HTTP_USER_AGENT="Laptop Ani")
    other.get("/akun/", HTTP_USER_AGENT="Laptop Ani")
    page = client.get("/akun/").content.decode()
    assert "Laptop Ani" in page and other.cookies["sessionid"].value not in page
    address = re.search(r'action="(/akun/sesi/[0-9a-f]+/tutup/)"', page)[1]

    budi = people.person("Budi")
    sign_in(thief, budi.nip)
    assert thief.post(address).status_code == 404
    client.post(address)

    assert is_in(client) and is_in(thief) and not is_in(other)


def test_a_session_of_a_money_role_ends_after_a_quarter_of_an_hour(client, people, ani):
    today = timezone.localdate()
    people.assign(
        ani, Role.COMMITMENT_OFFICER, people.office(), valid_from=today, valid_to=today + datetime.timedelta(days=30)
    )
    sign_in(client, ani.nip)
    assert is_in(client)
    session = client.session
    session["_seen"] = (timezone.now() - datetime.timedelta(minutes=16)).isoformat()
    session.save()

    assert not is_in(client)


def test_a_session_ends_after_a_working_day_however_busy(client, ani):
    sign_in(client, ani.nip)
    assert is_in(client)
    session = client.session
    session["_started"] = (timezone.now() - datetime.timedelta(hours=8, minutes=1)).isoformat()
    session.save()

    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(client, ani):
    other = type(client)()
    sign_in(client, ani.nip)
    sign_in(other, ani.nip)

    response = client.post("/akun/sandi/", {"present": PASSWORD, "password": "sawah padi ikan nila"})

    assert response.status_code == 302
    assert is_in(client) and not is_in(other)
    assert sign_in(type(client)(), ani.nip, "sawah padi ikan nila").status_code == 302


# ---- forgotten password ---------------------------------------------------------------------------------------------
def test_the_reset_link_names_the_site_from_the_settings_and_works_once(client, ani, settings):
    settings.SITE_ADDRESS = "https://dasaran.example.go.id"
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/akun/sandi/lupa/", {"email": "ANI@dinas.example"}, HTTP_HOST="evil.example")

    handlers.mail_reset_link(PasswordResetRequested(user_id=ani.pk, at=NOON))

    link = re.search(r"https://\S+", mail.outbox[0].body)[0]
    assert link.startswith("https://dasaran.example.go.id/akun/sandi/baru/") and "evil" not in mail.outbox[0].body
    path = urlsplit(link).path
    assert client.post(path, {"password": "sawah padi ikan nila"}).status_code == 302
    assert client.post(path, {"password": "pasar pagi buah salak"}).status_code == 410
    assert sign_in(client, ani.nip, "sawah padi ikan nila").status_code == 302


def test_asking_for_a_reset_answers_strangers_alike_and_mails_nobody(client, ani):
    known = client.post("/akun/sandi/lupa/", {"email": "ani@dinas.example"})
    unknown = client.post("/akun/sandi/lupa/", {"email": "xyz@dinas.example"})

    handlers.mail_reset_link(PasswordResetRequested(user_id=None, at=NOON))

    assert known.status_code == unknown.status_code == 200
    assert words(known).replace("ani@", "xyz@") == words(unknown)
    assert mail.outbox == []


# ---- sign-up --------------------------------------------------------------------------------------------------------
SIGN_UP = {"full_name": "Sari Wulandari", "phone": "0856 1234 5678", "email": "", "password": "gudeg manggar enak"}


def test_a_seller_signs_up_with_a_phone_number_and_goes_on_to_the_application(client, db):
    response = client.post("/daftar/", SIGN_UP)

    assert response.status_code == 302 and response["Location"] == "/toko/daftar/"
    sari = User.objects.get(phone="+6285612345678")
    assert sari.full_name == "Sari Wulandari" and sari.nik_hash is None and is_in(client)


def test_a_number_that_is_taken_is_refused_and_what_was_typed_is_kept(client, db):
    client.post("/daftar/", SIGN_UP)
    client.post("/keluar/")

    response = client.post("/daftar/", SIGN_UP | {"full_name": "Sari Kedua"})

    assert response.status_code == 422 and "Sari Kedua" in response.content.decode()
    assert User.objects.count() == 1


def test_extra_fields_in_the_sign_up_change_nothing(client, db):
    client.post("/daftar/", SIGN_UP | {"is_active": "", "nip": "199001012015010001", "is_staff": "1", "role": "pa"})

    sari = User.objects.get()
    assert sari.nip is None and sari.is_active and not sari.assignments.exists()


def test_a_common_password_is_refused(client, db):
    response = client.post("/daftar/", SIGN_UP | {"password": "1234567890"})

    assert response.status_code == 422 and not User.objects.exists()


# ---- the demo -------------------------------------------------------------------------------------------------------
@pytest.fixture
def cards():
    card = demo_cards.DemoCard("PPTK Ani", "199001012015011077", PASSWORD, SECRET, "Ajukan kebutuhan")
    demo_cards.register(lambda: [demo_cards.DemoGroup("Dinas Contoh", [card])])
    yield
    demo_cards._provider.clear()


def test_demo_accounts_stand_on_the_sign_in_page_in_the_demo_only(client, cards, settings, db):
    assert PASSWORD not in client.get("/masuk/").content.decode()
    settings.DASARAN_DEMO = True

    page = client.get("/masuk/").content.decode()

    assert "PPTK Ani" in page and PASSWORD in page and SECRET in page


def test_the_demo_shows_the_present_code_on_the_second_step(client, cards, settings, ani_with_app):
    sign_in(client, ani_with_app.nip)
    assert code_now() not in client.get("/masuk/langkah-kedua/").content.decode()
    settings.DASARAN_DEMO = True

    page = client.get("/masuk/langkah-kedua/").content.decode()

    assert code_now() in page or code_now(step=-1) in page


def test_pages_of_allauth_that_change_addresses_are_not_mounted(client, ani):
    for name in ("account_email", "account_signup", "account_change_password", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
