"""What was received is owed once, by the right people, with its budget; payment stops while somebody blocks it."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from marketplace.accounts.models import Organisation, User
from marketplace.accounts.roles import Role
from marketplace.kernel.actors import Actor, Grant
from marketplace.kernel.errors import WrongState
from marketplace.kernel.money import Rupiah
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.tax.breakdown import tax_breakdown
from marketplace.tax.facts import Channel, Method, TaxLine, VendorKind, VendorTaxFacts
from payments.budget import services as budget
from payments.budget.errors import NotHeld
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.payables.errors import (
    AlreadyPayable,
    ChargesDoNotSum,
    InvoiceDiffers,
    LineOfOtherAgency,
    PayableBlocked,
    SamePersonOnPayable,
)
from payments.payables.models import AccrualRule, Invoice, Payable, PayableCharge, PayableHistory, Treatment
from payments.payables.selectors import payables_awaiting_payment, payables_visible_to, treatment_on
from payments.payables.services import (
    block_payable,
    charge_failed,
    mark_paid,
    mark_settled,
    open_payable,
    start_charging,
    unblock_payable,
)
from payments.payables.states import PAYABLE_FLOW, PayableState
from tests.payments.budget_scene import ANI, NOON, Office, broken_invariants, charge, figures, order_ref, reserve
from vendors.models import Vendor

pytestmark = pytest.mark.django_db
SMALL_TRADER = VendorTaxFacts(kind=VendorKind.PERSON, is_pkp=True, npwp_valid=True, has_suket=False)


class Delivery:
    """A confirmed order of paper whose goods arrived: everything that `open_payable` asks for."""

    def __init__(self, amount: int = 4_440_000, account: str = "5.1.02.01.01.0025") -> None:
        self.office = Office()
        self.line = self.office.line(12_000_000, account=account)
        self.amount = amount
        self.order = reserve(self.line, amount)
        budget.commit(order=self.order, charges=[charge(self.line, amount)], at=NOON)
        organisation = Organisation.objects.create(kind="vendor", name="Warung Sari")
        self.vendor = Vendor.objects.create(organisation=organisation, state_since=NOON)
        self.ani, self.budi, self.citra, self.dewi = (
            User.objects.create(full_name=name, email=f"{name.lower()}.{uuid4().hex}@contoh.id")
            for name in ("Ani", "Budi", "Citra", "Dewi")
        )

    def facts(self, **changes) -> dict:
        accepted = changes.get("accepted", Rupiah(self.amount))
        return {
            "order": self.order,
            "agency_id": self.office.agency.pk,
            "vendor_id": self.vendor.pk,
            "accepted": accepted,
            "charges": [charge(self.line, accepted.idr)],
            "breakdown": breakdown(accepted),
            "requester_id": self.ani.pk,
            "chooser_id": self.budi.pk,
            "approver_id": self.citra.pk,
            "receiver_id": self.dewi.pk,
            "evidence_ids": [uuid4()],
            "handover_document_id": uuid4(),
            "description": "Kertas HVS",
            "at": NOON,
            "actor": ANI,
        } | changes

    def open(self, **changes) -> Payable:
        return open_payable(**self.facts(**changes))


def breakdown(amount: Rupiah):
    return tax_breakdown(
        lines=[TaxLine(gross=amount, tax_class="goods")],
        vendor=SMALL_TRADER,
        channel=Channel.SIPP,
        method=Method.CARD,
        on=NOON.date(),
    )


@pytest.fixture
def delivery():
    return Delivery()


def state_of(payable):
    return Payable.objects.get(pk=payable.pk).state


def test_what_was_received_is_owed_with_its_budget_taxes_and_invoice(delivery):
    payable = delivery.open()

    assert (payable.base_idr, payable.ppn_idr, payable.pph_idr) == (4_000_000, 440_000, 20_000)
    assert payable.net_to_vendor_idr == 4_440_000 - 440_000 - 20_000
    assert figures(delivery.line) == (7_560_000, 0, 0, 4_440_000, 0)
    owed = balance(chart.PAYABLE_TO_VENDOR, entity_id=payable.agency_id, vendor_id=delivery.vendor.pk)
    stock = balance(chart.STOCK, entity_id=payable.agency_id, line_id=delivery.line.pk)
    assert owed == stock == Rupiah(4_440_000)
    assert payable.invoice.number == f"INV/1/V{delivery.vendor.pk}/III/2026"
    assert OutboxMessage.objects.filter(event="payments.payables.PayableOpened").count() == 1
    assert broken_invariants() == []


@pytest.mark.parametrize(
    ("account", "treatment"),
    [
        ("5.1.02.01.01.0052", Treatment.EXPENSE),
        ("5.1.02.01.01.0025", Treatment.STOCK),
        ("5.2.02.10.01.0002", Treatment.ASSET),
    ],
)
def test_goods_become_what_the_accounting_policy_says(account, treatment):
    delivery = Delivery(account=account)

    payable = delivery.open()

    assert treatment_on(account, NOON.date()) == treatment
    assert payable.charges.get().treatment == treatment
    assert balance(treatment.account, entity_id=payable.agency_id, line_id=delivery.line.pk) == Rupiah(4_440_000)


def test_the_accounting_policy_is_dated():
    AccrualRule.objects.create(
        prefix="5.1.02.01.01.0025", treatment="expense", valid_from="2026-03-01", source="uji", confidence="sure"
    )

    assert treatment_on("5.1.02.01.01.0025", NOON.date().replace(month=2)) == Treatment.STOCK
    assert treatment_on("5.1.02.01.01.0025", NOON.date()) == Treatment.EXPENSE


def test_parts_of_an_order_are_payables_of_their_own(delivery):
    delivery.open(accepted=Rupiah(1_110_000))
    delivery.open(accepted=Rupiah(3_330_000))

    assert figures(delivery.line) == (7_560_000, 0, 0, 4_440_000, 0)
    assert list(Invoice.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]
    assert broken_invariants() == []


def nothing_happened(delivery):
    return figures(delivery.line) == (7_560_000, 0, 4_440_000, 0, 0) and not (
        Payable.objects.exists() or Invoice.objects.exists() or OutboxMessage.objects.exists()
    )


def test_charges_must_sum_to_the_accepted_value(delivery):
    with pytest.raises(ChargesDoNotSum), transaction.atomic():
        delivery.open(charges=[charge(delivery.line, 4_439_999)])

    assert nothing_happened(delivery)


def test_the_invoice_is_the_accepted_value(delivery):
    with pytest.raises(InvoiceDiffers) as refusal, transaction.atomic():
        delivery.open(breakdown=breakdown(Rupiah(4_440_001)))

    assert "Rp4.440.001" in str(refusal.value)
    assert nothing_happened(delivery)


def test_more_than_was_committed_is_not_owed(delivery):
    with pytest.raises(NotHeld), transaction.atomic():
        delivery.open(accepted=Rupiah(4_440_001))

    assert nothing_happened(delivery)


def test_another_office_does_not_pay(delivery):
    other = Office().line(10_000_000)

    with pytest.raises(LineOfOtherAgency), transaction.atomic():
        delivery.open(charges=[charge(other, 4_440_000)])

    assert nothing_happened(delivery)


def test_one_handover_is_one_payable(delivery):
    handover = uuid4()
    delivery.open(accepted=Rupiah(1_110_000), handover_document_id=handover)

    with pytest.raises(AlreadyPayable), transaction.atomic():
        delivery.open(accepted=Rupiah(1_110_000), handover_document_id=handover)

    assert Payable.objects.count() == 1


TWICE = [("approver_id", "requester_id"), ("chooser_id", "requester_id"), ("receiver_id", "chooser_id")]


@pytest.mark.parametrize(("one", "other"), TWICE)
def test_steps_that_must_be_apart_are_not_taken_by_one_person(delivery, one, other):
    facts = delivery.facts()

    with pytest.raises(SamePersonOnPayable), transaction.atomic():
        delivery.open(**{one: facts[other]})

    assert nothing_happened(delivery)


@pytest.mark.parametrize(("one", "other"), TWICE)
def test_the_database_keeps_them_apart_as_well(delivery, one, other):
    payable = delivery.open(accepted=Rupiah(1_110_000))
    copy = Payable.objects.get(pk=payable.pk)
    copy.pk, copy.handover_document_id = uuid4(), uuid4()
    setattr(copy, one, getattr(copy, other))

    with pytest.raises(IntegrityError, match="is_not"), transaction.atomic():
        Payable.objects.bulk_create([copy])


def test_the_database_wants_charges_that_sum(delivery):
    payable = delivery.open(accepted=Rupiah(1_110_000))
    copy = Payable.objects.get(pk=payable.pk)
    copy.pk, copy.handover_document_id = uuid4(), uuid4()

    with pytest.raises(IntegrityError, match="do not sum"), transaction.atomic():
        Payable.objects.bulk_create([copy])
        PayableCharge.objects.create(
            payable=copy, agency_id=copy.agency_id, line=delivery.line, amount_idr=1_109_999, treatment="stock"
        )
        connection.check_constraints()


def test_the_database_keeps_a_charge_inside_its_office(delivery):
    payable = delivery.open()
    other = Office().line(10_000_000)

    with pytest.raises(IntegrityError, match="same_agency"), transaction.atomic():
        PayableCharge.objects.create(
            payable=payable, agency_id=payable.agency_id, line=other, amount_idr=1, treatment="stock"
        )


@pytest.mark.parametrize("field", ["accepted_idr", "vendor_id", "requester_id", "order_number", "net_to_vendor_idr"])
def test_the_facts_of_a_payable_never_change(delivery, field):
    payable = delivery.open()
    other = {"order_number": "DSR-LAIN"}.get(field, 1)

    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Payable.objects.filter(pk=payable.pk).update(**{field: other})


def test_a_payable_is_not_deleted(delivery):
    payable = delivery.open()

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        Payable.objects.filter(pk=payable.pk)._raw_delete("default")


WAY_TO = {
    "open": [],
    "blocked": ["blocked"],
    "charging": ["charging"],
    "paid": ["charging", "paid"],
    "settled": ["charging", "paid", "settled"],
}


def moves(payable, way):
    """Whether the database lets a payable go this way; nothing stays of it."""
    try:
        with transaction.atomic():
            for state in way:
                Payable.objects.filter(pk=payable.pk).update(state=state)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


def test_every_illegal_move_of_a_payable_is_refused_by_the_database(delivery):
    payable = delivery.open()
    legal = {(str(before), str(after)) for _action, before, after in PAYABLE_FLOW.steps()}
    pairs = [(before, after) for before in PayableState.values for after in PayableState.values if before != after]

    moved = {(before, after) for before, after in pairs if moves(payable, [*WAY_TO[before], after])}

    assert moved == legal


def test_a_payable_is_paid_then_settled(delivery):
    payable = delivery.open()

    for step in (start_charging, mark_paid, mark_settled):
        step(payable_id=payable.pk, actor=ANI, at=NOON)

    assert state_of(payable) == PayableState.SETTLED
    history = PayableHistory.objects.filter(payable=payable).values_list("action", flat=True)
    assert list(history) == ["start_charging", "mark_paid", "mark_settled"]


def test_a_charge_that_failed_leaves_the_payable_open(delivery):
    payable = delivery.open()
    start_charging(payable_id=payable.pk, actor=ANI, at=NOON)

    charge_failed(payable_id=payable.pk, actor=ANI, at=NOON, reason="LIMIT_TXN")

    assert state_of(payable) == PayableState.OPEN


@pytest.mark.parametrize("step", [mark_paid, mark_settled])
def test_steps_out_of_order_are_refused(delivery, step):
    payable = delivery.open()

    with pytest.raises(WrongState), transaction.atomic():
        step(payable_id=payable.pk, actor=ANI, at=NOON)

    assert state_of(payable) == PayableState.OPEN


def test_a_blocked_payable_is_not_charged(delivery):
    payable = delivery.open()
    block_payable(payable_id=payable.pk, reason="barang cacat", actor=ANI, at=NOON)

    with pytest.raises(PayableBlocked) as refusal, transaction.atomic():
        start_charging(payable_id=payable.pk, actor=ANI, at=NOON)

    assert "barang cacat" in str(refusal.value)
    assert state_of(payable) == PayableState.BLOCKED
    assert broken_invariants() == []


def test_payment_waits_until_every_block_is_lifted(delivery):
    payable = delivery.open()
    block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)
    block_payable(payable_id=payable.pk, reason="pemeriksaan", actor=ANI, at=NOON, source="audit")

    unblock_payable(payable_id=payable.pk, reason="selesai", actor=ANI, at=NOON)
    assert state_of(payable) == PayableState.BLOCKED

    unblock_payable(payable_id=payable.pk, reason="bersih", actor=ANI, at=NOON, source="audit")
    assert state_of(payable) == PayableState.OPEN
    assert list(payables_awaiting_payment({payable.agency_id})) == [payable]


def test_blocking_twice_from_one_source_is_one_block(delivery):
    payable = delivery.open()

    for _ in range(2):
        block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)

    assert payable.blocks.count() == 1


def test_a_source_that_blocks_nothing_lifts_nothing(delivery):
    payable = delivery.open()
    block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)

    with pytest.raises(WrongState), transaction.atomic():
        unblock_payable(payable_id=payable.pk, reason="", actor=ANI, at=NOON, source="audit")

    assert state_of(payable) == PayableState.BLOCKED


def test_what_is_being_charged_can_no_longer_be_blocked(delivery):
    payable = delivery.open()
    start_charging(payable_id=payable.pk, actor=ANI, at=NOON)

    with pytest.raises(WrongState), transaction.atomic():
        block_payable(payable_id=payable.pk, reason="terlambat", actor=ANI, at=NOON)

    assert payable.blocks.count() == 0


def test_the_database_does_not_free_a_payable_while_a_block_lives(delivery):
    payable = delivery.open()
    block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)

    with pytest.raises(IntegrityError, match="is blocked"), transaction.atomic():
        Payable.objects.filter(pk=payable.pk).update(state="open")


def test_a_block_is_only_lifted_never_rewritten(delivery):
    payable = delivery.open()
    block_payable(payable_id=payable.pk, reason="sengketa", actor=ANI, at=NOON)

    with pytest.raises(DatabaseError, match="only lifted"), transaction.atomic():
        payable.blocks.update(reason="lain")


def test_people_see_the_payables_of_their_office_or_firm_and_auditors_see_all(delivery):
    payable = delivery.open()
    other = Delivery().open()

    def seen(role, organisation_id):
        return set(payables_visible_to(Actor(id=9, name="", grants=frozenset({Grant(role, organisation_id)}))))

    assert seen(Role.TREASURER, payable.agency_id) == {payable}
    assert seen(Role.VENDOR_OWNER, payable.vendor_id) == {payable}
    assert seen(Role.INTERNAL_AUDITOR, None) == {payable, other}
    assert seen(Role.SITE_ADMIN, None) == set()


def test_an_order_without_commitment_makes_no_payable(delivery):
    with pytest.raises(NotHeld), transaction.atomic():
        delivery.open(order=order_ref())

    assert nothing_happened(delivery)
