"""Paying is offered to whoever can pay today; the others read what is missing and who gives it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.accounts.roles import Role
from marketplace.notices import handlers
from marketplace.notices.models import Notice
from orders.events import DeliveryAccepted
from payments.cards import services as cards
from payments.cards.models import CardTransaction
from payments.cards.selectors import count_to_pay, tasks_for
from payments.payables.models import Payable
from tests.payments.cards.scene import CardScene, actor, person
from tests.payments.cards.test_pages import hold, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db, monkeypatch) -> CardScene:
    scene = CardScene(when=timezone.now() - timedelta(minutes=1))
    monkeypatch.setattr("payments.cards.views.paying.card_gateway", lambda **_: scene.bank)
    hold(scene.holder, Role.CARD_HOLDER, scene.agency_id)
    hold(scene.hadi, Role.CARD_ADMIN, scene.agency_id)
    return scene


@pytest.fixture
def dimas(scene):
    return hold(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letter(scene, user, *, first: int = 0, last: int = 5):
    today = timezone.localdate()
    return cards.delegate_card(
        card_id=scene.card.pk,
        user_id=user.pk,
        document_number="SK-7",
        valid_from=today + timedelta(days=first),
        valid_to=today + timedelta(days=last),
        actor=scene.citra,
        at=scene.when + timedelta(days=min(first, 0)),
    )


def accepted(scene, payable: Payable) -> DeliveryAccepted:
    return DeliveryAccepted(
        order_id=payable.order_id,
        order_number=payable.order_number,
        agency_id=scene.agency_id,
        vendor_id=payable.vendor_id,
        at=timezone.now(),
        handover_id=uuid4(),
        payable_id=payable.pk,
        accepted_idr=payable.accepted_idr,
        whole=True,
    )


def told(user) -> list[str]:
    return list(Notice.objects.filter(user=user).values_list("kind", flat=True))


def test_a_delegate_without_a_letter_is_not_told_to_pay_and_reads_who_gives_it(scene, dimas):
    payable, delegate = scene.payable(2_800_000), actor(dimas, Role.CARD_DELEGATE, scene.agency_id)

    handlers.delivery_accepted(accepted(scene, payable))
    pages = [text_of(browser(dimas).get(url)) for url in
             ("/bendahara/", "/bendahara/bayar/", f"/bendahara/bayar/{payable.pk}/")]  # fmt: skip

    assert (told(scene.holder), told(dimas)) == (["handover_signed"], [])
    assert (tasks_for(delegate), count_to_pay(delegate)) == ([], 0)
    for page in pages:
        assert "Anda belum mempunyai surat kuasa dari pemegang kartu." in page
        assert f"Pemegang kartu ({scene.holder.full_name}) memberikannya" in page
    assert "attempt_key" not in pages[-1] and "Bayar Rp2.800.000</button>" not in pages[-1]


def test_a_delegate_with_a_letter_is_told_and_pays(scene, dimas):
    letter(scene, dimas)
    payable, delegate = scene.payable(2_800_000), actor(dimas, Role.CARD_DELEGATE, scene.agency_id)

    handlers.delivery_accepted(accepted(scene, payable))

    assert told(dimas) == ["handover_signed"]
    assert [task.url for task in tasks_for(delegate)] == [f"/bendahara/bayar/{payable.pk}/"]
    assert count_to_pay(delegate) == 1
    facts = {"card": scene.card.pk, "channel": "online", "attempt_key": str(uuid4())}
    assert browser(dimas).post(f"/bendahara/bayar/{payable.pk}/", facts).status_code == 302
    assert CardTransaction.objects.get().initiated_by_id == dimas.pk


def test_a_letter_that_is_to_come_over_or_revoked_is_named(scene, dimas):
    scene.payable(2_800_000)
    client = browser(dimas)

    coming = letter(scene, dimas, first=2)
    assert "Surat kuasa Anda baru berlaku" in text_of(client.get("/bendahara/bayar/"))
    cards.revoke_delegate(card_id=scene.card.pk, delegate_id=coming.pk, reason="x", actor=scene.citra, at=scene.when)
    assert "Surat kuasa Anda sudah dicabut." in text_of(client.get("/bendahara/bayar/"))
    letter(scene, dimas, first=-9, last=-1)
    assert "Surat kuasa Anda" in text_of(client.get("/bendahara/bayar/"))
    assert count_to_pay(actor(dimas, Role.CARD_DELEGATE, scene.agency_id)) == 0


def test_a_holder_without_a_card_is_sent_to_the_administrator_who_is_told(scene):
    cards.close_card(card_id=scene.card.pk, reason="habis", actor=scene.admin, at=scene.when)
    payable = scene.payable(2_800_000)

    handlers.delivery_accepted(accepted(scene, payable))

    assert told(scene.holder) == told(scene.hadi) == ["handover_unpayable"]
    assert tasks_for(scene.citra) == []
    page = text_of(browser(scene.holder).get(f"/bendahara/bayar/{payable.pk}/"))
    assert f"Administrator KKPD ({scene.hadi.full_name}) mengurus penerbitannya" in page
