"""The vendor gets the net amount once, and the platform's clearing accounts end at zero; worked examples 1 and 2."""

import sys
from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from marketplace.accounts.models import Organisation
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.outbox.models import OutboxMessage
from payments.budget import services as budget
from payments.cards import services as cards
from payments.cards.errors import MonthNotOver, NothingToRemit
from payments.cards.events import ChargeCaptured
from payments.cards.handlers import send_payout as on_captured
from payments.cards.models import CardTransaction, Payout
from payments.cards.operator import operator_id
from payments.cards.states import PayoutState
from payments.gateways.base import PayoutResult, PayoutStatus
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.ledger.models import JournalEntry
from tests.payments.budget_scene import ANI, at, charge, entry_count, order_ref, rows_of
from tests.payments.cards.scene import CardScene, broken, give_account, make_vendor, person, rp
from vendors.models import BankAccount

pytestmark = pytest.mark.django_db
PENGELOLA = Actor(900, "Pengelola", frozenset({Grant(Role.SITE_ADMIN, None)}), display_role="site_admin")


class RefusingBank:
    """A bank that refuses every transfer."""

    def __init__(self, bank):
        self.bank = bank

    def __getattr__(self, name):
        return getattr(self.bank, name)

    def pay_out(self, **_):
        return PayoutResult(PayoutStatus.REFUSED, "", failure_code="account_closed")


def fresh(payout) -> Payout:
    return Payout.objects.get(pk=payout.pk)


def clearing(scene) -> set[int]:
    accounts = (chart.ACQUIRER, chart.CLEARING_BANK, chart.OWED_TO_VENDOR, chart.INCOME_TAX_COLLECTED,
                chart.VALUE_ADDED_TAX_COLLECTED)  # fmt: skip
    return {balance(account, entity_id=operator_id(), vendor_id=scene.vendor.pk).idr for account in accounts}


def test_the_vendor_gets_the_net_amount(scene):
    payout = scene.send_payout(scene.pay(2_800_000))

    assert (payout.state, payout.net_idr) == (PayoutState.PAID, 2_777_600)
    assert payout.bank_account == BankAccount.objects.get(vendor=scene.vendor)
    assert scene.bank.find_payout(transfer_ref=payout.transfer_ref).amount == rp(2_777_600)
    assert OutboxMessage.objects.filter(event="payments.cards.VendorPaidOut").count() == 1
    assert broken() == []


def test_a_payout_sent_twice_is_one(scene):
    charge = scene.pay(2_800_000)
    scene.send_payout(charge)
    entries = entry_count()

    scene.send_payout(charge)

    assert entry_count() == entries
    assert len(scene.bank._payouts) == 1


@pytest.mark.parametrize("fault", ["unavailable_before", "unavailable_after"])
def test_a_payout_without_an_answer_is_finished_by_the_timer(scene, fault):
    charge = scene.pay(2_800_000)
    scene.bank.plan = [fault]

    waiting = scene.send_payout(charge)
    assert waiting.state == PayoutState.SENT
    assert cards.send_due_payouts(at=scene.later(minutes=3), gateway=scene.bank) == 1

    assert fresh(waiting).state == PayoutState.PAID
    assert len(scene.bank._payouts) == 1
    assert broken() == []


def test_a_payout_waits_while_the_vendor_has_no_account_that_may_be_paid(scene):
    vendor = make_vendor("Toko tunggu", account=False)
    account = give_account(vendor)
    charge = scene.pay(scene.payable(2_800_000, vendor=vendor))
    BankAccount.objects.filter(pk=account.pk).update(state="replaced")
    give_account(
        vendor, version=2, usable_from=scene.later(hours=72), replaces=account, second_verified_by=person("Vito")
    )

    assert scene.send_payout(charge).state == PayoutState.PENDING
    assert cards.send_due_payouts(at=scene.later(hours=72), gateway=scene.bank) == 1

    assert scene.payout_of(charge).state == PayoutState.PAID


def test_a_refused_payout_is_sent_again_under_another_number(scene):
    charge = scene.pay(2_800_000)
    payout = cards.send_payout(payout_id=scene.payout_of(charge).pk, at=scene.when, gateway=RefusingBank(scene.bank))
    assert (payout.state, payout.failure_code) == (PayoutState.REFUSED, "account_closed")
    assert broken() == []

    cards.retry_payout(payout_id=payout.pk, actor=PENGELOLA, at=scene.when)
    scene.send_payout(charge)

    assert (fresh(payout).state, fresh(payout).number) == (PayoutState.PAID, 2)
    assert broken() == []


def test_only_the_operator_sends_a_payout_again_and_only_a_refused_one(scene):
    payout = scene.payout_of(scene.pay(2_800_000))

    with pytest.raises(NotPermitted):
        cards.retry_payout(payout_id=payout.pk, actor=scene.citra, at=scene.when)
    with pytest.raises(WrongState):
        cards.retry_payout(payout_id=payout.pk, actor=PENGELOLA, at=scene.when)

    assert (fresh(payout).state, fresh(payout).number) == (PayoutState.PENDING, 1)


def test_the_amounts_of_a_payout_never_change(scene):
    payout = scene.payout_of(scene.pay(2_800_000))

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Payout.objects.filter(pk=payout.pk).update(net_idr=1)


@pytest.mark.parametrize(
    "change",
    [
        "created_at = created_at - interval '1 day'",
        "sent_at = sent_at - interval '1 day'",
        "paid_at = paid_at + interval '1 day'",
        "number = number + 1",
        "provider_id = 'other'",
        "failure_code = 'closed'",
        "bank_account_id = (SELECT max(id) FROM vendors_bankaccount)",
        "tax_reference = 'NTPN'",
    ],
)
def test_what_was_sent_and_paid_stays(scene, change):
    payout = scene.send_payout(scene.pay(2_800_000))
    make_vendor("Toko lain")
    before = Payout.objects.values().get()

    with pytest.raises(DatabaseError, match=r"stays as it was sent|never change"), transaction.atomic():
        connection.cursor().execute(f"UPDATE cards_payout SET {change}")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Payout.objects.filter(pk=payout.pk)._raw_delete("default")

    assert Payout.objects.values().get() == before


@pytest.mark.parametrize("change", ["tax_reference = 'LAIN'", "tax_remitted_on = tax_remitted_on + 1"])
def test_remitted_taxes_keep_their_day_and_receipt(scene, change):
    scene.send_payout(scene.pay(2_800_000))
    remit()
    before = Payout.objects.values().get()

    with pytest.raises(DatabaseError, match=r"stays as it was sent|remitted once"), transaction.atomic():
        connection.cursor().execute(f"UPDATE cards_payout SET {change}")

    assert Payout.objects.values().get() == before


def test_a_waiting_payout_says_nothing_of_its_sending(scene):
    scene.pay(2_800_000)

    for change in ("sent_at = created_at", "provider_id = 'x'", "number = 2", "tax_remitted_on = '2026-04-01'"):
        with pytest.raises(DatabaseError, match="stays as it was sent"), transaction.atomic():
            connection.cursor().execute(f"UPDATE cards_payout SET {change}")

    waiting = Payout.objects.get()
    assert (waiting.sent_at, waiting.provider_id, waiting.number, waiting.tax_remitted_on) == (None, "", 1, None)


SPLICE = """
INSERT INTO cards_payout (id, transaction_id, vendor_id, bank_account_id, captured_idr, fee_idr, ppn_idr, pph_idr,
                          net_idr, state, number, created_at, sent_at, paid_at, provider_id, failure_code,
                          tax_remitted_on, tax_reference)
SELECT gen_random_uuid(), charge.id, {vendor}, {account}, {captured}, {fee}, {ppn}, {pph},
       {captured} - {fee} - {ppn} - {pph}, '{state}', 1, {created}, {sent}, {paid}, '', '', {remitted},
       CASE WHEN {remitted} IS NULL THEN '' ELSE 'NTPN' END
  FROM cards_cardtransaction charge"""
HONEST = {
    "vendor": "charge.vendor_id", "account": "NULL::bigint", "captured": "charge.captured_idr", "fee": "charge.fee_idr",
    "ppn": "220000", "pph": "10000", "state": "pending", "created": "charge.captured_at", "sent": "NULL::timestamptz",
    "paid": "NULL::timestamptz", "remitted": "NULL::date",
}  # fmt: skip
OTHER_VENDOR = "(SELECT max(organisation_id) FROM vendors_vendor)"
OTHER_ACCOUNT = "(SELECT max(id) FROM vendors_bankaccount)"
OWN_ACCOUNT = "(SELECT min(id) FROM vendors_bankaccount)"
PAID = {
    "state": "paid", "account": OWN_ACCOUNT, "sent": "charge.captured_at", "paid": "charge.captured_at",
}  # fmt: skip


@pytest.fixture
def without_payout(scene, as_owner):
    """A captured charge whose payout was taken away, so that another may be tried; another vendor has an account."""
    charge = scene.pay(scene.payable(2_220_000, is_pkp=True))
    make_vendor("Toko lain")
    connection.check_constraints()
    with as_owner() as cursor:
        cursor.execute("DELETE FROM cards_payout")
    return charge


def splice(**facts) -> None:
    with transaction.atomic():
        connection.cursor().execute(SPLICE.format(**HONEST | facts))
        connection.check_constraints()


def test_the_payout_of_a_charge_may_be_written(without_payout):
    splice()

    assert Payout.objects.get().net_idr == 2_220_000 - 230_000 - without_payout.fee_idr


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"vendor": OTHER_VENDOR}, "payout_charge_same_vendor"),
        ({"captured": "charge.captured_idr - 1"}, "not of its charge"),
        ({"fee": "charge.fee_idr + 1"}, "not of its charge"),
        ({"ppn": "0"}, "not of its charge"),
        ({"ppn": "230000", "pph": "0"}, "not of its charge"),
        ({"pph": "0"}, "not of its charge"),
        ({"created": "charge.captured_at - interval '1 day'"}, "not of its charge"),
        ({"account": OWN_ACCOUNT}, "payout_waiting_is_unsent|may not be paid"),
        ({"sent": "charge.captured_at"}, "payout_waiting_is_unsent"),
        (PAID, "not where its last move led"),
        (PAID | {"account": OTHER_ACCOUNT}, "payout_account_same_vendor"),
        (PAID | {"sent": "charge.captured_at - interval '2 days'"}, "may not be paid|before it is sent"),
        (PAID | {"sent": "charge.captured_at + interval '2 days'"}, "before it is sent"),
        (PAID | {"remitted": "'2026-03-01'::date"}, "taxes before it"),
        ({"remitted": "'2026-04-10'::date"}, "taxes before it"),
    ],
)
def test_no_payout_is_written_that_is_not_of_its_charge(without_payout, facts, said):
    with pytest.raises(DatabaseError, match=said):
        splice(**facts)

    assert not Payout.objects.exists()


SEND = "UPDATE cards_payout SET state = 'sent', sent_at = created_at, bank_account_id = "


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (SEND + OTHER_ACCOUNT, "payout_account_same_vendor"),
        (SEND + OWN_ACCOUNT, "not where its last move led"),
        (SEND + "(SELECT id FROM vendors_bankaccount WHERE version = 2)", "may not be paid"),
        (
            "INSERT INTO cards_payouthistory (payout_id, action, before, after, at, reason)"
            " SELECT id, 'send', 'pending', 'sent', now(), '' FROM cards_payout",
            "not where its last move led",
        ),
    ],
)
def test_a_waiting_payout_is_sent_to_nobody_else_and_not_without_its_move(scene, statement, said):
    scene.pay(2_800_000)
    give_account(scene.vendor, version=2, state="proposed")
    make_vendor("Toko lain")
    before = Payout.objects.values().get()

    with pytest.raises(DatabaseError, match=said), transaction.atomic():
        connection.cursor().execute(statement)
        connection.check_constraints()

    assert Payout.objects.values().get() == before
    assert broken() == []


@pytest.mark.parametrize("day", ["2026-03-05", "2020-01-01"])
def test_taxes_are_not_remitted_before_the_vendor_was_paid(scene, day):
    scene.send_payout(scene.pay(2_800_000))

    with pytest.raises(DatabaseError, match="taxes before it"), transaction.atomic():
        connection.cursor().execute("UPDATE cards_payout SET tax_remitted_on = %s, tax_reference = 'NTPN'", [day])

    assert Payout.objects.get().tax_remitted_on is None


def test_the_capture_sends_the_payout(scene, monkeypatch):
    monkeypatch.setattr(sys.modules["payments.cards.services.send_payout"], "card_gateway", lambda: scene.bank)
    charge = scene.pay(2_800_000)
    event = ChargeCaptured(charge.pk, charge.payable_id, uuid4(), scene.agency_id, scene.vendor.pk, 1, scene.when)

    on_captured(event)

    assert scene.payout_of(charge).state == PayoutState.PAID


def test_a_site_without_an_operator_says_what_is_missing(as_owner):
    with as_owner():
        Organisation.objects.filter(kind="operator").delete()

    with pytest.raises(ImproperlyConfigured, match="operator"):
        operator_id()


# ---- taxes ----------------------------------------------------------------------------------------------------------


def remit(month=date(2026, 3, 1), actor=PENGELOLA, when="2026-04-10"):
    return cards.remit_collected_taxes(month=month, reference="NTPN-1", actor=actor, at=at(when))


def test_collected_taxes_go_to_the_state_and_nothing_stays_behind(scene):
    charge = scene.pay(scene.payable(2_220_000, is_pkp=True))
    scene.send_payout(charge)

    done = remit()

    assert (done.payments, done.value_added_tax, done.income_tax) == (1, rp(220_000), rp(10_000))
    assert clearing(scene) == {0}
    assert scene.payout_of(charge).tax_reference == "NTPN-1"
    assert broken() == []


def test_a_month_that_still_runs_is_not_remitted(scene):
    scene.send_payout(scene.pay(2_800_000))
    entries = entry_count()

    with pytest.raises(MonthNotOver):
        remit(when="2026-03-31")

    assert entry_count() == entries and not Payout.objects.exclude(tax_remitted_on=None).exists()


def test_taxes_are_remitted_once(scene):
    scene.send_payout(scene.pay(2_800_000))
    remit()
    entries = entry_count()

    with pytest.raises(NothingToRemit):
        remit()

    assert entry_count() == entries


def test_taxes_of_another_month_wait(scene):
    scene.send_payout(scene.pay(2_800_000))

    with pytest.raises(NothingToRemit):
        remit(month=date(2026, 2, 1))


def test_only_the_operator_or_the_treasury_remits(scene):
    scene.send_payout(scene.pay(2_800_000))

    with pytest.raises(NotPermitted):
        remit(actor=scene.citra)

    assert not Payout.objects.filter(tax_remitted_on__isnull=False).exists()


# ---- worked examples ------------------------------------------------------------------------------------------------


def of_cards(rows: list[tuple]) -> list[tuple]:
    """What cards post; budget and accrual rows have tests of their own (`ledger/test_worked_examples.py`)."""
    return [row for row in rows if row[1] in ("LIM", "MKT") or row[2:4] == ("UTANG_BELANJA", "UTANG_KKPD")]


def test_example_1_meals_of_a_micro_vendor():
    scene = CardScene(limit=20_000_000, per_txn=20_000_000, when=at("2026-01-15"))
    line = scene.line(30_000_000, "5.1.02.01.01.0052")
    order, charges = order_ref(), [charge(line, 2_800_000)]
    budget.reserve(charges=charges, order=order, actor=ANI, at=at("2026-03-06"))
    budget.commit(order=order, charges=charges, at=at("2026-03-06"))
    payable = scene.receive(order, charges, tax_class="restaurant_food", at=at("2026-03-10"))

    paid = scene.pay(payable, at=at("2026-03-10"), channel="qris")
    payout = scene.send_payout(paid, at=at("2026-03-11"))
    remit(when="2026-04-10")

    assert payout.net_idr == 2_777_600
    # The example pays without a hold; ours holds before the bank is asked, so two rows stand for its TERSEDIA/TERPAKAI.
    assert of_cards(rows_of(JournalEntry.objects.order_by("id"))) == [
        ("2026-01-15", "LIM", "DIBERI", "TERSEDIA", 20_000_000),
        ("2026-03-10", "LIM", "TERSEDIA", "DITAHAN", 2_800_000),
        ("2026-03-10", "LO", "UTANG_BELANJA", "UTANG_KKPD", 2_800_000),
        ("2026-03-10", "LIM", "DITAHAN", "TERPAKAI", 2_800_000),
        ("2026-03-10", "MKT", "ACQ", "VENDOR", 2_800_000),
        ("2026-03-10", "MKT", "VENDOR", "PPH22", 14_000),
        ("2026-03-11", "MKT", "BANK", "ACQ", 2_791_600),
        ("2026-03-11", "MKT", "VENDOR", "ACQ", 8_400),
        ("2026-03-11", "MKT", "VENDOR", "BANK", 2_777_600),
        ("2026-04-10", "MKT", "PPH22", "BANK", 14_000),
    ]
    assert clearing(scene) == {0}
    assert broken() == []


def test_example_2_partial_delivery_of_a_taxable_vendor():
    scene = CardScene(limit=15_000_000, per_txn=15_000_000, when=at("2026-01-15"), criteria="UKE")
    line = scene.line(12_000_000, "5.1.02.01.01.0025")
    order = order_ref()
    budget.reserve(charges=[charge(line, 5_550_000)], order=order, actor=ANI, at=at("2026-04-01"))
    budget.commit(order=order, charges=[charge(line, 5_550_000)], at=at("2026-04-02"))
    payable = scene.receive(order, [charge(line, 4_440_000)], is_pkp=True, at=at("2026-04-07"))

    paid = scene.pay(payable, at=at("2026-04-07"))
    payout = scene.send_payout(paid, at=at("2026-04-09"))
    remit(month=date(2026, 4, 1), when="2026-05-15")

    assert (payout.net_idr, payout.ppn_idr, payout.pph_idr, payout.fee_idr) == (3_948_920, 440_000, 20_000, 31_080)
    assert of_cards(rows_of(JournalEntry.objects.filter(effective_at__gte="2026-04-01").order_by("id"))) == [
        ("2026-04-07", "LIM", "TERSEDIA", "DITAHAN", 4_440_000),
        ("2026-04-07", "LO", "UTANG_BELANJA", "UTANG_KKPD", 4_440_000),
        ("2026-04-07", "LIM", "DITAHAN", "TERPAKAI", 4_440_000),
        ("2026-04-07", "MKT", "ACQ", "VENDOR", 4_440_000),
        ("2026-04-07", "MKT", "VENDOR", "PPN", 440_000),
        ("2026-04-07", "MKT", "VENDOR", "PPH22", 20_000),
        ("2026-04-09", "MKT", "BANK", "ACQ", 4_408_920),
        ("2026-04-09", "MKT", "VENDOR", "ACQ", 31_080),
        ("2026-04-09", "MKT", "VENDOR", "BANK", 3_948_920),
        ("2026-05-15", "MKT", "PPN", "BANK", 440_000),
        ("2026-05-15", "MKT", "PPH22", "BANK", 20_000),
    ]
    assert scene.figures() == (15_000_000, 10_560_000, 0, 4_440_000)
    assert clearing(scene) == {0}
    assert broken() == []


def test_two_vendors_do_not_mix(scene):
    other = make_vendor("Toko Jaya", account=False)
    give_account(other)
    scene.send_payout(scene.pay(1_000_000))
    scene.send_payout(scene.pay(scene.payable(1_200_000, vendor=other)))

    assert CardTransaction.objects.filter(vendor=other).get().captured_idr == 1_200_000
    assert broken() == []
