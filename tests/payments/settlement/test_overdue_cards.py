"""A bill that is not repaid by the bank's day stops its card, where the policy is on (T46)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from marketplace.kernel.law import LawRow
from payments.cards.models import Card
from payments.cards.states import CardState
from payments.settlement import services as settlement
from tests.payments.settlement.scene import offences

pytestmark = pytest.mark.django_db


def state(scene) -> str:
    return Card.objects.get(pk=scene.card.pk).state


def past_due(scene, statement):
    return scene.later(days=(statement.due_date - scene.now.date()).days + 1)


def test_t46_an_overdue_bill_suspends_its_card_once(scene):
    scene.bought()
    statement = scene.bill()

    assert settlement.suspend_overdue_cards(at=scene.now) == 0
    at = past_due(scene, statement)
    assert settlement.suspend_overdue_cards(at=at) == 1
    assert settlement.suspend_overdue_cards(at=at + timedelta(days=1)) == 0

    assert state(scene) == CardState.SUSPENDED
    assert offences() == []


def test_a_repaid_bill_suspends_nothing(scene):
    scene.bought()
    statement = scene.repaid()

    assert settlement.suspend_overdue_cards(at=past_due(scene, statement)) == 0
    assert state(scene) == CardState.ACTIVE


def test_the_policy_can_be_off(scene, as_owner):
    scene.bought()
    statement = scene.bill()
    with as_owner():
        LawRow.objects.create(
            kind="card.suspend_when_overdue",
            value=0,
            unit="yes_no",
            valid_from=date(2026, 1, 1),
            source="Keputusan Gubernur",
            confidence="sure",
        )
    cache.clear()

    assert settlement.suspend_overdue_cards(at=past_due(scene, statement)) == 0
    assert state(scene) == CardState.ACTIVE
