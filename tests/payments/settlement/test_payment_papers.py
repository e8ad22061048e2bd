"""NPD, SPP, SPM and SP2D: each by its own person, in this order, of this amount (T26, T27, T29, T47, T49)."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from marketplace.kernel.calendar import JAKARTA
from marketplace.kernel.errors import NotPermitted, WrongState
from payments.settlement import services as settlement
from payments.settlement.errors import AmountDiffersFromList, ReasonNeeded, ResponsibilityNeeded, SamePersonSigns
from payments.settlement.models import DisbursementOrder, PaymentOrder, PaymentRequest
from payments.settlement.states import StatementState as S
from tests.beginnings import made_once
from tests.payments.settlement.scene import BoughtScene, now, offences, refused

pytestmark = pytest.mark.django_db
scene_at_first = made_once(BoughtScene)

#: Step -> who takes it, and what it needs beyond statement, person and moment.
STEPS = {
    "issue_disbursement_note": ("prita", {}),
    "file_payment_request": ("tri", {}),
    "check_payment_request": ("vera", {}),
    "return_payment_request": ("vera", {"reason": "Lampiran kurang"}),
    "sign_payment_order": ("prita", {"accepts_responsibility": True}),
    "return_payment_order": ("bram", {"reason": "Nomor rekening salah"}),
    "issue_disbursement_order": ("bram", {}),
    "start_repayment": ("tri", {}),
}
#: State of the bill -> the steps that lead on from it.
ALLOWED = {
    "listed": (),
    "decided": ("issue_disbursement_note",),
    "noted": ("file_payment_request",),
    "requested": ("check_payment_request", "return_payment_request"),
    "checked": ("sign_payment_order",),
    "ordered": ("return_payment_order", "issue_disbursement_order"),
    "disbursed": ("start_repayment",),
    "repaid": (),
}
EVERYBODY = ("ani", "eko", "budi", "fitri", "citra", "prita", "kusno", "tri", "vera", "hadi", "bram", "dewi")
WHO_MAY = {
    "issue_disbursement_note": {"prita", "kusno"},
    "file_payment_request": {"tri"},
    "check_payment_request": {"vera"},
    "return_payment_request": {"vera"},
    "sign_payment_order": {"prita"},  # T49: not the proxy
    "return_payment_order": {"bram"},
    "issue_disbursement_order": {"bram"},
    "start_repayment": {"tri"},
}


def take(scene, statement, step: str, who: str = ""):
    person, given = STEPS[step]
    return getattr(settlement, step)(
        statement_id=statement.pk, actor=getattr(scene, who or person), at=scene.tick(), **given
    )


@pytest.mark.parametrize("stage", ALLOWED)
def test_steps_in_another_order_are_refused(scene, stage):
    statement = getattr(scene, stage)()

    for step in STEPS:
        if step not in ALLOWED[stage]:
            with refused(WrongState):
                take(scene, statement, step)


@pytest.mark.parametrize("stage", [stage for stage, steps in ALLOWED.items() if steps])
def test_each_step_belongs_to_its_role(scene, stage):  # T47, T49
    statement = getattr(scene, stage)()

    for step in ALLOWED[stage]:
        for who in EVERYBODY:
            if who not in WHO_MAY[step]:
                with refused(NotPermitted, "ROLE"):
                    take(scene, statement, step, who)


def test_the_same_officer_of_another_office_is_refused(scene):
    statement = scene.noted()
    stranger = scene.person("Bendahara Dua", "bp", scene.other_office.id)

    with refused(NotPermitted, "ROLE"):
        settlement.file_payment_request(statement_id=statement.pk, actor=stranger, at=scene.tick())


def test_a_request_of_another_amount_than_the_list_is_refused(scene):  # T26, T27
    statement = scene.noted()

    with refused(AmountDiffersFromList, "SPP_NE_DPT"):
        settlement.file_payment_request(
            statement_id=statement.pk, total_idr=2_400_001, actor=scene.tri, at=scene.tick()
        )

    settlement.file_payment_request(statement_id=statement.pk, total_idr=2_400_000, actor=scene.tri, at=scene.tick())
    assert now(statement).state == S.SPP_FILED


def test_there_is_no_order_without_the_statement_of_responsibility(scene):
    statement = scene.checked()

    with refused(ResponsibilityNeeded, "SPTJM_NEEDED"):
        settlement.sign_payment_order(
            statement_id=statement.pk, accepts_responsibility=False, actor=scene.prita, at=scene.tick()
        )


def test_a_request_goes_back_with_its_reason_and_comes_again(scene):
    charge = scene.charged
    statement = scene.requested()
    with refused(ReasonNeeded):
        settlement.return_payment_request(statement_id=statement.pk, reason=" ", actor=scene.vera, at=scene.tick())

    settlement.return_payment_request(
        statement_id=statement.pk, reason="BAST belum terlampir", actor=scene.vera, at=scene.tick()
    )

    first = PaymentRequest.objects.get()
    assert (first.return_reason, now(charge).state) == ("BAST belum terlampir", "in_dpt")
    assert now(statement).state == S.NPD_ISSUED
    scene.requested(now(statement))
    assert PaymentRequest.objects.filter(returned_at=None).count() == 1
    assert offences() == []


def test_an_order_goes_back_with_its_reason_and_is_checked_and_signed_again(scene):
    charge = scene.charged
    statement = scene.ordered()
    with refused(ReasonNeeded):
        settlement.return_payment_order(statement_id=statement.pk, reason="", actor=scene.bram, at=scene.tick())

    settlement.return_payment_order(
        statement_id=statement.pk, reason="Rekening bendahara keliru", actor=scene.bram, at=scene.tick()
    )

    assert (now(statement).state, now(charge).state) == (S.SPP_FILED, "in_spp")
    assert PaymentRequest.objects.get().checked_by_id is None
    paid = scene.repaid(scene.disbursed(scene.ordered(scene.checked(now(statement)))))
    assert paid.state == S.PAID
    assert PaymentOrder.objects.count() == 2
    assert offences() == []


def test_the_signer_of_the_order_does_not_disburse_it(scene):  # S7
    statement = scene.ordered()
    user = scene.user_of(scene.prita)
    scene.give(user, "kuasa_bud", scene.treasury.pk)

    with refused(SamePersonSigns, "SOD_SAME_PERSON"):
        settlement.issue_disbursement_order(statement_id=statement.pk, actor=scene.act_as(user), at=scene.tick())


@pytest.mark.parametrize(("day", "late"), [(25, False), (26, True)])
def test_a_disbursement_after_more_than_two_days_is_marked(scene, day, late):  # T29
    statement = scene.checked()
    monday = datetime(2026, 11, 23, 10, tzinfo=JAKARTA)
    settlement.sign_payment_order(statement_id=statement.pk, accepts_responsibility=True, actor=scene.prita, at=monday)

    settlement.issue_disbursement_order(
        statement_id=statement.pk, actor=scene.bram, at=datetime(2026, 11, day, 9, tzinfo=JAKARTA)
    )

    assert DisbursementOrder.objects.get().is_late is late


def test_a_bill_is_overdue_after_its_day_until_it_is_paid(scene):  # T46
    statement = scene.disbursed()
    last, after = statement.due_date, date.fromordinal(statement.due_date.toordinal() + 1)

    assert (statement.is_overdue(last), statement.is_overdue(after)) == (False, True)
    assert not scene.repaid(statement).is_overdue(after)
    assert not now(statement).lines.filter(kind="fee").exists()
