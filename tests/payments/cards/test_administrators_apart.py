"""Who administers the cards of an office, or audits, is named by no card, letter or charge (S5, S8): around the ORM."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.errors import constraint_of, refusal_for_constraint
from payments.cards import services as cards
from payments.cards.errors import AdministratorUsesCard
from payments.cards.models import Card, CardDelegate, CardTransaction
from tests.payments.budget_scene import Office
from tests.payments.cards.scene import CardScene, person
from tests.payments.cards.test_pages import hold
from tests.payments.cards.test_payers import letter

pytestmark = pytest.mark.django_db

CARD = """
INSERT INTO cards_card SELECT (jsonb_populate_record(card, jsonb_build_object(
    'id', nextval('cards_card_id_seq'), 'holder_id', %s::bigint, 'provider_id', 'pm_forged', 'limit_idr', 0))).*
  FROM cards_card card WHERE id = %s
"""
LETTER = """
INSERT INTO cards_carddelegate (card_id, user_id, granted_by_id, document_number, valid_from, valid_to, granted_at)
SELECT id, %s, holder_id, 'SK-9', valid_from, valid_to, now() FROM cards_card WHERE id = %s
"""
CHARGE = """
INSERT INTO cards_cardtransaction SELECT (jsonb_populate_record(charge, jsonb_build_object(
    'id', gen_random_uuid(), 'attempt_key', gen_random_uuid(), 'state', 'initiated', 'rrn', '', 'captured_idr', 0,
    'captured_at', NULL, 'fee_idr', 0, 'payable_id', %s::uuid))).*
  FROM cards_cardtransaction charge LIMIT 1
"""


@pytest.fixture
def scene(db):
    return CardScene()


def rows() -> list[int]:
    return [model.objects.count() for model in (Card, CardDelegate, CardTransaction)]


def refused(statement: str, *values) -> type:
    """What the page would say to the attack, after looking that it wrote nothing."""
    before = rows()
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert rows() == before
    return refusal_for_constraint(constraint_of(caught.value))


@pytest.mark.parametrize("role", [Role.CARD_ADMIN, Role.INTERNAL_AUDITOR])
def test_neither_holds_a_card_nor_a_letter(scene, role):
    place = scene.agency_id if role == Role.CARD_ADMIN else scene.operator.pk
    hold(scene.hadi, role, place)

    assert refused(CARD, scene.hadi.pk, scene.card.pk) is AdministratorUsesCard
    assert refused(LETTER, scene.hadi.pk, scene.card.pk) is AdministratorUsesCard
    with pytest.raises(DatabaseError, match="administered or audited"), transaction.atomic():
        letter(scene, scene.hadi)
    assert rows() == [1, 0, 0]


def test_a_holder_who_became_the_administrator_pays_nothing_more(scene):
    first, second = scene.payable(100_000), scene.payable(100_000)
    cards.charge_payable(
        payable_id=first.pk, card_id=scene.card.pk, attempt_key=uuid4(), actor=scene.citra, at=scene.when,
        gateway=scene.bank,
    )  # fmt: skip
    hold(scene.holder, Role.CARD_ADMIN, scene.agency_id)

    assert refused(CHARGE, second.pk) is AdministratorUsesCard
    with pytest.raises(DatabaseError, match="administered or audited"), transaction.atomic():
        cards.start_charge(
            payable_id=second.pk, card_id=scene.card.pk, attempt_key=uuid4(), actor=scene.citra,
            at=scene.when + timedelta(minutes=1),
        )  # fmt: skip
    assert rows() == [1, 0, 1]


def test_the_administrator_of_another_office_may_be_a_delegate(scene):
    elsewhere = Office(year=scene.year)
    dimas = hold(person("Dimas"), Role.CARD_ADMIN, elsewhere.agency.pk)

    letter(scene, dimas)

    assert rows() == [1, 1, 0]
