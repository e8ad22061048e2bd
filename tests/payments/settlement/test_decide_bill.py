"""The six tests on each line: who may not judge, what a failure does, what is paid (T24 to T26, T28)."""

from __future__ import annotations

import pytest

from marketplace.accounts.roles import Role
from marketplace.documents.models import Document
from marketplace.kernel.errors import NotPermitted, WrongState
from marketplace.kernel.money import Rupiah
from payments.settlement import errors
from payments.settlement import services as settlement
from payments.settlement.errors import FailureNeedsNote, HasPurchases, HolderApproves, NothingToList
from payments.settlement.models import BillTest
from payments.settlement.services import SIX_TESTS, LineTests
from payments.settlement.states import StatementState as S
from tests.beginnings import made_once
from tests.payments.settlement.scene import PASSED, BoughtScene, now, offences, refused

pytestmark = pytest.mark.django_db
scene_at_first = made_once(BoughtScene)


def decide(scene, statement, tests=None, actor=None):
    return settlement.decide_bill(
        statement_id=statement.pk,
        tests=scene.tests_of(statement) if tests is None else tests,
        actor=actor or scene.prita,
        at=scene.tick(),
    )


@pytest.mark.parametrize("who", ["citra", "eko", "ani"])
def test_whoever_took_part_does_not_approve_the_evidence(scene, who):  # T24, S3, S4
    statement = scene.listed()
    user = scene.user_of(getattr(scene, who))
    if who != "ani":
        scene.give(user, Role.BUDGET_PROXY, scene.office.id)
    else:
        scene.give(user, Role.BUDGET_USER, scene.office.id)

    with refused(HolderApproves, "SOD_HOLDER_APPROVER"):
        decide(scene, statement, actor=scene.act_as(user))


def test_a_failed_test_keeps_the_line_out_and_writes_a_letter(scene):  # T25, T26
    good, bad = scene.charged, scene.bought(Rupiah(600_000))

    statement = scene.decided(failing={bad.pk: "Kuitansi tidak bertanggal"})

    assert (now(good).state, now(bad).state) == ("in_dpt", "rejected")
    assert statement.state == S.VERIFIED_PARTIAL
    assert statement.payment_list.total_idr == 2_400_000
    letter = Document.objects.get(kind="bill_rejection")
    assert "Kuitansi tidak bertanggal" in str(letter.fields)
    assert BillTest.objects.filter(passed=False).get().note == "Kuitansi tidak bertanggal"
    assert offences() == []


def test_when_nothing_passes_nothing_is_paid(scene):
    bad = scene.charged

    statement = scene.decided(failing={bad.pk: "Barang tidak sesuai"})

    assert statement.state == S.NOTHING_DUE
    assert not hasattr(statement, "payment_list")
    assert now(bad).state == "rejected"
    assert offences() == []


def test_long_reasons_of_several_lines_fit(scene):
    charges = [scene.charged, scene.bought(Rupiah(600_000))]

    statement = scene.decided(failing={charge.pk: str(place) * 300 for place, charge in enumerate(charges)})

    assert statement.state == S.NOTHING_DUE
    assert now(charges[1]).history.order_by("-id").first().reason == "1" * 300


def test_every_test_of_every_line_is_recorded(scene):
    statement = scene.listed()
    line = statement.expense_lists.get().lines.get()

    for tests in ({}, {line.pk: LineTests({1: True})}):
        with refused(errors.TestsIncomplete):
            decide(scene, statement, tests)
    with refused(FailureNeedsNote):
        decide(scene, statement, {line.pk: LineTests(dict.fromkeys(SIX_TESTS, False), "  ")})


def test_only_the_budget_authority_of_the_office_decides(scene):
    statement = scene.listed()
    elsewhere = scene.person("PA Dua", Role.BUDGET_USER, scene.other_office.id)

    for actor in (scene.tri, scene.vera, scene.hadi, scene.bram, scene.dewi, elsewhere):
        with refused(NotPermitted):
            decide(scene, statement, actor=actor)


def test_the_budget_proxy_decides_as_well(scene):
    statement = scene.listed()

    decide(scene, statement, actor=scene.kusno)

    assert now(statement).state == S.VERIFIED_FULL


def test_a_bill_is_decided_once(scene):
    statement = scene.decided()

    with refused(WrongState):
        decide(scene, statement, dict.fromkeys([line.pk for line in statement.expense_lists.get().lines.all()], PASSED))


def test_only_the_activity_officer_of_the_office_lists(scene):
    statement = scene.bill()

    for actor in (scene.prita, scene.tri, scene.citra, scene.dewi, scene.other_office.ani):
        with refused(NotPermitted):
            settlement.list_real_expenses(statement_id=statement.pk, actor=actor, at=scene.tick())


def test_a_bill_with_purchases_is_not_closed_and_one_without_is_not_listed(scene):
    statement = scene.bill()
    with refused(HasPurchases):
        settlement.close_empty(statement_id=statement.pk, actor=scene.ani, at=scene.tick())

    scene.stray(760_000)
    empty = scene.bill()
    with refused(NothingToList):
        settlement.list_real_expenses(statement_id=empty.pk, actor=scene.ani, at=scene.tick())


def test_a_charge_is_listed_on_one_bill_only(scene):  # T28
    statement = scene.decided()

    with refused(WrongState):
        settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
