"""Money given back to the card frees debt, budget and limit, once; vectors T07, T33 and T41."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from marketplace.kernel.errors import WrongState
from marketplace.kernel.outbox.models import OutboxMessage
from payments.budget import services as budget
from payments.cards import services as cards
from payments.cards.errors import OverRefund, RefundOfAnotherCharge
from payments.cards.models import CardRefund, CardTransaction
from payments.ledger import chart
from payments.ledger.balances import balance
from tests.payments.budget_scene import ANI, at, charge, entry_count, figures, order_ref
from tests.payments.cards.scene import CardScene, broken, rp

pytestmark = pytest.mark.django_db


def refund(scene, paid, amount=277_500, reference="CR-1", when=None):
    return cards.record_refund(
        transaction_id=paid.pk,
        amount=rp(amount),
        bank_reference=reference,
        reason="barang cacat",
        actor=scene.admin,
        at=when or scene.when,
    )


def test_a_refund_frees_debt_budget_and_limit(scene):
    payable = scene.payable(2_800_000)
    paid = scene.pay(payable)

    refund(scene, paid)

    line = payable.charges.get().line
    assert CardTransaction.objects.get(pk=paid.pk).refunded_idr == 277_500
    assert figures(line) == (277_500, 0, 0, 2_522_500, 0)
    assert scene.figures() == (5_000_000, 2_477_500, 0, 2_522_500)
    assert balance(chart.PAYABLE_TO_ISSUER, entity_id=scene.agency_id, card_id=scene.card.pk) == rp(2_522_500)
    assert OutboxMessage.objects.filter(event="payments.cards.ChargeWasRefunded").count() == 1
    assert broken() == []


def test_the_same_credit_told_twice_is_one(scene):
    paid = scene.pay(2_800_000)
    refund(scene, paid)
    entries = entry_count()

    refund(scene, paid)

    assert entry_count() == entries
    assert CardRefund.objects.count() == 1


def test_a_credit_belongs_to_one_charge(scene):
    first, second = scene.pay(1_000_000), scene.pay(1_000_000)
    refund(scene, first)

    with pytest.raises(RefundOfAnotherCharge):
        refund(scene, second)

    assert CardTransaction.objects.get(pk=second.pk).refunded_idr == 0


def test_t33_more_than_was_captured_is_not_given_back(scene):
    paid = scene.pay(2_800_000)
    refund(scene, paid, 2_000_000)
    entries = entry_count()

    with pytest.raises(OverRefund) as refused:
        refund(scene, paid, 800_001, "CR-2")

    assert refused.value.code == "OVER_REFUND"
    assert str(refused.value) == "Pengembalian Rp800.001 lebih besar dari Rp800.000 yang masih dapat dikembalikan."
    assert entry_count() == entries
    refund(scene, paid, 800_000, "CR-3")
    with pytest.raises(OverRefund) as refused:
        refund(scene, paid, 1, "CR-4")
    assert "Seluruh pembayaran ini sudah dikembalikan" in str(refused.value)
    assert "lebih besar dari yang masih dapat dikembalikan" in str(OverRefund())
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert broken() == []


@pytest.mark.parametrize("stop", [cards.suspend_card, cards.report_lost])
def test_a_refund_is_accepted_whatever_the_card_is(scene, stop):
    paid = scene.pay(2_800_000)
    stop(card_id=scene.card.pk, reason="uji", actor=scene.admin, at=scene.when)

    refund(scene, paid)

    assert scene.figures() == (5_000_000, 2_477_500, 0, 2_522_500)


def test_t07_a_refund_is_accepted_after_the_last_day_of_the_card(db):
    scene = CardScene(valid_to=date(2026, 3, 31))
    paid = scene.pay(2_800_000)

    refund(scene, paid, when=at("2026-04-01"))

    assert scene.figures() == (5_000_000, 2_477_500, 0, 2_522_500)
    assert broken() == []


def test_t41_a_refund_is_accepted_below_zero(scene):
    paid = scene.pay(2_800_000)
    cards.change_limit(
        card_id=scene.card.pk,
        limit=rp(1_000_000),
        per_txn=rp(1),
        reason="-",
        decision_number="-",
        actor=scene.admin,
        at=scene.when,
    )

    refund(scene, paid)

    assert scene.figures() == (1_000_000, -1_522_500, 0, 2_522_500)
    assert broken() == []


def test_several_lines_get_back_what_they_bore(scene):
    lines = [scene.line(1_000_000), scene.line(2_000_000)]
    order, charges = order_ref(), [charge(lines[0], 1_000_000), charge(lines[1], 1_999_999)]
    budget.reserve(charges=charges, order=order, actor=ANI, at=scene.when)
    budget.commit(order=order, charges=charges, at=scene.when)
    paid = scene.pay(scene.receive(order, charges))

    for number in range(4):
        refund(scene, paid, 700_001 if number < 3 else 2_999_999 - 3 * 700_001, f"CR-{number}")

    assert [figures(line)[3] for line in lines] == [0, 0]
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert broken() == []


def test_what_stands_in_a_payment_list_is_not_refunded_here(scene):
    paid = scene.pay(2_800_000)
    for action in ("post", "bill", "list_dpr", "approve"):
        cards.advance_transaction(transaction_id=paid.pk, action=action, actor=scene.admin, at=scene.when)

    with pytest.raises(WrongState):
        refund(scene, paid)

    assert not CardRefund.objects.exists()


def test_a_charge_that_was_declined_or_is_the_banks_alone_is_not_refunded(scene):
    waiting = scene.start(scene.payable(1_000_000))
    unknown = cards.record_unknown_charge(
        card_id=scene.card.pk, amount=rp(1_000), rrn="9", auth_code="1", merchant_name="-", at=scene.when,
        actor=scene.admin,
    )  # fmt: skip

    for one in (waiting, unknown):
        with pytest.raises(WrongState):
            refund(scene, one, 1_000)

    assert not CardRefund.objects.exists()


def test_a_refund_is_never_rewritten(scene):
    refund(scene, scene.pay(2_800_000))

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CardRefund.objects.update(amount_idr=1)
