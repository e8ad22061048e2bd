"""A charge begins only where every rule says yes; vectors T05 to T13, T16 of the domain reference."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from marketplace.accounts.roles import Role
from marketplace.kernel.attempts import AttemptKeyReused
from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.errors import NotFound, NotPermitted
from marketplace.tax.channel import CardCannotWithhold
from marketplace.tax.facts import Channel as TaxChannel
from marketplace.tax.facts import VendorKind
from payments.cards import services as cards
from payments.cards.categories import CardCategory, category_of
from payments.cards.errors import (
    AlreadyCharging,
    CardExpired,
    CardNotActive,
    CategoryNotAllowed,
    ChannelNotAllowed,
    LimitCard,
    LimitTxn,
    OtherAgency,
    PayBeforeReceipt,
    PayeeLimit,
    QrisCap,
    VendorAccountNotReady,
)
from payments.cards.models import CardTransaction, Origin
from payments.cards.states import TransactionState
from payments.payables.errors import PayableBlocked
from payments.payables.models import Payable
from payments.payables.services import block_payable
from payments.payables.states import PayableState
from tests.payments.budget_scene import ANI, NOON
from tests.payments.cards.scene import CardScene, actor, broken, give_account, make_vendor, person

pytestmark = pytest.mark.django_db


def state_of(payable) -> str:
    return Payable.objects.get(pk=payable.pk).state


def assert_nothing_happened(scene, payable) -> None:
    assert not CardTransaction.objects.exists()
    assert state_of(payable) == PayableState.OPEN
    limit, available, held, used = scene.figures()
    assert (available, held, used) == (limit, 0, 0)
    assert broken() == []


def test_a_charge_holds_the_value_on_the_card_and_writes_down_what_will_be_asked(scene):
    payable = scene.payable(2_800_000)

    intent = scene.start(payable)

    assert intent.state == TransactionState.INITIATED
    assert (intent.amount_idr, intent.captured_idr, intent.times_asked) == (2_800_000, 0, 0)
    assert (intent.merchant_name, intent.merchant_criteria, intent.mdr_bp) == ("Warung Sari", "UMI", 30)
    assert scene.figures() == (5_000_000, 2_200_000, 2_800_000, 0)
    assert state_of(payable) == PayableState.CHARGING
    assert broken(waiting=True) == []


def test_the_same_attempt_is_one_charge(scene):
    payable, key = scene.payable(2_800_000), uuid4()

    first = scene.start(payable, attempt_key=key)
    second = scene.start(payable, attempt_key=key)

    assert first == second
    assert scene.figures() == (5_000_000, 2_200_000, 2_800_000, 0)


def test_an_attempt_key_is_not_used_for_another_payable(scene):
    key = uuid4()
    scene.start(scene.payable(1_000_000), attempt_key=key)
    other = scene.payable(1_000_000, account="5.1.02.01.01.0025")

    with pytest.raises(AttemptKeyReused):
        scene.start(other, attempt_key=key)

    assert state_of(other) == PayableState.OPEN


def test_t05_a_charge_above_the_limit_of_one_transaction_is_declined(scene):
    payable = scene.payable(3_000_001)

    with pytest.raises(LimitTxn) as refused:
        scene.start(payable)

    assert refused.value.code == "LIMIT_TXN"
    assert_nothing_happened(scene, payable)


def test_t06_the_last_rupiah_of_a_card_can_be_charged_and_not_one_more():
    scene = CardScene(per_txn=5_000_000)
    scene.pay(4_000_000)
    too_much = scene.payable(1_000_001, account="5.1.02.01.01.0025")
    just = scene.payable(1_000_000, account="5.1.02.01.01.0026")

    with pytest.raises(LimitCard) as refused:
        scene.start(too_much)
    scene.pay(just)

    assert refused.value.code == "LIMIT_CARD"
    assert state_of(too_much) == PayableState.OPEN
    assert scene.figures() == (5_000_000, 0, 0, 5_000_000)
    assert broken() == []


def test_t07_a_charge_after_the_last_day_of_the_card_is_declined(scene):
    payable = scene.payable(1_000_000)

    with pytest.raises(CardExpired) as refused:
        scene.start(payable, at=datetime(2027, 1, 1, 0, 0, 1, tzinfo=JAKARTA))

    assert refused.value.code == "CARD_EXPIRED"
    assert_nothing_happened(scene, payable)


@pytest.mark.parametrize("stop", [cards.suspend_card, cards.report_lost])
def test_t08_a_card_that_is_suspended_or_lost_pays_nothing(scene, stop):
    payable = scene.payable(1_000_000)
    stop(card_id=scene.card.pk, reason="uji", actor=scene.admin, at=scene.when)

    with pytest.raises(CardNotActive) as refused:
        scene.start(payable)

    assert refused.value.code == "CARD_STATUS"
    assert_nothing_happened(scene, payable)


def test_t09_a_charge_one_minute_after_the_loss_was_reported_is_declined(scene):
    payable = scene.payable(2_000_000)
    cards.report_lost(card_id=scene.card.pk, reason="hilang", actor=scene.citra, at=scene.when)

    with pytest.raises(CardNotActive):
        scene.start(payable, at=scene.later(minutes=1))

    assert_nothing_happened(scene, payable)


def test_t10_a_travel_card_buys_no_stationery():
    scene = CardScene(kind="travel")
    payable = scene.payable(1_000_000)

    with pytest.raises(CategoryNotAllowed) as refused:
        scene.start(payable)

    assert refused.value.code == "CATEGORY"
    assert "5.1.02.01.01.0024" in str(refused.value)
    assert_nothing_happened(scene, payable)


def test_other_services_are_open_only_where_the_decision_names_them(scene):
    payable = scene.payable(1_000_000, account="5.1.02.02.01.0030")
    opened = CardScene(categories=["goods", "other"], gateway=scene.bank)

    with pytest.raises(CategoryNotAllowed):
        scene.start(payable)

    assert opened.start(opened.payable(1_000_000, account="5.1.02.02.01.0030")).state == TransactionState.INITIATED


@pytest.mark.parametrize(
    ("account", "category"),
    [
        ("5.1.02.01.01.0024", CardCategory.GOODS),
        ("5.1.02.01.01.0052", CardCategory.FOOD),
        ("5.1.02.01.01.0004", CardCategory.FUEL),
        ("5.1.02.02.04.0036", CardCategory.RENT),
        ("5.1.02.03.02.0035", CardCategory.MAINTENANCE),
        ("5.2.02.05.02.0001", CardCategory.CAPITAL),
        ("5.1.02.04.01.0001", CardCategory.TRAVEL),
        ("5.1.02.02.01.0030", CardCategory.OTHER),
    ],
)
def test_each_account_has_a_category_of_card(account, category):
    assert category_of(account) == category


def rich(**facts) -> CardScene:
    return CardScene(limit=500_000_000, per_txn=500_000_000, **facts)


def test_t12_one_payee_gets_at_most_the_legal_sum():
    scene = rich()
    payable = scene.payable(200_000_001)

    with pytest.raises(PayeeLimit) as refused:
        scene.start(payable)

    assert refused.value.code == "PAYEE_LIMIT"
    assert_nothing_happened(scene, payable)
    assert scene.start(scene.payable(200_000_000, account="5.1.02.01.01.0025")).state == TransactionState.INITIATED


def test_a_payment_to_one_payee_cut_in_pieces_counts_whole():
    scene = rich()
    scene.pay(150_000_000)
    rest = scene.payable(50_000_001, account="5.1.02.01.01.0025")

    with pytest.raises(PayeeLimit):
        scene.start(rest)

    assert scene.start(rest, at=scene.later(days=1)).state == TransactionState.INITIATED


def test_t13_qris_carries_at_most_its_cap():
    scene = rich()
    payable = scene.payable(10_000_001)

    with pytest.raises(QrisCap) as refused:
        scene.start(payable, channel="qris")

    assert refused.value.code == "QRIS_CAP"
    assert_nothing_happened(scene, payable)
    just = scene.payable(10_000_000, account="5.1.02.01.01.0025")
    assert scene.start(just, channel="qris").state == TransactionState.INITIATED


def test_t16_nothing_is_paid_before_it_was_received(scene):
    with pytest.raises(PayBeforeReceipt) as refused:
        cards.start_charge(
            payable_id=uuid4(), card_id=scene.card.pk, attempt_key=uuid4(), actor=scene.citra, at=scene.when
        )

    assert refused.value.code == "PAY_BEFORE_RECEIPT"
    assert not CardTransaction.objects.exists()


def test_t16_the_database_takes_no_charge_of_ours_without_a_payable(scene):
    with pytest.raises(IntegrityError, match="charge_names_its_payable"), transaction.atomic():
        CardTransaction.objects.create(
            origin=Origin.PAYABLE,
            agency_id=scene.agency_id,
            card=scene.card,
            holder=scene.holder,
            initiated_by=scene.holder,
            amount_idr=1,
            requested_at=NOON,
            key_since=NOON,
            attempt_key=uuid4(),
            merchant_name="Warung Sari",
        )


def test_a_channel_that_the_card_is_not_opened_for_is_refused(scene):
    payable = scene.payable(1_000_000)

    with pytest.raises(ChannelNotAllowed):
        scene.start(payable, channel="card_present")

    assert_nothing_happened(scene, payable)


def test_a_payable_is_charged_by_one_card_at_a_time(scene):
    payable = scene.payable(1_000_000)
    scene.start(payable)

    with pytest.raises(AlreadyCharging):
        scene.start(payable)

    assert CardTransaction.objects.count() == 1
    assert scene.figures() == (5_000_000, 4_000_000, 1_000_000, 0)


def test_the_database_takes_no_second_live_charge_of_a_payable(scene):
    intent = scene.start(scene.payable(1_000_000))

    intent.pk, intent.attempt_key = uuid4(), uuid4()
    with pytest.raises(IntegrityError, match="charge_one_live_per_payable"), transaction.atomic():
        intent.save(force_insert=True)


def test_a_blocked_payable_is_not_paid(scene):
    payable = scene.payable(1_000_000)
    block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)

    with pytest.raises(PayableBlocked):
        scene.start(payable)

    assert scene.figures() == (5_000_000, 5_000_000, 0, 0)
    assert state_of(payable) == PayableState.BLOCKED


def test_a_vendor_without_a_verified_account_is_not_paid(scene):
    payable = scene.payable(1_000_000, vendor=make_vendor(account=False))

    with pytest.raises(VendorAccountNotReady):
        scene.start(payable)

    assert_nothing_happened(scene, payable)


def test_a_changed_account_is_not_paid_within_its_hold_time(scene):
    vendor = make_vendor(account=False)
    give_account(vendor, usable_from=scene.later(hours=72))
    payable = scene.payable(1_000_000, vendor=vendor)

    with pytest.raises(VendorAccountNotReady):
        scene.start(payable)

    assert_nothing_happened(scene, payable)
    assert scene.start(payable, at=scene.later(hours=72)).state == TransactionState.INITIATED


def test_with_a_treasurer_who_must_withhold_the_card_cannot_pay_services():
    scene = CardScene(categories=["goods", "other"])
    payable = scene.payable(
        1_000_000, account="5.1.02.02.01.0030", tax_class="service", kind=VendorKind.ENTITY, channel=TaxChannel.DIRECT
    )

    with pytest.raises(CardCannotWithhold) as refused:
        scene.start(payable)

    assert refused.value.code == "CARD_CANNOT_WITHHOLD"
    assert_nothing_happened(scene, payable)


@pytest.mark.parametrize(
    "who",
    [
        lambda scene: scene.admin,
        lambda scene: actor(scene.holder, Role.CARD_HOLDER, scene.agency_id + 1),
        lambda scene: actor(person("Lain"), Role.CARD_HOLDER, scene.agency_id),
        lambda scene: actor(person("Lain"), Role.CARD_DELEGATE, scene.agency_id),
        lambda scene: actor(person("Lain"), Role.TREASURER, scene.agency_id),
    ],
    ids=["administrator", "role of another agency", "another holder", "delegate without letter", "treasurer"],
)
def test_only_the_holder_pays(scene, who):
    payable = scene.payable(1_000_000)

    with pytest.raises(NotPermitted):
        scene.start(payable, actor=who(scene))

    assert_nothing_happened(scene, payable)


def test_a_delegate_pays_within_the_dates_of_the_letter(scene):
    dimas = person("Dimas")
    delegate = actor(dimas, Role.CARD_DELEGATE, scene.agency_id)
    cards.delegate_card(
        card_id=scene.card.pk,
        user_id=dimas.pk,
        document_number="SK-7",
        valid_from=date(2026, 3, 6),
        valid_to=date(2026, 3, 10),
        actor=scene.citra,
        at=scene.when,
    )

    intent = scene.start(scene.payable(1_000_000), actor=delegate)

    assert (intent.initiated_by, intent.holder) == (dimas, scene.holder)
    with pytest.raises(NotPermitted):
        scene.start(scene.payable(1_000, account="5.1.02.01.01.0025"), actor=delegate, at=scene.later(days=5))


def test_a_delegate_cannot_pass_the_power_on(scene):
    with pytest.raises(NotPermitted):
        cards.delegate_card(
            card_id=scene.card.pk,
            user_id=person("Edi").pk,
            document_number="SK-8",
            valid_from=date(2026, 3, 6),
            valid_to=date(2026, 3, 10),
            actor=actor(person("Dimas"), Role.CARD_DELEGATE, scene.agency_id),
            at=scene.when,
        )

    assert not scene.card.delegates.exists()


def test_a_card_of_another_agency_is_not_used(scene):
    other = CardScene(gateway=scene.bank)
    payable = scene.payable(1_000_000)

    with pytest.raises(OtherAgency):
        scene.start(payable, card=other.card, actor=other.citra)

    assert_nothing_happened(scene, payable)


def test_an_unknown_card_is_not_found(scene):
    payable = scene.payable(1_000_000)

    with pytest.raises(NotFound):
        cards.start_charge(payable_id=payable.pk, card_id=10**9, attempt_key=uuid4(), actor=scene.citra, at=scene.when)

    assert_nothing_happened(scene, payable)


def test_what_was_asked_is_never_rewritten(scene):
    intent = scene.start(scene.payable(1_000_000))

    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        CardTransaction.objects.filter(pk=intent.pk).update(amount_idr=2)
    with pytest.raises(DatabaseError, match="cannot go"), transaction.atomic():
        CardTransaction.objects.filter(pk=intent.pk).update(
            state="settled", captured_idr=1_000_000, captured_at=NOON + timedelta(days=1)
        )
