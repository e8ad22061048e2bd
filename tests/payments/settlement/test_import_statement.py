"""A bank's file is taken in whole and matched to the rupiah, or refused with row and column (T21 to T23)."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from marketplace.kernel.calendar import local_day
from marketplace.kernel.errors import NotPermitted
from marketplace.kernel.money import Rupiah
from payments.cards import services as cards
from payments.cards.models import Card
from payments.gateways.base import GatewayUnavailable
from payments.gateways.statement_file import StatementFileRefused, StatementIdentityBroken
from payments.settlement import services as settlement
from payments.settlement.errors import (
    BilledTwice,
    ChargesUnclear,
    FileOfOtherCard,
    NumberUsed,
    OpeningDiffers,
    PeriodNotContiguous,
    UnknownBillingAccount,
)
from payments.settlement.models import CardStatement
from payments.settlement.states import StatementState as S
from tests.beginnings import made_once
from tests.payments.settlement.scene import BoughtScene, now, offences, refused

pytestmark = pytest.mark.django_db
scene_at_first = made_once(BoughtScene)


def cut(scene) -> dict:
    """The file that the bank would send now, as a dict to be spoiled."""
    content = scene.bank.cut_statement(
        card_provider_id=scene.card.provider_id, period_to=local_day(scene.tick()), idempotency_key=str(uuid4())
    )
    return json.loads(content)


def take_in(scene, file: dict, actor=None):
    return settlement.import_statement(
        card_id=scene.card.pk, content=json.dumps(file).encode(), actor=actor or scene.hadi, at=scene.tick()
    )


def test_each_line_is_matched_with_its_charge(scene):
    charge = scene.charged

    statement = take_in(scene, cut(scene))

    line = statement.lines.get()
    assert (line.match, line.transaction_id, line.amount_idr) == ("matched", charge.pk, charge.captured_idr)
    assert (now(statement).state, now(charge).state) == (S.MATCHED, "billed")
    assert now(statement).step_due_on is not None
    assert offences() == []


def test_a_file_that_does_not_add_up_is_refused_whole(scene):  # T21
    file = cut(scene)
    file["header"]["purchases"] += 1

    with refused(StatementIdentityBroken, "STATEMENT_IDENTITY"):
        take_in(scene, file)


def test_a_line_with_another_amount_is_held_back_and_the_rest_goes_on(scene):  # T22
    good, wrong = scene.charged, scene.bought(Rupiah(3_000_000))
    scene.misbill(wrong, 100)

    statement = scene.decided()

    assert now(wrong).state == "mismatch"
    assert now(good).state == "in_dpt"
    assert statement.state == S.VERIFIED_PARTIAL
    assert statement.payment_list.total_idr == good.captured_idr
    scene.repaid(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(statement))))))
    assert Card.objects.get().used_idr == 3_000_000
    assert offences() == []


def test_the_same_file_twice_is_one_statement(scene):  # T23
    file = cut(scene)

    first, second = take_in(scene, file), take_in(scene, file)

    assert first.pk == second.pk
    assert CardStatement.objects.count() == 1


def test_a_charge_that_nobody_ordered_is_disputed_from_the_first_day(scene):
    scene.stray(760_000)

    statement = take_in(scene, cut(scene))

    line = statement.lines.get(match="unknown")
    assert line.transaction.state == "disputed"
    assert line.transaction.payable_id is None
    assert now(scene.line).obligated_idr == 2_400_000
    assert offences() == []


def test_a_purchase_is_billed_once(scene):
    file = cut(scene)
    take_in(scene, file)
    again = cut(scene)
    again["lines"] = file["lines"]
    again["header"] |= {"purchases": 2_400_000, "closing": again["header"]["opening"] + 2_400_000}

    with refused(BilledTwice, "BILLED_TWICE") as caught:
        take_in(scene, again)

    assert [(one.row, one.column) for one in caught.value.complaints] == [(2, "rrn")]


def test_one_file_does_not_bill_a_purchase_twice_either(scene):
    file = cut(scene)
    file["lines"].append(file["lines"][0] | {"line_no": 2})
    file["header"] |= {"purchases": 4_800_000, "closing": 4_800_000}

    with refused(BilledTwice) as caught:
        take_in(scene, file)

    assert caught.value.complaints[0].row == 3


def test_periods_and_balances_follow_one_another(scene):
    take_in(scene, cut(scene))
    scene.later(days=3)
    file = cut(scene)
    gap = file["header"] | {"period_from": file["header"]["period_to"]}
    other_opening = file["header"] | {"opening": 2_400_001, "closing": 2_400_001}
    same_number = file["header"] | {"statement_no": CardStatement.objects.get().number}

    for header, refusal in (
        (gap, PeriodNotContiguous),
        (other_opening, OpeningDiffers),
        (same_number, NumberUsed),
    ):
        with refused(refusal) as caught:
            take_in(scene, {"header": header, "lines": file["lines"]})
        assert "{" not in str(caught.value)


def test_the_file_of_another_account_or_card_is_refused(scene):
    file = cut(scene)
    elsewhere = {"header": file["header"] | {"billing_account": "88009999"}, "lines": file["lines"]}
    with refused(UnknownBillingAccount):
        take_in(scene, elsewhere)

    file["lines"][0]["pan_masked"] = "194600******0000"
    with refused(UnknownBillingAccount) as caught:
        take_in(scene, file)
    assert "kartu 194600******0000" in str(caught.value)


def test_the_file_of_another_card_of_the_office_says_of_which(scene):
    own, less = scene.card, Rupiah(10_000_000)
    decision = {"reason": "Kartu kedua", "decision_number": "900/14/2026", "actor": scene.hadi}
    cards.change_limit(card_id=own.pk, limit=less, per_txn=less, at=scene.tick(), **decision)
    other = cards.issue_card(
        programme_id=scene.programme.pk,
        holder_id=scene.citra.id,
        limit=Rupiah(1_000_000),
        per_txn=Rupiah(1_000_000),
        last4=f"{(int(own.last4) + 1) % 10_000:04d}",
        valid_from=own.valid_from,
        valid_to=own.valid_to,
        decision_number="900/14/2026",
        actor=scene.hadi,
        at=scene.tick(),
        gateway=scene.bank,
    )
    content = json.dumps(cut(scene)).encode()

    with refused(FileOfOtherCard) as caught:
        settlement.import_statement(card_id=other.pk, content=content, actor=scene.hadi, at=scene.tick())

    assert caught.value.field == "card" and own.label in str(caught.value)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("merchant_name", "x" * 130),
        ("auth_code", "1" * 40),
        ("line_no", 7),
        ("txn_datetime", "1899-01-01T00:00:00+07:00"),
    ],
)
def test_what_does_not_fit_is_told_by_row_and_column(scene, column, value):
    scene.bought(Rupiah(600_000))
    file = cut(scene)
    for line in file["lines"] if column == "line_no" else file["lines"][1:]:
        line[column] = value

    with refused(StatementFileRefused, "STATEMENT_FILE") as caught:
        take_in(scene, file)

    assert [(one.row, one.column) for one in caught.value.complaints] == [(3, column)]
    assert "baris 3" in str(caught.value)


def test_a_bill_waits_while_a_charge_has_no_answer(scene):
    file = cut(scene)
    payable = scene.payable_of(scene.accepted_order(total=Rupiah(600_000)))
    cards.start_charge(
        payable_id=payable.pk, card_id=scene.card.pk, attempt_key=uuid4(), actor=scene.citra, at=scene.tick()
    )

    with refused(ChargesUnclear):
        take_in(scene, file)


def test_only_the_card_administrator_and_the_treasurer_of_the_office_take_it_in(scene):
    file = cut(scene)
    other = scene.other_office
    stranger = scene.person("Tri Dua", "bp", other.id)

    for actor in (scene.citra, scene.prita, scene.dewi, stranger):
        with refused(NotPermitted, "ROLE"):
            take_in(scene, file, actor)


def test_a_silent_bank_loses_nothing(scene):
    scene.bank.plan = ["unavailable_after"]
    key = uuid4()

    def ask():
        return settlement.request_statement(
            card_id=scene.card.pk, attempt_key=key, actor=scene.hadi, at=scene.tick(), bank=scene.bank
        )

    with refused(GatewayUnavailable):
        ask()

    assert ask().lines.count() == 1
    assert offences() == []
