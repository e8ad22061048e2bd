"""The bank's answer becomes ours once, whatever it is and however late; vectors T09, T17 to T20."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from marketplace.kernel.audit_log.models import AuditEntry
from marketplace.kernel.errors import NotFound, WrongState
from marketplace.kernel.outbox.models import OutboxMessage
from payments.cards import limits
from payments.cards import services as cards
from payments.cards.errors import CaptureDiffers, DuplicateBankReference, LimitCard, NothingToFree, OverCapture
from payments.cards.models import CardTransaction, Payout
from payments.cards.states import TransactionState
from payments.gateways.base import ChargeResult, ChargeStatus, DeclineCode, GatewayRefused, GatewayUnavailable
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.payables.models import Payable
from payments.payables.states import PayableState
from tests.payments.budget_scene import entry_count, order_ref
from tests.payments.cards.scene import CardScene, broken, rp

pytestmark = pytest.mark.django_db
STATES = TransactionState


def fresh(charge) -> CardTransaction:
    return CardTransaction.objects.get(pk=charge.pk)


def payable_state(charge) -> str:
    return Payable.objects.get(pk=charge.payable_id).state


def captured(amount: int, rrn: str = "000000000001") -> ChargeResult:
    return ChargeResult(ChargeStatus.CAPTURED, f"pi_{rrn}", rp(amount), rp(0), "123456", rrn, None)


def declined(code=DeclineCode.LIMIT_CARD, provider_id="pi_no") -> ChargeResult:
    return ChargeResult(ChargeStatus.DECLINED, provider_id, decline_code=code)


def record(scene, charge, result):
    return cards.record_charge_result(transaction_id=charge.pk, result=result, actor=scene.citra, at=scene.when)


def published(name: str) -> int:
    return OutboxMessage.objects.filter(event=f"payments.cards.{name}").count()


# ---- captured -------------------------------------------------------------------------------------------------------


def test_a_captured_charge_pays_the_payable_and_makes_a_payout_due(scene):
    charge = scene.pay(2_800_000)

    assert (charge.state, charge.captured_idr, charge.fee_idr) == (STATES.CAPTURED, 2_800_000, 8_400)
    assert charge.rrn and charge.auth_code and charge.captured_at
    assert payable_state(charge) == PayableState.PAID
    assert scene.figures() == (5_000_000, 2_200_000, 0, 2_800_000)
    payout = scene.payout_of(charge)
    assert (payout.net_idr, payout.fee_idr, payout.pph_idr, payout.ppn_idr) == (2_777_600, 8_400, 14_000, 0)
    assert balance(chart.PAYABLE_TO_VENDOR, entity_id=scene.agency_id, vendor_id=scene.vendor.pk) == rp(0)
    assert balance(chart.PAYABLE_TO_ISSUER, entity_id=scene.agency_id, card_id=scene.card.pk) == rp(2_800_000)
    assert published("ChargeCaptured") == 1
    assert AuditEntry.objects.filter(what="payments.charge.captured").count() == 1
    assert broken() == []


def test_a_small_sum_of_a_micro_vendor_is_free_of_fee(scene):
    charge = scene.pay(500_000)

    assert (charge.mdr_bp, charge.fee_idr) == (0, 0)
    assert broken() == []


def test_t43_the_fee_follows_the_class_of_the_merchant():
    scene = CardScene(limit=20_000_000, per_txn=20_000_000, criteria="UKE")

    charge = scene.pay(4_440_000)

    assert charge.fee_idr == 31_080


def test_a_charge_performed_again_changes_nothing(scene):
    charge = scene.pay(2_800_000)
    entries = entry_count()

    scene.perform(charge)

    assert entry_count() == entries
    assert Payout.objects.count() == published("ChargeCaptured") == 1


def test_t20_the_same_capture_told_twice_is_one(scene):
    charge = scene.start(scene.payable(2_800_000))
    CardTransaction.objects.filter(pk=charge.pk).update(times_asked=1, asked_at=scene.when)
    record(scene, charge, captured(2_800_000))
    entries = entry_count()

    again = record(scene, charge, captured(2_800_000))

    assert again.state == STATES.CAPTURED
    assert entry_count() == entries
    assert scene.figures() == (5_000_000, 2_200_000, 0, 2_800_000)
    assert Payout.objects.count() == published("ChargeCaptured") == 1
    assert broken() == []


def test_one_reference_of_the_bank_is_not_two_payments(scene):
    first, second = (scene.start(scene.payable(1_000_000)) for _ in range(2))
    record(scene, first, captured(1_000_000))

    with pytest.raises(DuplicateBankReference):
        record(scene, second, captured(1_000_000))

    assert fresh(second).state == STATES.INITIATED
    assert scene.figures() == (5_000_000, 3_000_000, 1_000_000, 1_000_000)


def test_the_bank_takes_neither_more_nor_less_than_was_asked(scene):
    charge = scene.start(scene.payable(2_800_000))

    with pytest.raises(OverCapture):
        record(scene, charge, captured(2_800_001))
    with pytest.raises(CaptureDiffers):
        record(scene, charge, captured(2_799_999))

    assert fresh(charge).state == STATES.INITIATED
    assert payable_state(charge) == PayableState.CHARGING
    assert scene.figures() == (5_000_000, 2_200_000, 2_800_000, 0)


def test_a_capture_after_a_decline_is_a_contradiction_and_said_so(scene):
    charge = scene.start(scene.payable(2_800_000))
    record(scene, charge, declined())

    with pytest.raises(WrongState):
        record(scene, charge, captured(2_800_000))

    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)


def test_t17_what_is_captured_below_the_hold_frees_the_rest():
    scene = CardScene(limit=15_000_000, per_txn=15_000_000)
    order = order_ref()
    limits.hold(scene.card, rp(5_550_000), key="t17", on=scene.when.date(), order=order)

    limits.capture(scene.card, held=rp(5_550_000), captured=rp(4_440_000), key="t17", on=scene.when.date(), order=order)

    assert scene.figures() == (15_000_000, 10_560_000, 0, 4_440_000)


def test_t18_more_than_the_hold_is_never_captured():
    scene = CardScene(limit=15_000_000, per_txn=15_000_000)
    limits.hold(scene.card, rp(5_550_000), key="t18", on=scene.when.date(), order=order_ref())

    with pytest.raises(OverCapture) as refused:
        limits.capture(
            scene.card, held=rp(5_550_000), captured=rp(5_550_001), key="t18", on=scene.when.date(), order=order_ref()
        )

    assert refused.value.code == "OVER_CAPTURE"
    assert scene.figures() == (15_000_000, 9_450_000, 5_550_000, 0)


def test_the_database_lets_nothing_be_captured_beyond_what_was_asked(scene):
    charge = scene.pay(2_800_000)

    with pytest.raises(DatabaseError, match="captured once"), transaction.atomic():
        CardTransaction.objects.filter(pk=charge.pk).update(captured_idr=1)
    with pytest.raises(DatabaseError, match="charge_not_over_refunded"), transaction.atomic():
        CardTransaction.objects.filter(pk=charge.pk).update(refunded_idr=2_800_001)


# ---- declined -------------------------------------------------------------------------------------------------------


def test_a_decline_of_the_bank_frees_limit_and_payable(scene):
    payable = scene.payable(2_800_000)
    scene.bank.set_limit(
        card_provider_id=scene.card.provider_id, limit=rp(1), per_txn=rp(1), idempotency_key=str(uuid4())
    )

    charge = scene.pay(payable)

    assert (charge.state, charge.decline_code) == (STATES.DECLINED, "LIMIT_TXN")
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert payable_state(charge) == PayableState.OPEN
    assert not Payout.objects.exists()
    assert published("ChargeWasDeclined") == 1
    assert broken() == []


def test_a_declined_payable_can_be_paid_again(scene):
    payable = scene.payable(2_800_000)
    first = scene.start(payable)
    record(scene, first, declined())

    second = scene.pay(payable)

    assert second.state == STATES.CAPTURED
    assert CardTransaction.objects.filter(payable=payable).count() == 2


def test_a_definite_refusal_of_the_provider_is_a_decline(scene):
    payable = scene.payable(2_800_000)
    del scene.bank._cards[scene.card.provider_id]

    charge = scene.pay(payable)

    assert (charge.state, charge.decline_code) == (STATES.DECLINED, "BANK_DECLINED")
    assert payable_state(charge) == PayableState.OPEN


# ---- unclear --------------------------------------------------------------------------------------------------------


def test_a_silent_bank_leaves_the_charge_waiting(scene):
    scene.bank.plan = ["unavailable_before"]

    charge = scene.pay(2_800_000)

    assert (charge.state, charge.times_asked) == (STATES.INITIATED, 1)
    assert payable_state(charge) == PayableState.CHARGING
    assert scene.figures() == (5_000_000, 2_200_000, 2_800_000, 0)
    assert not Payout.objects.exists()


@pytest.mark.parametrize("fault", ["unavailable_before", "unavailable_after"])
def test_the_sweeper_finishes_what_the_bank_left_unclear(scene, fault):
    scene.bank.plan = [fault]
    charge = scene.pay(2_800_000)

    found = cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert found == 1
    assert fresh(charge).state == STATES.CAPTURED
    assert scene.figures() == (5_000_000, 2_200_000, 0, 2_800_000)
    assert Payout.objects.count() == 1
    assert scene.bank.find_charge(payable_ref=str(charge.payable_id)).amount == rp(2_800_000)
    assert broken() == []


def test_the_sweeper_performs_what_was_started_and_never_asked(scene):
    charge = scene.start(scene.payable(2_800_000))

    cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert fresh(charge).state == STATES.CAPTURED


def test_the_sweeper_leaves_a_young_question_alone(scene):
    scene.bank.plan = ["unavailable_after"]
    charge = scene.pay(2_800_000)

    assert cards.resolve_unclear(at=scene.later(minutes=1), gateway=scene.bank) == 0
    assert fresh(charge).times_asked == 1


def test_one_charge_that_goes_wrong_does_not_hold_back_the_others(scene):
    wrong, right = (scene.start(scene.payable(1_000_000)) for _ in range(2))
    scene.bank._charges["pi_9"] = (str(wrong.payable_id), "", captured(999))
    CardTransaction.objects.filter(pk=wrong.pk).update(times_asked=1, asked_at=scene.when)

    found = cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert found == 1
    assert (fresh(wrong).state, fresh(right).state) == (STATES.INITIATED, STATES.CAPTURED)


def test_the_refusal_of_an_earlier_charge_is_not_the_answer_to_a_later_one(scene):
    payable = scene.payable(2_800_000)
    scene.bank.set_status(card_provider_id=scene.card.provider_id, status="suspended", idempotency_key="a")
    first = scene.pay(payable)
    scene.bank.set_status(card_provider_id=scene.card.provider_id, status="active", idempotency_key="b")
    scene.bank.plan = ["unavailable_before"]
    second = scene.pay(payable)

    cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert (fresh(first).state, fresh(second).state) == (STATES.DECLINED, STATES.CAPTURED)


class SpentKey:
    """A provider that repeats a stored failure under the first key."""

    def __init__(self, bank):
        self.bank, self.keys = bank, []

    def __getattr__(self, name):
        return getattr(self.bank, name)

    def charge(self, *, idempotency_key, **facts):
        self.keys.append(idempotency_key)
        if idempotency_key.endswith(":1"):
            away = GatewayUnavailable()
            away.key_spent = True
            raise away
        return self.bank.charge(idempotency_key=idempotency_key, **facts)


def test_a_new_key_is_taken_only_when_the_provider_says_that_the_old_one_is_spent(scene):
    scene.bank = SpentKey(scene.bank)
    charge = scene.pay(2_800_000)

    cards.resolve_unclear(at=scene.later(minutes=3), gateway=scene.bank)

    assert fresh(charge).state == STATES.CAPTURED
    assert [key.rpartition(":")[2] for key in scene.bank.keys] == ["1", "2"]


def test_a_key_that_the_provider_has_forgotten_is_replaced_after_a_look_up(scene):
    scene.bank.plan = ["unavailable_before"]
    charge = scene.pay(2_800_000)

    cards.resolve_unclear(at=scene.later(hours=24), gateway=scene.bank)

    assert (fresh(charge).state, fresh(charge).key_number) == (STATES.CAPTURED, 2)


class MuteSearch:
    """A provider whose search refuses."""

    def __init__(self, bank):
        self.bank = bank

    def __getattr__(self, name):
        return getattr(self.bank, name)

    def find_charge(self, **_):
        raise GatewayRefused(reason="search is off", provider_code="-")


def test_a_look_up_that_is_refused_says_nothing_about_the_charge(scene):
    scene.bank.plan = ["unavailable_after"]
    charge = scene.pay(2_800_000)

    cards.resolve_unclear(at=scene.later(minutes=3), gateway=MuteSearch(scene.bank))

    assert fresh(charge).state == STATES.INITIATED


def test_an_unclear_answer_changes_nothing(scene):
    charge = scene.start(scene.payable(2_800_000))

    record(scene, charge, ChargeResult(ChargeStatus.UNCLEAR, "pi_1"))

    assert fresh(charge).state == STATES.INITIATED


def test_an_unknown_charge_is_not_performed(scene):
    with pytest.raises(NotFound):
        cards.perform_charge(transaction_id=uuid4(), at=scene.when, gateway=scene.bank)


# ---- holds of agreements that authorise first -----------------------------------------------------------------------


def test_t19_a_hold_that_is_not_captured_in_time_ends_and_gives_everything_back(scene):
    charge = scene.start(scene.payable(2_800_000))
    cards.record_authorisation(transaction_id=charge.pk, auth_code="123456", actor=scene.citra, at=scene.when)

    assert cards.expire_holds(at=scene.later(days=7)) == 0
    assert cards.expire_holds(at=scene.later(days=7, seconds=1)) == 1

    assert fresh(charge).state == STATES.EXPIRED
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert payable_state(charge) == PayableState.OPEN
    assert broken() == []


def test_a_hold_that_the_bank_takes_back_gives_everything_back(scene):
    charge = scene.start(scene.payable(2_800_000))
    cards.record_authorisation(transaction_id=charge.pk, auth_code="123456", actor=scene.citra, at=scene.when)

    cards.reverse_authorisation(transaction_id=charge.pk, reason="bank", actor=scene.citra, at=scene.when)

    assert fresh(charge).state == STATES.REVERSED
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert payable_state(charge) == PayableState.OPEN


# ---- charges that only the bank knows -------------------------------------------------------------------------------


def unknown(scene, amount=2_000_000, rrn="900000000001", at=None):
    return cards.record_unknown_charge(
        card_id=scene.card.pk,
        amount=rp(amount),
        rrn=rrn,
        auth_code="1",
        merchant_name="Tidak dikenal",
        at=at or scene.when,
        actor=scene.admin,
    )


def test_t09_a_charge_posted_after_the_loss_is_disputed_and_no_budget_bears_it(scene):
    cards.report_lost(card_id=scene.card.pk, reason="hilang", actor=scene.citra, at=scene.when)

    charge = unknown(scene, at=scene.later(minutes=1))

    assert (charge.state, charge.payable) == (STATES.DISPUTED, None)
    assert scene.figures() == (5_000_000, 3_000_000, 0, 2_000_000)
    assert balance(chart.DISPUTED, entity_id=scene.agency_id, card_id=scene.card.pk) == rp(2_000_000)
    assert broken() == []


def test_an_unknown_charge_is_recorded_also_above_the_limit_and_then_nothing_more_is_charged(scene):
    unknown(scene, amount=6_000_000)
    payable = scene.payable(1_000)

    assert scene.figures() == (5_000_000, -1_000_000, 0, 6_000_000)
    with pytest.raises(LimitCard):
        scene.start(payable)
    assert broken() == []


def test_an_unknown_charge_is_recorded_once(scene):
    unknown(scene)

    with pytest.raises(DuplicateBankReference):
        unknown(scene)

    assert CardTransaction.objects.count() == 1


@pytest.mark.parametrize(
    ("way", "end"),
    [(["chargeback_won"], STATES.CHARGED_BACK), (["chargeback_lost_personal", "holder_paid"], STATES.CLOSED)],
)
def test_an_unknown_charge_ends_charged_back_or_paid_by_the_holder(scene, way, end):
    charge = unknown(scene)

    for action in way[:-1]:
        cards.advance_transaction(transaction_id=charge.pk, action=action, actor=scene.admin, at=scene.when)
    cards.clear_unknown_charge(transaction_id=charge.pk, action=way[-1], actor=scene.admin, at=scene.when)

    assert fresh(charge).state == end
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert balance(chart.DISPUTED, entity_id=scene.agency_id, card_id=scene.card.pk) == rp(0)
    assert broken() == []


def test_a_charge_that_only_the_bank_knows_never_reaches_a_payment_list(scene):
    charge = unknown(scene)

    with pytest.raises(DatabaseError, match="charge_of_bank_only_disputed"), transaction.atomic():
        cards.advance_transaction(transaction_id=charge.pk, action="chargeback_lost", actor=scene.admin, at=scene.when)

    assert fresh(charge).state == STATES.DISPUTED


# ---- the steps of settlement ----------------------------------------------------------------------------------------

TO_SP2D = ["post", "bill", "list_dpr", "approve", "file_spp", "sign_spm", "issue_sp2d"]


def test_settlement_leads_a_charge_to_the_repaid_bank_and_frees_the_limit(scene):
    charge = scene.pay(2_800_000)

    for action in [*TO_SP2D, "pay_bank", "close"]:
        cards.advance_transaction(
            transaction_id=charge.pk, action=action, actor=scene.admin, at=scene.later(days=20), reason="uji"
        )
    cards.free_limit(by_card=[(scene.card.pk, rp(2_800_000))], at=scene.later(days=20))

    assert fresh(charge).state == STATES.CLOSED
    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert list(charge.history.values_list("action", flat=True))[-3:] == ["issue_sp2d", "pay_bank", "close"]


def test_a_step_out_of_order_is_refused(scene):
    charge = scene.pay(2_800_000)

    for action in ("approve", "pay_bank", "capture", "decline", "nonsense"):
        with pytest.raises(WrongState):
            cards.advance_transaction(transaction_id=charge.pk, action=action, actor=scene.admin, at=scene.when)

    assert fresh(charge).state == STATES.CAPTURED


def test_no_more_is_freed_than_was_used(scene):
    scene.pay(2_800_000)

    with pytest.raises(NothingToFree), transaction.atomic():
        cards.free_limit(by_card=[(scene.card.pk, rp(2_800_001))], at=scene.when)

    assert scene.figures() == (5_000_000, 2_200_000, 0, 2_800_000)


def test_repayment_does_not_free_what_only_the_bank_posted(scene):
    unknown(scene)

    with pytest.raises(NothingToFree), transaction.atomic():
        cards.free_limit(by_card=[(scene.card.pk, rp(1))], at=scene.when + timedelta(days=1))
