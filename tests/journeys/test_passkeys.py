"""Passkeys, with the authenticator that Chromium itself plays: the browser and the site speak the real protocol."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from tests.journeys.walking import Visitor
from tests.journeys.world import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def with_a_key(visitor):
    """A browser on a laptop with a fingerprint reader. Passkeys need a name (localhost), not a number."""

    def enter(**options: object) -> Visitor:
        person = visitor(**options)
        person.site = person.site.replace("127.0.0.1", "localhost")
        reader = person.context.new_cdp_session(person.page)
        reader.send("WebAuthn.enable")
        reader.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        return person

    return enter


def give_password(person: Visitor, login: str) -> Visitor:
    person.open(person.site + "/masuk/")
    return person.fill({"login": login, "password": PASSWORD}).press("Masuk")


def test_a_person_adds_a_passkey_and_signs_in_with_it(province, with_a_key, settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    login = province.login_of(province.budi)
    budi = give_password(with_a_key(), login)
    budi.open(budi.site + "/akun/keamanan/kunci/baru/")
    if "/ulang/" in budi.path:
        budi.fill({"password": PASSWORD}).press("Lanjut")
    budi.fill({"name": "Laptop kantor"}).press("Tambah kunci")
    key = Authenticator.objects.get(user_id=province.budi.id, type=Authenticator.Type.WEBAUTHN)
    assert key.wrap().name == "Laptop kantor"

    budi.context.clear_cookies()
    give_password(budi, login)
    assert budi.path == "/masuk/langkah-kedua/"
    budi.press("Pakai kunci sandi")

    assert not budi.path.startswith("/masuk/")
    key.refresh_from_db()
    assert key.last_used_at is not None
