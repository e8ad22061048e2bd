"""The whole way against the simulator's own process, with faults: what is unclear ends captured once."""

from uuid import uuid4

import pytest

from payments.cards import services as cards
from payments.cards.models import CardTransaction, WebhookInbox
from payments.cards.states import PayoutState, TransactionState
from payments.gateways.base import WebhookRejected
from payments.gateways.stripe import StripeGateway
from payments.payables.models import Payable
from tests.payments.cards.scene import CardScene, broken, rp
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET

pytestmark = pytest.mark.django_db


def gateway_of(bank) -> StripeGateway:
    return StripeGateway(api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=bank.address, timeout_seconds=(2, 2))


@pytest.fixture
def scene(db, bank) -> CardScene:
    return CardScene(gateway=gateway_of(bank), limit=20_000_000, per_txn=20_000_000)


def fresh(charge) -> CardTransaction:
    return CardTransaction.objects.get(pk=charge.pk)


def test_a_payable_is_charged_and_its_vendor_paid(scene):
    charge = scene.pay(2_800_000)
    payout = scene.send_payout(charge)

    assert (charge.state, charge.captured_idr, charge.fee_idr) == (TransactionState.CAPTURED, 2_800_000, 8_400)
    assert charge.captured_at.date() == scene.when.date()
    assert (payout.state, payout.net_idr) == (PayoutState.PAID, 2_777_600)
    assert broken() == []


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "error_before", "error_after", "timeout"])
def test_a_fault_of_the_bank_ends_in_one_capture(scene, bank, fault):
    bank.fault(fault, match="POST /v1/payment_intents", times=1, seconds=4)
    charge = scene.pay(2_800_000)
    assert charge.state == TransactionState.INITIATED
    bank.heal()

    for minutes in (3, 6, 9):
        cards.resolve_unclear(at=scene.later(minutes=minutes), gateway=scene.bank)

    assert fresh(charge).state == TransactionState.CAPTURED
    assert scene.figures() == (20_000_000, 17_200_000, 0, 2_800_000)
    found = scene.bank.find_charge(payable_ref=str(charge.payable_id))
    assert (found.amount, found.rrn) == (rp(2_800_000), fresh(charge).rrn)
    assert broken() == []


def test_a_suspended_card_is_declined_by_the_bank_too(scene):
    cards.suspend_card(card_id=scene.card.pk, reason="uji", actor=scene.admin, at=scene.when)
    cards.tell_bank(card_id=scene.card.pk, gateway=scene.bank)
    cards.reinstate_card(card_id=scene.card.pk, reason="uji", actor=scene.admin, at=scene.when)
    payable = scene.payable(1_000_000)

    declined = scene.pay(payable)
    cards.tell_bank(card_id=scene.card.pk, gateway=scene.bank)
    captured = scene.pay(Payable.objects.get(pk=payable.pk))

    assert (declined.state, declined.decline_code) == (TransactionState.DECLINED, "CARD_STATUS")
    assert captured.state == TransactionState.CAPTURED
    assert broken() == []


def test_a_bank_that_is_down_is_waited_for(scene, bank):
    charge = scene.start(scene.payable(2_800_000))
    bank.kill()

    assert scene.perform(charge).state == TransactionState.INITIATED
    bank.start()
    scene.bank = gateway_of(bank)
    cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert fresh(charge).state == TransactionState.CAPTURED
    assert broken() == []


def test_a_message_without_a_proper_signature_is_refused(scene):
    with pytest.raises(WebhookRejected):
        cards.receive_webhook(body=b"{}", signature_header="t=1,v1=00", gateway=scene.bank)

    assert not WebhookInbox.objects.exists()


def test_an_unknown_message_tells_nothing(scene):
    WebhookInbox.objects.create(event_id="evt_1", kind="payment_intent.succeeded", payable_ref=str(uuid4()), body="{}")
    WebhookInbox.objects.create(event_id="evt_2", kind="transfer.created", transfer_ref="nonsense", body="{}")

    assert cards.process_webhooks(at=scene.when, gateway=scene.bank) == 2
    assert cards.process_webhooks(at=scene.when, gateway=scene.bank) == 0


def test_a_message_makes_us_ask_and_only_the_answer_is_believed(scene, bank):
    bank.fault("reset_after", match="POST /v1/payment_intents", times=1)
    charge = scene.pay(2_800_000)
    bank.heal()
    WebhookInbox.objects.create(
        event_id="evt_3", kind="payment_intent.succeeded", payable_ref=str(charge.payable_id), body="{}"
    )

    cards.process_webhooks(at=scene.when, gateway=scene.bank)

    assert fresh(charge).state == TransactionState.CAPTURED
