"""The same road with the bank as a process of its own: real HTTP, the real SDK, faults on demand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from marketplace.kernel.money import Rupiah
from payments.cards.models import Card
from payments.gateways.bank_http import HttpBankChannel
from payments.gateways.base import GatewayUnavailable
from payments.gateways.stripe import StripeGateway
from payments.settlement import services as settlement
from payments.settlement.states import RepaymentState
from payments.settlement.states import StatementState as S
from tests.payments.settlement.scene import SettlementScene, now, offences, refused
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET, SimulatorProcess

pytestmark = pytest.mark.django_db
CHANNEL = ("cut_statement", "fetch_statement", "repay", "find_repayment")


class RealBank:
    """Both adapters of the site as one, so that the scene can speak with it as with the bank in memory."""

    def __init__(self, process: SimulatorProcess) -> None:
        self.process = process
        self.network = StripeGateway(api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=process.address)
        self.channel = HttpBankChannel(api_base=process.address, api_key=API_KEY, timeout_seconds=5)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.channel if name in CHANNEL else self.network, name)


@pytest.fixture
def scene(db, bank) -> SettlementScene:
    return SettlementScene(bank=RealBank(bank))


def bank_sees(scene) -> tuple[int, int]:
    """Used and available of the card, by the bank's own books."""
    _, card = scene.bank.process.call("GET", f"/bank/cards/{scene.card.provider_id}")
    return card["used"], card["available"]


def test_from_the_basket_to_the_repaid_bank(scene):
    charge = scene.bought()

    statement = scene.disbursed()
    assert statement.lines.get().transaction_id == charge.pk
    assert scene.repaid(statement).state == S.PAID

    assert Card.objects.get().used_idr == 0
    assert bank_sees(scene) == (0, 20_000_000)
    assert offences() == []


def test_the_next_bill_opens_where_the_last_one_closed(scene):
    scene.bought()
    scene.repaid()
    scene.later(days=2)
    scene.bought(Rupiah(600_000))

    second = scene.bill()

    assert (second.opening_idr, second.purchases_idr, second.payments_idr) == (2_400_000, 600_000, 2_400_000)
    assert second.closing_idr == 600_000
    assert sorted(second.lines.values_list("kind", "match")) == [("payment", "credit"), ("purchase", "matched")]
    assert offences() == []


def test_what_the_bank_adds_is_held_back(scene):
    good, wrong = scene.bought(), scene.bought(Rupiah(600_000))
    card = f"/bank/cards/{scene.card.provider_id}/entries"
    stray = {"kind": "purchase", "amount": 760_000, "rrn": "777000000001", "merchant_name": "TOKO MULIA SMG"}
    scene.bank.process.call("POST", card, stray | {"at": scene.tick().isoformat()})

    statement = scene.repaid(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted())))))

    assert statement.state == S.PAID
    assert (now(good).state, now(wrong).state) == ("settled", "settled")
    assert statement.lines.get(match="unknown").transaction.state == "disputed"
    assert Card.objects.get().used_idr == 760_000 == bank_sees(scene)[0]
    assert offences() == []


def test_a_bank_that_breaks_down_is_asked_again(scene):
    scene.bought()
    key = uuid4()
    scene.bank.process.fault("error_after", times=1, match="POST /bank/cards")

    def ask():
        return settlement.request_statement(
            card_id=scene.card.pk, attempt_key=key, actor=scene.hadi, at=scene.now, bank=scene.bank
        )

    with refused(GatewayUnavailable):
        ask()
    statement = ask()
    settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    repayment = scene.repaying(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(
        scene.decided(now(statement))
    ))))))  # fmt: skip
    scene.bank.process.fault("error_after", times=1, match="POST /bank/repayments")

    first = settlement.perform_repayment(repayment_id=repayment.pk, at=scene.tick(), bank=scene.bank)
    second = settlement.perform_repayment(repayment_id=repayment.pk, at=scene.tick(), bank=scene.bank)

    assert (first.state, second.state) == (RepaymentState.PENDING, RepaymentState.CONFIRMED)
    assert bank_sees(scene) == (0, 20_000_000)
    assert offences() == []
