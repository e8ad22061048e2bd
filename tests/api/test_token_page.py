"""The page of one's own tokens."""

from __future__ import annotations

import re

from django.urls import reverse

from marketplace.api.models import ApiToken


def test_a_token_is_shown_once_and_works(scene, client):
    client.force_login(scene.user_of(scene.ani))

    made = client.post(reverse("api:tokens"), {"name": "laporan", "scope": "read", "days": "30"})

    key = re.search(r"dsr_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", made.content.decode())[0]
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).json()["name"] == scene.ani.name
    again = client.get(reverse("api:tokens")).content.decode()
    assert key not in again and "laporan" in again


def test_a_token_is_taken_back(scene, client):
    client.force_login(scene.user_of(scene.ani))
    client.post(reverse("api:tokens"), {"name": "laporan", "scope": "read", "days": "30"})
    token = ApiToken.objects.get()

    client.post(reverse("api:revoke-token", args=[token.id]))

    assert ApiToken.objects.get().revoked_at is not None
    assert "Tidak berlaku" in client.get(reverse("api:tokens")).content.decode()


def test_what_was_typed_wrongly_makes_no_token(scene, client):
    client.force_login(scene.user_of(scene.ani))

    answer = client.post(reverse("api:tokens"), {"name": "", "scope": "all", "days": "9999"})

    assert answer.status_code == 422 and not ApiToken.objects.exists()


def test_an_auditor_may_have_a_token_too(scene, client):
    client.force_login(scene.user_of(scene.dewi))

    answer = client.post(reverse("api:tokens"), {"name": "bukti", "scope": "read", "days": "30"})

    assert answer.status_code == 200 and ApiToken.objects.get().user_id == scene.dewi.id


def test_visitors_are_sent_to_sign_in(client, db):
    assert client.get(reverse("api:tokens"))["Location"].startswith("/masuk/")
