"""Money that comes back: before the DPT on the card, after the SP2D over the treasury (T30 to T33, T52, example 3)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from marketplace.documents.models import Document
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from payments.budget.models import BudgetLine
from payments.cards.errors import OverRefund
from payments.cards.models import CardRefund, CardTransaction
from payments.cards.states import TransactionState as T
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.ledger.models import Posting
from payments.settlement import services as settlement
from payments.settlement.errors import GroundsMissing, ReferenceMissing, ReturnUnderWay
from payments.settlement.models import CardStatement, SpendingReturn, StatementLine
from payments.settlement.states import StatementState as S
from tests.beginnings import made_once
from tests.payments.settlement.scene import BoughtScene, SettlementScene, now, offences, refused
from tests.payments.settlement.test_held_back_lines import bank_says, claim, used

pytestmark = pytest.mark.django_db
scene_at_first = made_once(BoughtScene)


def refund(scene, charge, amount=277_500, reference="RF-1", actor=None):
    return settlement.record_vendor_refund(
        transaction_id=charge.pk, amount=Rupiah(amount), reference=reference, reason="Dua rim basah",
        actor=actor or scene.tri, at=scene.tick(),
    )  # fmt: skip


def bank_credits(scene, charge, amount: int) -> None:
    """The bank posts a credit for a charge on the next bill."""
    scene.bank._post(
        scene._bank_card, Rupiah(amount), "C", scene.tick(), rrn=charge.rrn, auth_code="", original_ref=charge.rrn
    )


def agree(scene, charge, amount=800_000, source="vendor", actor=None, reason="Cetakan cacat"):
    return settlement.agree_return(
        transaction_id=charge.pk, amount=Rupiah(amount), source=source, reason=reason, actor=actor or scene.tri,
        at=scene.tick(),
    )  # fmt: skip


def receive(scene, charge, reference="MUT-5"):
    return settlement.receive_return(transaction_id=charge.pk, reference=reference, actor=scene.tri, at=scene.tick())


def deposit(scene, charge, reference="NTPN-5"):
    return settlement.deposit_return(transaction_id=charge.pk, reference=reference, actor=scene.tri, at=scene.tick())


def on_to_repaid(scene, statement):
    return scene.repaid(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(statement))))))


def line_of(charge) -> BudgetLine:
    return BudgetLine.objects.get(pk=charge.payable.charges.get().line_id)


# ---- before the DPT --------------------------------------------------------------------------------------------------


def test_a_refund_on_the_same_bill_leaves_the_net_amount_for_the_dpr(scene):
    charge = scene.charged
    bank_credits(scene, charge, 400_000)

    statement = scene.listed()

    assert statement.expense_lists.get().total_idr == charge.captured_idr - 400_000
    assert StatementLine.objects.get(kind="refund").refund == CardRefund.objects.get()
    on_to_repaid(scene, scene.decided(statement))
    assert now(charge).state == T.SETTLED and used(scene) == 0
    assert offences() == []


def test_t30_a_refund_after_the_bill_is_netted_in_the_dpt_and_found_on_the_next_bill(scene):
    charge = scene.charged
    statement = scene.listed()

    given = refund(scene, charge)
    statement = scene.decided(statement)

    line = statement.payment_list.lines.get()
    assert line.amount_idr == charge.captured_idr - 277_500
    on_to_repaid(scene, statement)
    bank_credits(scene, charge, 277_500)
    scene.later(days=1)
    following = scene.bill()
    assert following.lines.get(kind="refund").refund_id == given.pk
    assert CardRefund.objects.count() == 1 and used(scene) == 0
    assert line_of(charge).realised_idr == charge.captured_idr - 277_500
    assert offences() == []


def test_what_was_given_back_whole_since_the_dpr_is_not_paid(scene):
    charge = scene.charged
    statement = scene.listed()
    refund(scene, charge, charge.captured_idr)

    settlement.decide_bill(
        statement_id=statement.pk, tests=scene.tests_of(statement), actor=scene.prita, at=scene.tick()
    )

    assert now(statement).state == S.NOTHING_DUE
    assert used(scene) == 0 and offences() == []


def test_t33_no_more_is_given_back_than_was_paid(scene):
    charge = scene.charged
    scene.bill()

    with refused(OverRefund, "OVER_REFUND"):
        refund(scene, charge, charge.captured_idr + 1)
    with refused(NotPermitted):
        refund(scene, charge, actor=scene.citra)
    with refused(ReferenceMissing):
        refund(scene, charge, reference=" ")


def test_what_is_listed_for_payment_is_not_refunded_on_the_card(scene):
    charge = scene.charged
    scene.decided()

    with refused(WrongState):
        refund(scene, charge)
    with refused(WrongState):
        agree(scene, charge)
    with pytest.raises(DatabaseError, match="stands in a payment list"), transaction.atomic():
        CardTransaction.objects.filter(pk=charge.pk).update(refunded_idr=1)


# ---- after the SP2D --------------------------------------------------------------------------------------------------


def test_t31_a_return_in_the_same_year_lowers_the_spending_and_frees_the_budget(scene):
    charge = scene.charged
    scene.repaid()
    before = line_of(charge)

    agree(scene, charge)
    receive(scene, charge)
    one = deposit(scene, charge)

    after = line_of(charge)
    assert after.realised_idr == before.realised_idr - 800_000
    assert after.available == before.available + Rupiah(800_000)
    assert balance(chart.SPENDING, entity_id=scene.office.id, line_id=after.pk) == Rupiah(after.realised_idr)
    assert balance(chart.TREASURER_CASH, entity_id=scene.office.id) == Rupiah(0)
    assert balance(chart.DUE_FROM_VENDOR, entity_id=scene.office.id, vendor_id=charge.vendor_id) == Rupiah(0)
    assert one.treatment == "spending"
    assert Document.objects.get(id=one.slip_document_id).kind == "deposit_slip"
    assert offences() == []


def test_t52_an_overpayment_that_the_bank_repays_leaves_the_treasurer_for_the_treasury(scene):
    charge = scene.charged
    scene.repaid()

    agree(scene, charge, 200_000, source="bank")
    receive(scene, charge)
    assert balance(chart.TREASURER_CASH, entity_id=scene.office.id) == Rupiah(200_000)
    deposit(scene, charge)

    assert balance(chart.TREASURER_CASH, entity_id=scene.office.id) == Rupiah(0)
    assert offences() == []


def test_returns_come_one_after_the_other_and_never_above_what_was_paid(scene):
    charge = scene.charged
    scene.repaid()

    with refused(OverRefund):
        agree(scene, charge, charge.captured_idr + 1)
    with refused(GroundsMissing):
        agree(scene, charge, reason=" ")
    with refused(NotPermitted):
        agree(scene, charge, actor=scene.prita)
    agree(scene, charge, 1_000_000)
    with refused(ReturnUnderWay):
        agree(scene, charge, 1)
    with refused(WrongState):
        deposit(scene, charge)
    receive(scene, charge)
    with refused(WrongState):
        receive(scene, charge)
    deposit(scene, charge)
    with refused(OverRefund):
        agree(scene, charge, charge.captured_idr - 999_999)
    agree(scene, charge, charge.captured_idr - 1_000_000)
    receive(scene, charge)
    deposit(scene, charge)

    assert line_of(charge).realised_idr == 0 and offences() == []


def test_the_database_refuses_returns_that_nobody_paid_for_or_that_are_changed(scene):
    spent = scene.charged
    scene.repaid()
    other = scene.bought()
    one = agree(scene, spent, 100_000)
    facts = {"source": "vendor", "reason": "x", "agreed_by_id": scene.tri.id, "agreed_at": scene.now}

    for attack in (
        lambda: SpendingReturn.objects.create(transaction=other, amount_idr=1, **facts),
        lambda: SpendingReturn.objects.filter(pk=one.pk).update(amount_idr=1),
        lambda: SpendingReturn.objects.all().delete(),
        lambda: SpendingReturn.objects.filter(pk=one.pk).update(deposited_at=scene.now),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_return_that_was_received_and_deposited_keeps_its_words(scene):
    spent = scene.charged
    scene.repaid()
    agree(scene, spent, 100_000)
    receive(scene, spent)
    deposit(scene, spent)
    known = SpendingReturn.objects.values().get()

    for change in (
        {"receipt_reference": "lain"},
        {"deposit_reference": "lain"},
        {"slip_number": "lain"},
        {"treatment": "revenue"},
    ):
        with pytest.raises(DatabaseError, match="was decided"), transaction.atomic():
            SpendingReturn.objects.update(**change)
    assert SpendingReturn.objects.values().get() == known


# ---- worked example 3: a fraud line, a refund after the SP2D, the change of the year ---------------------------------


def rows(scene, *, since: datetime) -> list[tuple[str, str, str, str, int]]:
    """Each pair of the office's postings: day, book, debit, credit, amount; without the platform's clearing."""
    postings = list(
        Posting.objects.filter(entry__effective_at__gte=since.date(), entity_id=scene.office.id)
        .exclude(book="MKT")
        .select_related("entry")
        .order_by("entry_id", "position")
    )
    pairs = zip(postings[::2], postings[1::2], strict=True)
    return [(f"{d.entry.effective_at}", d.book, d.account, c.account, d.amount_idr) for d, c in pairs]


def test_example_3_row_by_row(db):
    scene = SettlementScene(datetime(2026, 12, 2, 2, 0, tzinfo=UTC), limit=Rupiah(25_000_000))

    def day(month: int, date: int, year: int = 2026) -> None:
        scene.now = datetime(year, month, date, 2, 0, tzinfo=UTC)

    first, second = scene.bought(Rupiah(6_000_000)), scene.bought(Rupiah(3_180_000))
    day(12, 15)
    scene.stray(1_500_000)
    statement = scene.listed()
    fraud = CardTransaction.objects.get(origin="bank")
    day(12, 18)
    statement = scene.decided(statement)
    total = first.captured_idr + second.captured_idr
    assert statement.state == S.VERIFIED_PARTIAL and statement.payment_list.total_idr == total
    statement = scene.ordered(scene.checked(scene.requested(scene.noted(statement))))
    day(12, 22)
    scene.disbursed(statement)
    day(12, 23)
    scene.repaid(now(statement))
    claim(scene, fraud)
    day(12, 28)
    agree(scene, second)
    day(1, 5, 2027)
    receive(scene, second)
    day(1, 6, 2027)
    deposit(scene, second)
    day(1, 20, 2027)
    bank_says(scene, fraud, "won")

    found = rows(scene, since=datetime(2026, 12, 15, tzinfo=UTC))
    merged: dict[tuple, int] = {}
    for *what, amount in found:
        merged[tuple(what)] = merged.get(tuple(what), 0) + amount
    assert merged == {
        ("2026-12-15", "LO", "PIUTANG_SENGKETA", "UTANG_KKPD"): 1_500_000,  # E3-10
        ("2026-12-15", "LIM", "TERSEDIA", "TERPAKAI"): 1_500_000,  # E3-11
        ("2026-12-22", "ANG", "BELANJA", "EST_SAL"): total,  # E3-12
        ("2026-12-22", "BUD", "TERUTANG", "REALISASI"): total,  # E3-13
        ("2026-12-22", "LO", "KAS_BP", "RK_PPKD"): total,  # E3-14
        ("2026-12-23", "LO", "UTANG_KKPD", "KAS_BP"): total,  # E3-15
        ("2026-12-23", "LIM", "TERPAKAI", "TERSEDIA"): total,  # E3-16
        ("2026-12-28", "LO", "PIUTANG_VENDOR", "PERSEDIAAN"): 800_000,  # E3-17
        ("2027-01-05", "LO", "KAS_BP", "PIUTANG_VENDOR"): 800_000,  # E3-23
        ("2027-01-06", "LO", "RK_PPKD", "KAS_BP"): 800_000,  # E3-24
        ("2027-01-06", "ANG", "EST_SAL", "PAD_LAIN"): 800_000,  # E3-25
        ("2027-01-20", "LO", "UTANG_KKPD", "PIUTANG_SENGKETA"): 1_500_000,  # E3-26
        ("2027-01-20", "LIM", "TERPAKAI", "TERSEDIA"): 1_500_000,  # E3-27
    }
    assert BudgetLine.objects.get(pk=line_of(second).pk).realised_idr == total  # the old year's spending stays
    assert used(scene) == 0
    assert balance(chart.PAYABLE_TO_ISSUER, entity_id=scene.office.id, card_id=scene.card.pk) == Rupiah(0)
    assert CardStatement.objects.get().purchases_idr == total + 1_500_000
    assert offences() == []
