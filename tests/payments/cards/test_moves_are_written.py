"""Around the ORM: no move without its row, no refund without its credit, no answer of the bank told twice."""

import pytest
from django.db import DatabaseError, connection, transaction

from payments.cards import services as cards
from payments.cards.models import Card, CardHistory, CardRefund, CardTransaction, CardTransactionHistory
from tests.payments.cards.scene import broken, rp

pytestmark = pytest.mark.django_db

MODELS = (Card, CardHistory, CardRefund, CardTransaction, CardTransactionHistory)
REFUND = """INSERT INTO cards_cardrefund (id, transaction_id, amount_idr, bank_reference, reason, recorded_at)
            SELECT gen_random_uuid(), id, {amount}, 'CR-{number}', 'x', now() FROM cards_cardtransaction"""
MOVED = "INSERT INTO cards_{table}history ({owner}_id, action, before, after, at, reason) SELECT id, 'x', state, "


def refused(said, *statements) -> None:
    """The statements, as the app, in one transaction that is judged as at its commit; nothing changes."""

    def rows() -> list:
        return [list(model.objects.order_by("pk").values()) for model in MODELS]

    before = rows()
    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        for statement in statements:
            connection.cursor().execute(statement)
        connection.check_constraints()
    assert rows() == before
    assert broken(waiting=True) == []


@pytest.mark.parametrize(
    "change",
    [
        "provider_id = 'pi_other'",
        "decline_code = 'bank_declined'",
        "authorised_at = captured_at",
        "key_number = key_number + 1",
        "key_since = key_since - interval '1 day'",
        "asked_at = asked_at + interval '1 day'",
        "times_asked = times_asked + 1",
    ],
)
def test_what_the_bank_answered_stays(scene, change):
    scene.pay(2_800_000)

    refused("answer of the bank", f"UPDATE cards_cardtransaction SET {change}")


def test_a_decline_stays_too(scene):
    scene.bank.set_limit(card_provider_id=scene.card.provider_id, limit=rp(1), per_txn=rp(1), idempotency_key="low")
    charge = scene.pay(1_000_000)
    assert charge.state == "declined"

    refused("answer of the bank", "UPDATE cards_cardtransaction SET decline_code = ''")
    refused("answer of the bank", "UPDATE cards_cardtransaction SET provider_id = 'pi_other'")


@pytest.mark.parametrize(
    "statements",
    [
        [REFUND.format(amount=1, number=1)],
        ["UPDATE cards_cardtransaction SET refunded_idr = 1"],
        [REFUND.format(amount=2, number=1), "UPDATE cards_cardtransaction SET refunded_idr = 1"],
        [REFUND.format(amount=2_800_001, number=1), "UPDATE cards_cardtransaction SET refunded_idr = 2800000"],
    ],
)
def test_what_was_given_back_is_the_sum_of_the_credits(scene, statements):
    scene.pay(2_800_000)

    refused("not the sum of its credits", *statements)


def test_the_credits_together_stay_within_what_was_captured(scene):
    charge = scene.pay(2_800_000)
    cards.record_refund(
        transaction_id=charge.pk, amount=rp(2_000_000), bank_reference="CR-0", reason="cacat", actor=scene.admin,
        at=scene.when,
    )  # fmt: skip

    refused("not the sum of its credits", REFUND.format(amount=800_001, number=1))
    refused(
        "charge_not_over_refunded",
        REFUND.format(amount=800_001, number=1),
        "UPDATE cards_cardtransaction SET refunded_idr = 2800001",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cards_card SET state = 'suspended'",
        MOVED.format(table="card", owner="card") + "'closed', now(), '' FROM cards_card",
    ],
)
def test_a_card_is_where_its_last_move_led(scene, statement):
    refused("card .* is not where its last move led", statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cards_cardtransaction SET state = 'posted'",
        MOVED.format(table="cardtransaction", owner="transaction") + "'posted', now(), '' FROM cards_cardtransaction",
    ],
)
def test_a_charge_is_where_its_last_move_led(scene, statement):
    scene.pay(2_800_000)

    refused("charge .* is not where its last move led", statement)


def test_a_charge_does_not_begin_without_its_move(scene):
    scene.start(scene.payable(1_000))
    columns = [field.column for field in CardTransaction._meta.local_concrete_fields]
    fresh = {
        "id": "gen_random_uuid()", "attempt_key": "gen_random_uuid()", "payable_id": "NULL", "vendor_id": "NULL",
        "origin": "'bank'", "state": "'disputed'", "captured_idr": "amount_idr", "captured_at": "now()",
    }  # fmt: skip

    refused(
        "charge .* is not where its last move led",
        f"INSERT INTO cards_cardtransaction ({', '.join(columns)})"
        f" SELECT {', '.join(fresh.get(column, column) for column in columns)} FROM cards_cardtransaction",
    )


@pytest.mark.parametrize(
    "change", ["lost_reported_at = now()", "state = 'blocked_lost'", "state = 'suspended', lost_reported_at = now()"]
)
def test_a_loss_is_its_move_and_its_time(scene, change):
    refused("card_lost_has_time", f"UPDATE cards_card SET {change}")


@pytest.mark.parametrize(
    ("table", "said"), [("cardprogramme", "programme_has_decision"), ("card", "card_has_decision")]
)
def test_nothing_begins_without_the_number_of_its_decision(scene, table, said):
    model = scene.programme if table == "cardprogramme" else scene.card
    columns = [field.column for field in model._meta.local_concrete_fields if field.column != "id"]
    fresh = {"decision_number": "''", "fiscal_year": "fiscal_year + 1", "provider_id": "'other'"}

    refused(
        said,
        f"INSERT INTO cards_{table} ({', '.join(columns)})"
        f" SELECT {', '.join(fresh.get(column, column) for column in columns)} FROM cards_{table}",
    )
