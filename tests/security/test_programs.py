"""Programs that lie: to the API, and to the door of the payment provider (T-07, T-13, T-53)."""

from __future__ import annotations

import json
import time

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.api.services import create_token
from payments.cards.models import WebhookInbox
from tests.scenes import fresh
from tests.security.world import World


def headers(actor) -> dict[str, str]:
    _token, key = create_token(name="uji", scope="write", days=30, actor=actor, at=timezone.now())
    return {"Authorization": f"Bearer {key}"}


def test_bodies_that_no_program_should_send_are_refused_in_json_and_change_nothing(world: World):
    order, sender = world.orders["chosen"], headers(world.budi)
    bodies = [
        b"", b"{", b"[]", b"null", b"\xff", b'{"note": "a\\u0000b"}', b'{"reason": "a\\u0000 tidak sesuai kebutuhan"}',
        b'{"reason": "\\ud800 tidak sesuai kebutuhan kami"}', b'{"status": "paid", "total_idr": 1}',
        json.dumps({"reason": "x" * 2_000_000}).encode(), b"[" * 100_000, b'{"attempt_key": 1e400}',
    ]  # fmt: skip
    wrong = []
    for step in ("approve", "return"):
        for body in bodies:
            answer = Client().post(
                f"/api/v1/orders/{order.number}/{step}", body, content_type="application/json", headers=sender
            )
            if not 400 <= answer.status_code < 500 or "json" not in answer["Content-Type"]:
                wrong.append((step, body[:40], answer.status_code))

    assert wrong == [] and fresh(order).state == "awaiting_approval"


def test_another_offices_token_finds_no_order(world: World):
    number, other = world.orders["chosen"].number, headers(world.other_office.budi)

    for step in ("approve", "return"):
        body = json.dumps({"reason": "Tidak sesuai kebutuhan kami"})
        answer = Client().post(f"/api/v1/orders/{number}/{step}", body, content_type="application/json", headers=other)
        assert answer.status_code in (404, 422)
    assert Client().get(f"/api/v1/orders/{number}", headers=other).status_code == 404
    assert fresh(world.orders["chosen"]).state == "awaiting_approval"


@pytest.mark.parametrize(
    "signature",
    [
        "", "x", "t=1,v1=abc", "t=abc,v1=,v0", "t=" + "9" * 5_000 + ",v1=0", "t={now},v1=" + "0" * 64, "v1=0",
        "t={now},v1=\u00e9", "t={now}", "t=-1,v1=00", "t={now},v1=" + "0" * 64 + ",v1=" + "1" * 64,
    ],
)  # fmt: skip
def test_a_forged_message_of_the_provider_leaves_nothing(db, settings, signature):
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_nobody", "whsec_nobody"
    body = json.dumps({"id": "evt_1", "object": "event", "type": "x", "data": {"object": {"id": "pi_1"}}})

    answer = Client().post(
        "/gerbang/stripe/", body, content_type="application/json",
        headers={"Stripe-Signature": signature.replace("{now}", str(int(time.time())))},
    )  # fmt: skip

    assert answer.status_code == 400 and WebhookInbox.objects.count() == 0
