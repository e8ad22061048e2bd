"""What the use cases refuse, the database refuses too, when somebody goes around them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.kernel.errors import constraint_of, refusal_for_constraint
from marketplace.kernel.money import Rupiah
from payments.settlement.errors import AlreadyListed, AmountDiffersFromList, HolderApproves, SamePersonSigns
from payments.settlement.models import (
    BillPaymentLine,
    BillPaymentList,
    CardStatement,
    DisbursementNote,
    DisbursementOrder,
    PaymentOrder,
    PaymentRequest,
    Repayment,
)
from payments.settlement.states import STATEMENT_FLOW
from tests.beginnings import made_once
from tests.payments.settlement.scene import BoughtScene, now, world

pytestmark = pytest.mark.django_db
scene_at_first = made_once(BoughtScene)
SHOWN = {"number": "X/1", "document_id": uuid4()}


def attacked(act) -> str:
    """The constraint that stops an attack, at once or at commit; nothing is changed."""
    before = world()
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert world() == before
    return constraint_of(caught.value) or str(caught.value)


def listing(statement, approver_id: int, total: int, at) -> BillPaymentList:
    return BillPaymentList.objects.create(
        statement=statement,
        agency_id=statement.agency_id,
        approved_by_id=approver_id,
        approved_at=at,
        total_idr=total,
        **SHOWN,
    )


def line(payment_list, charge, amount: int = 0):
    return BillPaymentLine.objects.create(
        payment_list=payment_list, transaction=charge, amount_idr=amount or charge.captured_idr
    )


def paper(statement, signer, at, total: int = 0) -> dict:
    payment_list = statement.payment_list
    return SHOWN | {
        "payment_list": payment_list,
        "total_idr": total or payment_list.total_idr,
        "signed_by_id": signer.id,
        "signed_at": at,
    }


def test_a_list_needs_six_passed_tests_for_each_line(scene):
    charge = scene.charged
    statement = scene.listed()

    def act():
        line(listing(statement, scene.prita.id, charge.captured_idr, scene.now), charge)

    assert attacked(act) == "dpt_line_passed_six_tests"


def test_five_passed_tests_are_not_enough(scene):
    charge = scene.charged
    statement = scene.decided(failing={charge.pk: "Kuitansi palsu"})

    def act():
        line(listing(statement, scene.prita.id, charge.captured_idr, scene.now), charge)

    assert attacked(act) == "dpt_line_passed_six_tests"


def test_a_list_is_the_sum_of_its_lines(scene):
    good, bad = scene.charged, scene.bought(Rupiah(600_000))
    statement = scene.decided(failing={bad.pk: "Rangkap"})

    assert attacked(lambda: line(statement.payment_list, bad)) == "dpt_is_sum_of_lines"
    assert (
        attacked(lambda: listing(scene.bill(), scene.prita.id, good.captured_idr, scene.now)) == "dpt_is_sum_of_lines"
    )


def test_holder_requester_chooser_and_lister_do_not_approve(scene):
    charge = scene.charged
    statement = scene.listed()

    for who in (scene.citra, scene.ani, scene.eko):
        stopped = attacked(lambda who=who: line(listing(statement, who.id, charge.captured_idr, scene.now), charge))
        assert refusal_for_constraint(stopped) is HolderApproves


def test_a_charge_stands_on_one_list(scene):  # T28
    charge = scene.charged
    statement = scene.decided()

    stopped = attacked(lambda: line(statement.payment_list, charge))

    assert refusal_for_constraint(stopped) is AlreadyListed


def test_no_paper_of_another_amount(scene):  # T27
    statement = scene.decided()
    note = lambda: DisbursementNote.objects.create(**paper(statement, scene.prita, scene.now, 2_400_001))  # noqa: E731
    assert refusal_for_constraint(attacked(note)) is AmountDiffersFromList

    statement = scene.noted(statement)
    spp = lambda: PaymentRequest.objects.create(**paper(statement, scene.tri, scene.now, 2_399_999))  # noqa: E731
    assert refusal_for_constraint(attacked(spp)) is AmountDiffersFromList


def test_no_request_before_the_note_and_no_repayment_before_the_disbursement(scene):
    statement = scene.decided()
    early = attacked(lambda: PaymentRequest.objects.create(**paper(statement, scene.tri, scene.now)))
    assert early == "payment_request_after_note"

    statement = scene.ordered(scene.checked(scene.requested(scene.noted(statement))))
    repayment = {
        "payment_list": statement.payment_list,
        "total_idr": 2_400_000,
        "billing_account": "1",
        "paid_by_id": scene.tri.id,
        "started_at": scene.now,
        "key_since": scene.now,
    }
    assert attacked(lambda: Repayment.objects.create(**repayment)) == "repayment_after_disbursement"


def test_an_order_follows_a_checked_request_and_is_not_the_treasurers(scene):
    statement = scene.requested()
    request = PaymentRequest.objects.get()

    def order(signer):
        return lambda: PaymentOrder.objects.create(request=request, **paper(statement, signer, scene.now))

    assert attacked(order(scene.prita)) == "payment_order_after_check"
    assert attacked(lambda: PaymentRequest.objects.update(checked_by_id=scene.tri.id)) == (
        "request_checker_is_not_treasurer"
    )
    scene.checked(statement)
    assert refusal_for_constraint(attacked(order(scene.tri))) is SamePersonSigns


def test_the_signer_of_the_order_does_not_disburse(scene):
    statement = scene.ordered()
    order = PaymentOrder.objects.get()

    def disburse(signer, named):
        return lambda: DisbursementOrder.objects.create(
            order=order, order_signed_by_id=named.id, is_late=False, **paper(statement, signer, scene.now)
        )

    assert refusal_for_constraint(attacked(disburse(scene.prita, scene.prita))) is SamePersonSigns
    assert attacked(disburse(scene.prita, scene.bram)) == "sp2d_names_the_spm_signer"


def test_a_returned_order_is_not_disbursed(scene):
    statement = scene.ordered()
    order = PaymentOrder.objects.get()
    PaymentOrder.objects.update(returned_at=scene.now, return_reason="Salah")

    def act():
        DisbursementOrder.objects.create(
            order=order, order_signed_by_id=scene.prita.id, is_late=False, **paper(statement, scene.bram, scene.now)
        )

    assert attacked(act) == "disbursement_after_order"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE settlement_cardstatement SET closing_idr = closing_idr + 1, purchases_idr = purchases_idr + 1",
        "UPDATE settlement_cardstatement SET state = 'PAID'",
        "UPDATE settlement_statementline SET amount_idr = 1",
        "UPDATE settlement_realexpenselist SET listed_by_id = listed_by_id + 1",
        "UPDATE settlement_realexpenseline SET amount_idr = 1",
        "UPDATE settlement_billtest SET passed = true",
        "UPDATE settlement_billpaymentlist SET approved_by_id = approved_by_id + 1",
        "UPDATE settlement_billpaymentline SET amount_idr = 1",
        "UPDATE settlement_disbursementnote SET total_idr = 1",
        "UPDATE settlement_paymentrequest SET total_idr = 1",
        "UPDATE settlement_paymentorder SET signed_by_id = signed_by_id + 1",
        "UPDATE settlement_disbursementorder SET is_late = NOT is_late",
        "UPDATE settlement_statementhistory SET actor_name = 'X'",
        "DELETE FROM settlement_statementline",
        "DELETE FROM settlement_billtest",
        "DELETE FROM settlement_paymentorder",
        "TRUNCATE settlement_statementhistory",
    ],
)
def test_what_was_written_stays(scene, as_owner, sql):
    scene.disbursed()

    with pytest.raises(DatabaseError), as_owner() as cursor:
        cursor.execute(sql)


def test_the_database_knows_the_same_moves_as_the_table(scene, as_owner):
    statement = scene.bill()
    legal = {(before, after) for _action, before, after in STATEMENT_FLOW.steps()}
    states = {state for pair in legal for state in pair}
    allowed = set()
    for before in states:
        for after in states - {before}:
            with as_owner() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE settlement_cardstatement DISABLE TRIGGER USER")
                cursor.execute("UPDATE settlement_cardstatement SET state = %s", [before])
                cursor.execute("ALTER TABLE settlement_cardstatement ENABLE TRIGGER USER")
                try:
                    with transaction.atomic():
                        cursor.execute("UPDATE settlement_cardstatement SET state = %s", [after])
                        allowed.add((before, after))
                except DatabaseError as error:
                    assert constraint_of(error) == "statement_move_legal"

    assert allowed == legal
    assert CardStatement.objects.get().pk == now(statement).pk
