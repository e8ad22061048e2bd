"""Who is kept apart from the money of a purchase, attacked with SQL as the app role (S3, S4, S6, S8)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from marketplace.accounts.roles import Role
from marketplace.kernel.errors import refusal_for_constraint
from orders.refusals import VendorActsForOffice
from payments.settlement import policies
from payments.settlement import services as settlement
from payments.settlement.errors import HolderApproves, NotInThatRole, ReceiverVerifies
from payments.settlement.states import StatementState as S
from tests.payments.settlement.scene import now, offences, refused, world
from tests.payments.settlement.test_papers_around_the_orm import attacked
from vendors.models import Principal

pytestmark = pytest.mark.django_db

TESTS = """
INSERT INTO settlement_billtest (line_id, test_no, passed, note, tested_by_id, tested_at)
SELECT id, test_no, true, '', %s, %s FROM settlement_realexpenseline, generate_series(1, 6) AS test_no
"""


def run(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def stopped(statement: str, *values) -> type:
    return refusal_for_constraint(attacked(lambda: run(statement, *values)))


def listed(statement, approver, at) -> None:
    """A DPT as an attacker writes it, with its line; the tests are there already."""
    run(
        "WITH list AS (INSERT INTO settlement_billpaymentlist (id, statement_id, agency_id, number, document_id,"
        " approved_by_id, approved_at, total_idr) SELECT gen_random_uuid(), id, agency_id, 'X', gen_random_uuid(), %s,"
        " %s, purchases_idr FROM settlement_cardstatement WHERE id = %s RETURNING id, total_idr)"
        " INSERT INTO settlement_billpaymentline (payment_list_id, transaction_id, amount_idr)"
        " SELECT list.id, transaction_id, total_idr FROM list, settlement_realexpenseline",
        approver.id, at, statement.pk,
    )  # fmt: skip


def in_role(scene, actor, role: str, organisation_id: int | None = None):
    scene.give(scene.user_of(actor), role, organisation_id or scene.office.id)
    return scene.act_as(scene.user_of(actor))


def of_the_vendor(scene, actor) -> None:
    """By NIK alone: no policy sees it. What was signed before is judged before, as a commit would."""
    connection.check_constraints()
    Principal.objects.create(
        vendor=scene.sari_vendor, full_name="x", role="pengurus", nik_hash=scene.user_of(actor).nik_hash,
        since=date(2026, 1, 1),
    )  # fmt: skip


# ---- S3, S4: evidence ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["citra", "eko", "ani", "fitri"])
def test_whoever_took_part_neither_tests_nor_approves(scene, who):
    """Holder, chooser, requester and lister, receiver; each with the authority of a KPA."""
    scene.bought()
    statement = scene.listed()
    actor = in_role(scene, getattr(scene, who), Role.BUDGET_PROXY)

    assert stopped(TESTS, actor.id, scene.now) is HolderApproves

    def approved():
        run(TESTS, scene.prita.id, scene.now)
        listed(statement, actor, scene.now)

    assert refusal_for_constraint(attacked(approved)) is HolderApproves
    with refused(HolderApproves, "SOD_HOLDER_APPROVER"):
        settlement.decide_bill(statement_id=statement.pk, tests=scene.tests_of(statement), actor=actor, at=scene.tick())


# ---- S6: the receiver and who verifies the payment -------------------------------------------------------------------


def test_who_received_the_goods_does_not_check_their_payment(scene):
    scene.bought()
    statement = scene.requested(scene.noted(scene.decided()))
    fitri = in_role(scene, scene.fitri, Role.FINANCE_VERIFIER)

    check = "UPDATE settlement_paymentrequest SET checked_by_id = %s, checked_at = %s"
    assert stopped(check, fitri.id, scene.now) is ReceiverVerifies
    with refused(ReceiverVerifies):
        settlement.check_payment_request(statement_id=statement.pk, actor=fitri, at=scene.tick())

    settlement.check_payment_request(statement_id=statement.pk, actor=scene.vera, at=scene.tick())
    assert now(statement).state == S.SPP_CHECKED and offences() == []


# ---- S6: the vendor's people -----------------------------------------------------------------------------------------


def test_the_vendors_people_do_not_pay_its_order(scene):
    payable = scene.payable_of(scene.accepted_order())
    of_the_vendor(scene, scene.citra)
    before = world()

    with pytest.raises(Exception, match="is of the vendor") as error:
        scene.charge(payable)

    assert refusal_for_constraint(error.value.__cause__.diag.constraint_name) is VendorActsForOffice
    assert world() == before


def test_the_vendors_people_do_not_list_test_or_approve(scene):
    scene.bought()
    statement = scene.listed()
    scene.bought()
    of_the_vendor(scene, scene.prita)

    assert stopped(TESTS, scene.prita.id, scene.now) is VendorActsForOffice

    def approved():
        run(TESTS, scene.kusno.id, scene.now)
        listed(statement, scene.prita, scene.now)

    assert refusal_for_constraint(attacked(approved)) is VendorActsForOffice
    of_the_vendor(scene, scene.ani)
    again = (
        "INSERT INTO settlement_realexpenseline (expense_list_id, transaction_id, amount_idr, evidence_complete, note)"
        " SELECT list.id, charge.id, charge.captured_idr, true, '' FROM settlement_realexpenselist list,"
        " cards_cardtransaction charge ON CONFLICT DO NOTHING"
    )
    assert stopped(again) is VendorActsForOffice


#: Table, column of the signer, the lawful signer, and the step after which the paper is due.
PAPERS = [
    ("disbursementnote", "signed_by_id", "prita", "decided"),
    ("paymentrequest", "signed_by_id", "tri", "noted"),
    ("paymentorder", "signed_by_id", "prita", "checked"),
    ("disbursementorder", "signed_by_id", "bram", "ordered"),
    ("repayment", "paid_by_id", "tri", "disbursed"),
]


@pytest.mark.parametrize(("table", "person", "who", "after"), PAPERS)
def test_the_vendors_people_sign_for_none_of_its_money(scene, table, person, who, after):
    """The paper that comes next, written by hand with its lawful signer, who is a manager of the vendor."""
    scene.bought()
    statement, signer = getattr(scene, after)(), getattr(scene, who)
    of_the_vendor(scene, signer)

    forged = attacked(lambda: next_paper(statement, table, person, signer, scene.now))

    assert refusal_for_constraint(forged) is VendorActsForOffice


def next_paper(statement, table: str, person: str, signer, at) -> None:
    pays = statement.payment_list
    columns = {"payment_list_id": pays.pk, "total_idr": pays.total_idr, person: signer.id}
    if table == "repayment":
        columns |= {"billing_account": "x", "idempotency_key": pays.pk, "key_since": at, "started_at": at,
                    "times_asked": 0, "state": "PENDING", "provider_id": "", "failure": ""}  # fmt: skip
    else:
        columns |= {"number": "X", "document_id": pays.pk, "signed_at": at}
    if table in ("paymentrequest", "paymentorder"):
        columns["return_reason"] = ""
    if table == "paymentorder":
        columns["request_id"] = pays.requests.get(returned_at=None).pk
    if table == "disbursementorder":
        order = pays.orders.get(returned_at=None)
        columns |= {"order_id": order.pk, "order_signed_by_id": order.signed_by_id, "is_late": False}
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    run(f"INSERT INTO settlement_{table} (id, {names}) VALUES (gen_random_uuid(), {marks})", *columns.values())


# ---- S8 and the days of a role: papers are signed in role ------------------------------------------------------------


@pytest.mark.parametrize(("table", "person", "who", "after"), PAPERS)
def test_a_paper_is_signed_in_its_role_on_its_day(scene, table, person, who, after):
    """An auditor holds no other role and so signs nothing; nor does anybody whose role is over."""
    scene.bought()
    statement, signer = getattr(scene, after)(), getattr(scene, who)

    for by, at in ((scene.dewi, scene.now), (signer, scene.now.replace(year=2029))):
        forged = attacked(lambda by=by, at=at: next_paper(statement, table, person, by, at))
        assert refusal_for_constraint(forged) is NotInThatRole

    next_paper(statement, table, person, signer, scene.now)
    connection.check_constraints()


def test_tests_and_checks_are_made_in_role_too(scene):
    scene.bought()
    statement = scene.listed()
    assert stopped(TESTS, scene.dewi.id, scene.now) is NotInThatRole

    statement = scene.requested(scene.noted(scene.decided(statement)))
    check = "UPDATE settlement_paymentrequest SET checked_by_id = %s, checked_at = %s"
    assert stopped(check, scene.dewi.id, scene.now) is NotInThatRole


def test_the_database_and_the_policies_name_the_same_roles():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape') FROM pg_trigger"
            " WHERE tgfoid = 'paper_signed_in_its_role'::regproc"
        )
        found = {
            (table.removeprefix("settlement_"), parts[0]): set(parts[2].split())
            for table, args in cursor.fetchall()
            for parts in [args.split("\\000")]
        }
    disbursers = {Role.TREASURY_PROXY, Role.TREASURY}

    assert found == {
        ("realexpenselist", "listed_by_id"): {Role.ACTIVITY_OFFICER},
        ("billpaymentlist", "approved_by_id"): set(policies.AUTHORITIES),
        ("disbursementnote", "signed_by_id"): set(policies.AUTHORITIES),
        ("paymentrequest", "signed_by_id"): set(policies.TREASURERS),
        ("paymentrequest", "checked_by_id"): {Role.FINANCE_VERIFIER},
        ("paymentorder", "signed_by_id"): {Role.BUDGET_USER},
        ("disbursementorder", "signed_by_id"): disbursers,
        ("repayment", "paid_by_id"): set(policies.TREASURERS),
        ("mismatchresolution", "proposed_by_id"): set(policies.PROPOSERS),
        ("mismatchresolution", "decided_by_id"): set(policies.CONFIRMERS),
        ("lineanswer", "answered_by_id"): set(policies.ANSWERERS),
        ("disputeclaim", "raised_by_id"): set(policies.IMPORTERS),
        ("disputeclaim", "answered_by_id"): set(policies.IMPORTERS),
        ("disputeclaim", "decided_by_id"): set(policies.AUTHORITIES),
        ("personalliability", "decided_by_id"): set(policies.AUTHORITIES),
        ("personalliability", "recorded_by_id"): set(policies.IMPORTERS),
        ("spendingreturn", "agreed_by_id"): set(policies.TREASURERS),
        ("spendingreturn", "received_by_id"): set(policies.TREASURERS),
        ("spendingreturn", "deposited_by_id"): set(policies.TREASURERS),
    }
