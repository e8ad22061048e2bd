"""The pages of the bill, as each role uses them: plain forms, no script."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.test import Client

from marketplace.kernel.actors import Actor
from payments.cards.models import Card
from payments.settlement.models import CardStatement
from payments.settlement.states import StatementState as S
from tests.payments.settlement.scene import SettlementScene, now
from tests.scenes import NOON

HOME = "/bendahara/tagihan/"


@pytest.fixture(autouse=True)
def a_day_later():
    with time_machine.travel(NOON + timedelta(days=2), tick=True):
        yield


@pytest.fixture
def scene(db, monkeypatch) -> SettlementScene:
    scene = SettlementScene()
    for place in ("request_statement", "repay_bank"):
        module = import_module(f"payments.settlement.services.{place}")
        monkeypatch.setattr(module, "bank_channel", lambda: scene.bank)
    return scene


def browser(scene: SettlementScene, actor: Actor) -> Client:
    client = Client()
    client.force_login(scene.user_of(actor))
    return client


def open_page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def keys(html: str) -> dict[str, str]:
    """Attempt keys of the page's forms, by the name of their field."""
    found = re.findall(r"<input[^>]*name=\"([a-z-]*attempt_key)\"[^>]*value=\"([^\"]+)\"", html)
    return dict(found)


def press(scene, actor, statement, step: str, **fields: object) -> int:
    """Open the bill, send the form of a step with its attempt key."""
    client, address = browser(scene, actor), f"{HOME}{statement.pk}/"
    key = keys(open_page(client, address))["attempt_key"]
    response = client.post(f"{address}{step}/", {"attempt_key": key, **fields})
    return response.status_code


def ticks(statement, *, without: tuple[int, ...] = (), note: str = "") -> dict[str, str]:
    fields = {}
    for line in statement.expense_lists.get(withdrawn_at=None).lines.all():
        fields |= {f"test_{line.pk}_{test}": "on" for test in range(1, 7) if test not in without}
        fields[f"note_{line.pk}"] = note
    return fields


def test_the_whole_bill_is_walked_on_its_pages(scene):
    scene.bought()
    hadi = browser(scene, scene.hadi)
    key = keys(open_page(hadi, f"{HOME}muat/"))["bank-attempt_key"]

    assert hadi.post(f"{HOME}muat/bank/", {"bank-card": scene.card.pk, "bank-attempt_key": key}).status_code == 302
    statement = CardStatement.objects.get()
    assert "Giliran Anda" not in open_page(hadi, f"{HOME}{statement.pk}/")
    assert press(scene, scene.ani, statement, "dpr") == 302
    assert press(scene, scene.prita, statement, "uji", **ticks(statement)) == 302
    assert now(statement).state == S.VERIFIED_FULL
    assert press(scene, scene.prita, statement, "npd") == 302
    assert press(scene, scene.tri, statement, "spp") == 302
    assert press(scene, scene.vera, statement, "periksa", checked=["dpr", "dpt", "billing", "npd"]) == 302
    assert press(scene, scene.prita, statement, "spm", accepts_responsibility="on") == 302
    assert press(scene, scene.bram, statement, "sp2d") == 302
    assert press(scene, scene.tri, statement, "lunasi") == 302

    assert now(statement).state == S.PAID
    assert Card.objects.get().used_idr == 0
    page = open_page(browser(scene, scene.tri), f"{HOME}{statement.pk}/")
    for words in ("DPT", "SP2D", "Buku pembantu KKPD", "Lunas", "Pelunasan kepada bank"):
        assert words in page
