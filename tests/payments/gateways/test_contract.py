"""What every card gateway and bank channel keeps: run on the in-memory fake and on the real SDK before a live bank."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from marketplace.kernel.money import Rupiah
from payments.gateways.bank_http import HttpBankChannel
from payments.gateways.base import (
    BankChannel,
    CardGateway,
    CardStatus,
    ChargeStatus,
    DeclineCode,
    GatewayRefused,
    IssuedCard,
    Merchant,
    PayoutStatus,
    WebhookRejected,
)
from payments.gateways.fake import FakeGateway
from payments.gateways.statement_file import StatementFile, parse_statement
from payments.gateways.stripe import StripeGateway
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=JAKARTA)
KITCHEN = Merchant(name="Dapur Contoh", ref="ID1020999900017", mcc="5812", criteria="UMI", mdr_bp=30)


@dataclass
class Side:
    """One implementation of both ports, and how its provider signs."""

    cards: CardGateway
    bank: BankChannel
    sign: Any

    def issue(
        self, *, limit: int = 20_000_000, per_txn: int = 20_000_000, valid_to: date = date(2026, 12, 31)
    ) -> IssuedCard:
        ref = str(uuid4())
        return self.cards.register_card(
            card_ref=ref, holder_name="Ani Lestari", last4="4821", limit=Rupiah(limit), per_txn=Rupiah(per_txn),
            valid_to=valid_to, skpd_code="5.02.0.00.0.00.02.0000", idempotency_key=ref,
        )  # fmt: skip

    def charge(self, card: IssuedCard, amount: int, *, payable: str = "", at: datetime = NOON, key: str = "") -> Any:
        return self.cards.charge(
            card_provider_id=card.provider_id, payable_ref=payable or str(uuid4()), amount=Rupiah(amount),
            merchant=KITCHEN, at=at, idempotency_key=key or str(uuid4()),
        )  # fmt: skip

    def cut(self, card: IssuedCard, up_to: date) -> StatementFile:
        return parse_statement(
            self.bank.cut_statement(
                card_provider_id=card.provider_id, period_to=up_to, idempotency_key=f"{card.provider_id}:{up_to}"
            )
        )


def stripe_signature(body: bytes) -> str:
    now = int(time.time())
    digest = hmac.new(WEBHOOK_SECRET.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={digest}"


@pytest.fixture(params=["fake", "stripe"])
def side(request) -> Side:
    if request.param == "fake":
        fake = FakeGateway()
        return Side(cards=fake, bank=fake, sign=fake.sign)
    bank = request.getfixturevalue("bank")
    return Side(
        cards=StripeGateway(api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=bank.address),
        bank=HttpBankChannel(api_base=bank.address, api_key=API_KEY),
        sign=stripe_signature,
    )


def test_a_card_is_issued_with_a_masked_number_and_a_billing_account(side):
    card = side.issue()

    assert card.pan_masked.endswith("******4821") and card.provider_id and card.billing_account


def test_registering_the_same_card_again_finds_it(side):
    facts = {
        "holder_name": "Ani",
        "last4": "1111",
        "limit": Rupiah(1_000),
        "per_txn": Rupiah(1_000),
        "valid_to": date(2026, 12, 31),
    }
    ref = str(uuid4())

    first = side.cards.register_card(card_ref=ref, idempotency_key=f"{ref}-1", **facts)
    second = side.cards.register_card(card_ref=ref, idempotency_key=f"{ref}-2", **facts)

    assert second == first


def test_a_charge_captures_the_amount_and_tells_the_merchants_fee(side):
    """Example 1 of the accounting model: Rp2,800,000 at 0.3 % costs the merchant Rp8,400."""
    payable = str(uuid4())

    result = side.charge(side.issue(), 2_800_000, payable=payable)

    assert result.status is ChargeStatus.CAPTURED
    assert (result.amount, result.fee) == (Rupiah(2_800_000), Rupiah(8_400))
    assert len(result.auth_code) == 6 and len(result.rrn) == 12
    assert result.captured_at == NOON
    assert side.cards.find_charge(payable_ref=payable) == result


def test_the_same_key_charges_once(side):
    card, payable, key = side.issue(limit=3_000_000), str(uuid4()), str(uuid4())

    first = side.charge(card, 2_000_000, payable=payable, key=key)
    second = side.charge(card, 2_000_000, payable=payable, key=key)

    assert second == first
    assert side.charge(card, 1_000_000).status is ChargeStatus.CAPTURED


def test_a_charge_that_never_was_is_not_found(side):
    assert side.cards.find_charge(payable_ref=str(uuid4())) is None


def test_the_limit_per_transaction_declines_one_rupiah_too_much(side):
    card = side.issue(limit=5_000_000, per_txn=3_000_000)

    assert side.charge(card, 3_000_001).decline_code is DeclineCode.LIMIT_TXN
    assert side.charge(card, 3_000_000).status is ChargeStatus.CAPTURED


def test_the_cards_limit_declines_one_rupiah_too_much(side):
    card = side.issue(limit=5_000_000)
    side.charge(card, 4_000_000)

    declined = side.charge(card, 1_000_001)

    assert (declined.status, declined.decline_code) == (ChargeStatus.DECLINED, DeclineCode.LIMIT_CARD)
    assert side.charge(card, 1_000_000).status is ChargeStatus.CAPTURED


def test_a_card_past_its_validity_is_declined_but_still_takes_refunds(side):
    card = side.issue(valid_to=date(2026, 12, 31))
    bought = side.charge(card, 1_000_000)
    new_year = datetime(2027, 1, 1, 0, 0, 1, tzinfo=JAKARTA)

    declined = side.charge(card, 1_000, at=new_year)
    refund = side.cards.refund(
        charge_provider_id=bought.provider_id, refund_ref="r1", amount=Rupiah(1_000_000), at=new_year,
        idempotency_key=str(uuid4()),
    )  # fmt: skip

    assert declined.decline_code is DeclineCode.CARD_EXPIRED
    assert refund.amount == Rupiah(1_000_000) and refund.refunded_at == new_year


@pytest.mark.parametrize("status", [CardStatus.SUSPENDED, CardStatus.BLOCKED_LOST])
def test_a_card_that_is_not_active_is_declined(side, status):
    card = side.issue()
    side.cards.set_status(card_provider_id=card.provider_id, status=status, idempotency_key=str(uuid4()))

    assert side.charge(card, 1_000).decline_code is DeclineCode.CARD_STATUS


def test_a_declined_charge_is_found_as_declined_until_a_later_one_succeeds(side):
    card, payable = side.issue(limit=1_000), str(uuid4())
    side.charge(card, 2_000, payable=payable)

    assert side.cards.find_charge(payable_ref=payable).status is ChargeStatus.DECLINED
    side.cards.set_limit(
        card_provider_id=card.provider_id, limit=Rupiah(2_000), per_txn=Rupiah(2_000), idempotency_key=str(uuid4())
    )
    side.charge(card, 2_000, payable=payable)
    side.charge(card, 2_000, payable=payable)
    assert side.cards.find_charge(payable_ref=payable).status is ChargeStatus.CAPTURED


def test_an_unknown_card_is_a_definite_no(side):
    stranger = IssuedCard(provider_id="ic_unknown", pan_masked="", billing_account="")
    payable = str(uuid4())

    with pytest.raises(GatewayRefused):
        side.charge(stranger, 1_000, payable=payable)

    assert side.cards.find_charge(payable_ref=payable) is None


def test_more_than_was_captured_cannot_be_refunded(side):
    bought = side.charge(side.issue(), 1_000_000)
    give_back = {"charge_provider_id": bought.provider_id, "at": NOON}
    side.cards.refund(refund_ref="a", amount=Rupiah(400_000), idempotency_key=str(uuid4()), **give_back)

    with pytest.raises(GatewayRefused):
        side.cards.refund(refund_ref="b", amount=Rupiah(600_001), idempotency_key=str(uuid4()), **give_back)

    assert side.cards.find_refund(charge_provider_id=bought.provider_id, refund_ref="b") is None
    found = side.cards.find_refund(charge_provider_id=bought.provider_id, refund_ref="a")
    assert found.amount == Rupiah(400_000)


def test_a_vendor_is_paid_out_once_per_key_and_found_by_reference(side):
    side.charge(side.issue(), 2_800_000)
    transfer = {
        "vendor_account_ref": "014-8830012345", "amount": Rupiah(2_777_600), "transfer_ref": str(uuid4()), "at": NOON,
        "idempotency_key": str(uuid4()),
    }  # fmt: skip

    first, second = side.cards.pay_out(**transfer), side.cards.pay_out(**transfer)

    assert first == second == side.cards.find_payout(transfer_ref=transfer["transfer_ref"])
    assert (first.status, first.amount, first.paid_at) == (PayoutStatus.PAID, Rupiah(2_777_600), NOON)


def test_a_payout_above_the_balance_is_refused_and_leaves_nothing(side):
    reference = str(uuid4())

    result = side.cards.pay_out(
        vendor_account_ref="014-8830012345", amount=Rupiah(10**12), transfer_ref=reference, at=NOON,
        idempotency_key=str(uuid4()),
    )  # fmt: skip

    assert (result.status, result.failure_code) == (PayoutStatus.REFUSED, "balance_insufficient")
    assert side.cards.find_payout(transfer_ref=reference) is None


def test_the_statement_bills_what_was_captured_and_the_next_one_what_was_repaid(side):
    card = side.issue()
    bought = side.charge(card, 2_800_000)

    first = side.cut(card, date(2026, 3, 15))
    side.bank.repay(
        billing_account=card.billing_account, amount=Rupiah(2_800_000), reference=f"SP2D/{uuid4()}",
        at=NOON + timedelta(days=20), idempotency_key=str(uuid4()),
    )  # fmt: skip
    second = side.cut(card, date(2026, 4, 15))

    assert (first.header.opening, first.header.purchases, first.header.closing) == (
        Rupiah(0), Rupiah(2_800_000), Rupiah(2_800_000),
    )  # fmt: skip
    (line,) = first.lines
    assert (line.rrn, line.auth_code, line.posting_date) == (bought.rrn, bought.auth_code, NOON.date())
    assert (line.merchant_name, line.merchant_id, line.mcc) == (KITCHEN.name, KITCHEN.ref, KITCHEN.mcc)
    assert second.header.period_from == date(2026, 3, 16)
    assert (second.header.payments, second.header.closing) == (Rupiah(2_800_000), Rupiah(0))
    assert [line.kind for line in second.lines] == ["payment"]


def test_a_repayment_frees_the_limit_once_per_reference(side):
    card = side.issue(limit=1_000_000)
    side.charge(card, 1_000_000)
    reference = f"SP2D/{uuid4()}"
    order = {"billing_account": card.billing_account, "amount": Rupiah(600_000), "reference": reference, "at": NOON}

    first = side.bank.repay(idempotency_key=str(uuid4()), **order)
    again = side.bank.repay(idempotency_key=str(uuid4()), **order)

    assert first == again == side.bank.find_repayment(reference=reference)
    assert side.charge(card, 600_001).decline_code is DeclineCode.LIMIT_CARD
    assert side.charge(card, 600_000).status is ChargeStatus.CAPTURED


def test_a_reference_cannot_be_used_for_another_amount(side):
    card = side.issue()
    order = {"billing_account": card.billing_account, "reference": f"SP2D/{uuid4()}", "at": NOON}
    side.charge(card, 900_000)
    side.bank.repay(amount=Rupiah(600_000), idempotency_key=str(uuid4()), **order)

    with pytest.raises(GatewayRefused):
        side.bank.repay(amount=Rupiah(600_001), idempotency_key=str(uuid4()), **order)

    assert side.bank.find_repayment(reference=order["reference"]).amount == Rupiah(600_000)


def test_an_unknown_repayment_is_not_found(side):
    assert side.bank.find_repayment(reference=str(uuid4())) is None


def test_a_webhook_with_a_wrong_signature_is_rejected(side):
    body = json.dumps({"id": "evt_1"}).encode()

    for header in ("", "t=1,v1=00", side.sign(body + b" ")):
        with pytest.raises(WebhookRejected):
            side.cards.verify_webhook(body=body, signature_header=header)
