"""The Stripe adapter when the provider misbehaves: nothing is charged twice, and what is unclear is not called a no."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from marketplace.kernel.money import Rupiah
from payments.gateways.bank_http import HttpBankChannel
from payments.gateways.base import ChargeStatus, GatewayRefused, GatewayUnavailable, Merchant, PayoutStatus
from payments.gateways.statement_file import parse_statement
from payments.gateways.stripe import StripeGateway
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET, SimulatorProcess

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
SHOP = Merchant(name="Warung Sari", ref="ID1020999900018", mcc="5411", criteria="UKE", mdr_bp=70)


@pytest.fixture
def gateway(bank):
    return StripeGateway(api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=bank.address, timeout_seconds=(2, 1))


@pytest.fixture
def card(gateway):
    return gateway.register_card(
        card_ref=str(uuid4()), holder_name="Ani", last4="0042", limit=Rupiah(10_000_000), per_txn=Rupiah(10_000_000),
        valid_to=date(2026, 12, 31), idempotency_key=str(uuid4()),
    )  # fmt: skip


@pytest.fixture
def charge(gateway, card):
    payable, key = str(uuid4()), str(uuid4())

    def ask(key: str = key, at: datetime = NOON):
        return gateway.charge(
            card_provider_id=card.provider_id, payable_ref=payable, amount=Rupiah(4_440_000), merchant=SHOP, at=at,
            idempotency_key=key,
        )  # fmt: skip

    ask.payable = payable
    return ask


def used_on(bank: SimulatorProcess, card) -> int:
    return bank.call("GET", f"/bank/cards/{card.provider_id}")[1]["used"]


def test_the_fee_of_example_two_is_exact(charge):
    assert charge().fee == Rupiah(31_080)


@pytest.mark.parametrize("kind", ["timeout", "error_after", "reset_after"])
def test_a_charge_whose_answer_is_lost_is_found_and_not_repeated(bank, gateway, card, charge, kind):
    bank.fault(kind, seconds=2)

    with pytest.raises(GatewayUnavailable):
        charge()

    found = gateway.find_charge(payable_ref=charge.payable)
    assert (found.status, found.amount) == (ChargeStatus.CAPTURED, Rupiah(4_440_000))
    assert used_on(bank, card) == 4_440_000


@pytest.mark.parametrize("kind", ["timeout_before", "reset_before", "down"])
def test_a_charge_that_never_arrived_succeeds_with_the_same_key(bank, gateway, card, charge, kind):
    bank.fault(kind, seconds=2, match="POST /v1/payment_intents")
    with pytest.raises(GatewayUnavailable) as unclear:
        charge()
    bank.heal()

    assert gateway.find_charge(payable_ref=charge.payable) is None
    assert not unclear.value.key_spent
    assert charge().status is ChargeStatus.CAPTURED
    assert used_on(bank, card) == 4_440_000


def test_a_storm_of_faults_charges_each_payable_exactly_once(bank, gateway, card):
    """The procedure of the port, as a sweeper would follow it: look up, then the same key, a new one when spent."""
    before = bank.totals()["captured"]
    for kind in ("error_before", "error_after", "reset_before", "reset_after"):
        bank.fault(kind, sticky=True, percent=20, match="POST /v1/payment_intents")

    def settle(payable: str) -> None:
        key = 1
        while (found := gateway.find_charge(payable_ref=payable)) is None:
            try:
                found = gateway.charge(
                    card_provider_id=card.provider_id, payable_ref=payable, amount=Rupiah(1_000), merchant=SHOP,
                    at=NOON, idempotency_key=f"{payable}:{key}",
                )  # fmt: skip
            except GatewayUnavailable as unclear:
                key += unclear.key_spent
        assert found.status is ChargeStatus.CAPTURED

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(settle, [str(uuid4()) for _ in range(100)]))

    assert used_on(bank, card) == 100_000
    assert bank.totals()["captured"] - before == 100_000 * 100


def test_a_stored_failure_tells_that_the_key_is_spent(bank, gateway, card, charge):
    bank.fault("error_before")
    with pytest.raises(GatewayUnavailable) as first:
        charge()
    with pytest.raises(GatewayUnavailable) as repeated:
        charge()

    assert (first.value.key_spent, repeated.value.key_spent) == (False, True)
    assert gateway.find_charge(payable_ref=charge.payable) is None
    assert charge(key=str(uuid4())).status is ChargeStatus.CAPTURED
    assert used_on(bank, card) == 4_440_000


def test_an_effect_that_comes_late_is_not_repeated_by_a_retry_with_the_same_key(bank, gateway, card, charge):
    bank.fault("late", seconds=2)
    with pytest.raises(GatewayUnavailable):
        charge()

    retried = charge()

    assert retried.status is ChargeStatus.CAPTURED
    assert charge() == retried
    assert used_on(bank, card) == 4_440_000


def test_one_key_with_other_arguments_is_unclear_and_never_called_a_definite_no(charge):
    charge()

    with pytest.raises(GatewayUnavailable) as unclear:
        charge(at=NOON.replace(hour=13))

    assert unclear.value.key_spent


def test_a_wrong_api_key_is_unavailable_and_not_a_refusal(bank, card):
    stranger = StripeGateway(api_key="sk_wrong", webhook_secret="", api_base=bank.address)

    with pytest.raises(GatewayUnavailable):
        stranger.find_charge(payable_ref=str(uuid4()))


def test_a_payout_whose_answer_is_lost_is_found(bank, gateway, charge):
    charge()
    bank.fault("reset_after", match="POST /v1/transfers")
    transfer = {
        "vendor_account_ref": "002-1234567",
        "amount": Rupiah(4_000_000),
        "transfer_ref": str(uuid4()),
        "at": NOON,
    }

    with pytest.raises(GatewayUnavailable):
        gateway.pay_out(idempotency_key=str(uuid4()), **transfer)

    assert gateway.find_payout(transfer_ref=transfer["transfer_ref"]).amount == Rupiah(4_000_000)


def test_a_closed_vendor_account_refuses_the_payout(bank, gateway, charge):
    charge()
    bank.fault("decline", match="POST /v1/transfers")

    result = gateway.pay_out(
        vendor_account_ref="002-1234567",
        amount=Rupiah(1),
        transfer_ref="t-closed",
        at=NOON,
        idempotency_key=str(uuid4()),
    )

    assert (result.status, result.failure_code) == (PayoutStatus.REFUSED, "account_closed")
    assert gateway.find_payout(transfer_ref="t-closed") is None


def test_a_reference_that_could_change_the_search_is_refused(gateway):
    with pytest.raises(ValueError):
        gateway.find_charge(payable_ref="x' OR status:'succeeded")


def test_the_bank_that_does_not_answer_is_unavailable():
    channel = HttpBankChannel(api_base="http://127.0.0.1:1", api_key=API_KEY)

    with pytest.raises(GatewayUnavailable):
        channel.find_repayment(reference="SP2D/1")


def test_a_repayment_whose_answer_is_lost_is_found_and_counted_once(bank, gateway, card, charge):
    charge()
    channel = HttpBankChannel(api_base=bank.address, api_key=API_KEY)
    order = {
        "billing_account": card.billing_account,
        "amount": Rupiah(4_440_000),
        "reference": f"SP2D/{uuid4()}",
        "at": NOON,
    }
    bank.fault("reset_after", match="POST /bank/repayments")

    with pytest.raises(GatewayUnavailable):
        channel.repay(idempotency_key="k-" + order["reference"], **order)
    channel.repay(idempotency_key="k-" + order["reference"], **order)

    assert used_on(bank, card) == 0


def test_a_statement_of_an_unknown_card_is_refused(bank):
    channel = HttpBankChannel(api_base=bank.address, api_key=API_KEY)

    with pytest.raises(GatewayRefused):
        channel.cut_statement(card_provider_id="ic_none", period_to=date(2026, 3, 15), idempotency_key=str(uuid4()))


def test_the_csv_of_a_statement_carries_the_same_as_its_json(bank, gateway, card, charge):
    charge()
    channel = HttpBankChannel(api_base=bank.address, api_key=API_KEY)
    cut = channel.cut_statement(
        card_provider_id=card.provider_id, period_to=date(2026, 3, 15), idempotency_key=str(uuid4())
    )
    statement = parse_statement(cut)

    number = statement.header.statement_no
    assert channel.fetch_statement(statement_no=number) == cut
    assert parse_statement(channel.fetch_statement(statement_no=number, kind="csv")) == statement
