"""What is settled about a held-back line is written in role (S1, S8), though the policies say nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import refusal_for_constraint
from marketplace.kernel.policies import allow
from payments.settlement import policies
from payments.settlement import services as settlement
from payments.settlement.errors import NotInThatRole
from tests.payments.settlement.scene import offences
from tests.payments.settlement.test_held_back_lines import (
    answer,
    bank_says,
    claim,
    confirm,
    decide,
    differing,
    proof,
    propose,
    refused_line,
)
from tests.payments.settlement.test_papers_around_the_orm import attacked
from tests.payments.settlement.test_returns import agree

pytestmark = pytest.mark.django_db


def in_role_only(scene, monkeypatch, act: Callable[[Actor], object], by: Actor) -> None:
    """An auditor and a card holder of another office do not take the step that its own person then takes."""
    stranger = scene.act_as(scene.user_of(scene.other_office.citra))
    with monkeypatch.context() as silenced:
        silenced.setattr(policies, "_one_of", lambda *_: allow())
        for other in (scene.dewi, stranger):
            name = attacked(lambda other=other: act(other))
            assert refusal_for_constraint(name) is NotInThatRole, name
    act(by)
    connection.check_constraints()


def test_a_difference_is_proposed_and_settled_in_role(scene, monkeypatch):
    charge, _ = differing(scene)

    in_role_only(scene, monkeypatch, lambda by: propose(scene, charge, actor=by), scene.hadi)
    in_role_only(scene, monkeypatch, lambda by: confirm(scene, charge, actor=by), scene.kusno)
    assert offences() == []


def test_a_refusal_is_answered_in_role(scene, monkeypatch):
    charge = refused_line(scene)

    in_role_only(scene, monkeypatch, lambda by: answer(scene, charge, actor=by), scene.citra)
    assert offences() == []


def test_a_dispute_is_claimed_told_and_decided_in_role(scene, monkeypatch):
    charge = scene.bought()
    scene.bill()

    in_role_only(scene, monkeypatch, lambda by: claim(scene, charge, "not_received", actor=by), scene.hadi)
    in_role_only(scene, monkeypatch, lambda by: bank_says(scene, charge, "lost", actor=by), scene.tri)
    in_role_only(scene, monkeypatch, lambda by: decide(scene, charge, "list", actor=by), scene.prita)
    assert offences() == []


def test_a_debt_of_the_holder_is_decided_and_its_payment_recorded_in_role(scene, monkeypatch):
    charge = refused_line(scene)

    def personal(by):
        return settlement.make_personal(transaction_id=charge.pk, reason="Pribadi", actor=by, at=scene.tick())

    def paid(by):
        return settlement.record_holder_payment(
            transaction_id=charge.pk, reference="TRX-1", paid_on=scene.now.date(), proof=proof(), actor=by,
            at=scene.tick(),
        )  # fmt: skip

    in_role_only(scene, monkeypatch, personal, scene.prita)
    in_role_only(scene, monkeypatch, paid, scene.tri)
    assert offences() == []


def test_money_comes_back_and_is_deposited_in_role(scene, monkeypatch):
    charge = scene.bought()
    scene.repaid()

    def receive(by):
        return settlement.receive_return(transaction_id=charge.pk, reference="MUT-5", actor=by, at=scene.tick())

    def deposit(by):
        return settlement.deposit_return(transaction_id=charge.pk, reference="NTPN-5", actor=by, at=scene.tick())

    in_role_only(scene, monkeypatch, lambda by: agree(scene, charge, 1_000_000, actor=by), scene.tri)
    in_role_only(scene, monkeypatch, receive, scene.tri)
    in_role_only(scene, monkeypatch, deposit, scene.tri)
    assert offences() == []
