"""The bank is repaid exactly once, whatever it answers and whenever."""

from __future__ import annotations

import pytest
from django.db import transaction

from marketplace.kernel.errors import WrongState
from payments.cards.models import Card
from payments.gateways.base import GatewayRefused, GatewayUnavailable
from payments.gateways.fake import FakeGateway
from payments.settlement import services as settlement
from payments.settlement.models import Repayment
from payments.settlement.states import RepaymentState
from payments.settlement.states import StatementState as S
from tests.payments.settlement.scene import now, offences, refused

pytestmark = pytest.mark.django_db


class Moody(FakeGateway):
    """A bank that refuses, hides its books, or repeats a stored failure under a key."""

    mood = ""
    asked: list[str]

    def repay(self, **asked):
        self.asked = [*getattr(self, "asked", []), asked["idempotency_key"]]
        if self.mood == "refuses":
            raise GatewayRefused(reason="no", provider_code="account_closed")
        if self.mood == "spent" and len(self.asked) == 1:
            raise GatewayUnavailable(key_spent=True)
        if self.mood == "late":
            super().repay(**asked)
            raise GatewayRefused(reason="being worked on", provider_code="busy")
        return super().repay(**asked)

    def find_repayment(self, *, reference):
        if self.mood == "hides":
            raise GatewayRefused(reason="not today", provider_code="forbidden")
        return super().find_repayment(reference=reference)


@pytest.fixture
def moody(scene) -> Moody:
    """The scene's bank, from now on with moods."""
    scene.bought()
    scene.bank.__class__ = Moody
    return scene.bank


def perform(scene, repayment) -> Repayment:
    return settlement.perform_repayment(repayment_id=repayment.pk, at=scene.tick(), bank=scene.bank)


@pytest.mark.parametrize("fault", ["unavailable_before", "unavailable_after"])
def test_a_silent_bank_is_asked_again_until_it_answers(scene, fault):
    scene.bought()
    repayment = scene.repaying()
    scene.bank.plan = [fault]

    assert perform(scene, repayment).state == RepaymentState.PENDING
    assert now(repayment.payment_list.statement).state == S.REPAYING
    assert Card.objects.get().used_idr == 2_400_000

    assert settlement.resolve_pending_repayments(at=scene.tick(), bank=scene.bank) == 1
    assert now(repayment.payment_list.statement).state == S.PAID
    assert Card.objects.get().used_idr == 0
    assert len(scene.bank._repayments) == 1
    assert settlement.resolve_pending_repayments(at=scene.tick(), bank=scene.bank) == 0
    assert offences() == []


def test_a_refusal_lets_the_treasurer_begin_again(scene, moody):
    repayment = scene.repaying()
    moody.mood = "refuses"

    assert perform(scene, repayment).state == RepaymentState.REFUSED

    statement = now(repayment.payment_list.statement)
    assert (statement.state, now(repayment).failure) == (S.SP2D_ISSUED, "account_closed")
    moody.mood = ""
    assert scene.repaid(statement).state == S.PAID
    assert offences() == []


def test_a_bank_that_hides_its_books_has_not_refused(scene, moody):
    repayment = scene.repaying()
    scene.bank.plan = ["unavailable_after"]
    perform(scene, repayment)
    moody.mood = "hides"

    assert perform(scene, repayment).state == RepaymentState.PENDING

    moody.mood = ""
    assert perform(scene, repayment).state == RepaymentState.CONFIRMED
    assert len(moody._repayments) == 1


def test_money_that_arrived_in_spite_of_a_refusal_counts_as_paid(scene, moody):
    repayment = scene.repaying()
    scene.bank.plan = ["unavailable_before"]
    perform(scene, repayment)
    moody.mood = "late"

    assert perform(scene, repayment).state == RepaymentState.CONFIRMED


def test_a_spent_key_is_replaced(scene, moody):
    repayment = scene.repaying()
    moody.mood = "spent"

    assert perform(scene, repayment).state == RepaymentState.PENDING
    assert perform(scene, repayment).state == RepaymentState.CONFIRMED
    assert len(set(moody.asked)) == 2


def test_after_a_day_the_bank_is_asked_under_a_new_key(scene, moody):
    repayment = scene.repaying()
    scene.bank.plan = ["unavailable_before"]
    perform(scene, repayment)
    scene.later(days=1)

    assert perform(scene, repayment).state == RepaymentState.CONFIRMED
    assert len(set(moody.asked)) == 2


def test_an_answer_that_comes_twice_pays_once(scene):
    scene.bought()
    repayment = scene.repaying()
    perform(scene, repayment)
    result = scene.bank.find_repayment(reference=repayment.reference)

    settlement.record_repayment(repayment_id=repayment.pk, result=result)
    settlement.record_refusal(repayment_id=repayment.pk, reason="late", at=scene.tick())

    assert now(repayment).state == RepaymentState.CONFIRMED
    assert now(repayment.payment_list.statement).state == S.PAID
    assert offences() == []


def test_two_repayments_of_one_list_are_refused(scene):
    scene.bought()
    repayment = scene.repaying()

    with refused(WrongState), transaction.atomic():
        settlement.start_repayment(statement_id=repayment.payment_list.statement_id, actor=scene.tri, at=scene.tick())
