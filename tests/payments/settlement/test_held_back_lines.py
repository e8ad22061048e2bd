"""Lines that were held back find their way: differences, refusals, disputes, personal debts (T09, T22, T25, T26)."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from PIL import Image

from marketplace.documents.models import Document
from marketplace.kernel.errors import NotPermitted, WrongState, constraint_of
from marketplace.kernel.money import Rupiah
from payments.budget.models import BudgetLine
from payments.cards.models import Card, CardTransaction
from payments.cards.states import TransactionState as T
from payments.ledger import chart
from payments.ledger.balances import balance
from payments.payables.models import Payable
from payments.settlement import services as settlement
from payments.settlement.errors import (
    AlreadyProposed,
    AnswerLate,
    DisputeWindowOver,
    GroundsMissing,
    HolderDecides,
    ListingOfUnknown,
    NothingInExcess,
    NothingToList,
    ReferenceMissing,
    SecondPersonNeeded,
)
from payments.settlement.models import CardStatement, DisputeClaim, RealExpenseLine, Repayment, StatementLine
from payments.settlement.states import StatementState as S
from tests.payments.settlement.scene import now, offences, refused

pytestmark = pytest.mark.django_db


def proof() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    return SimpleUploadedFile("bukti.png", picture.getvalue(), "image/png")


def propose(scene, charge, outcome="corrected", actor=None, **other):
    about = {"reason": "Bank salah ketik", "reference": "KOR-7"} | other
    return settlement.propose_resolution(
        transaction_id=charge.pk, outcome=outcome, actor=actor or scene.hadi, at=scene.tick(), **about
    )


def confirm(scene, charge, *, accepts=True, note="", actor=None):
    return settlement.decide_resolution(
        transaction_id=charge.pk, accepts=accepts, note=note, actor=actor or scene.kusno, at=scene.tick()
    )


def differing(scene, extra: int = 100) -> tuple[CardTransaction, CardStatement]:
    """A bill with one line that agrees and one that the bank wrote another amount on (T22)."""
    scene.bought()
    charge = scene.bought()
    scene.misbill(charge, extra)
    return charge, scene.bill()


def refused_line(scene, note: str = "Fotonya kabur") -> CardTransaction:
    good, bad = scene.bought(), scene.bought()
    scene.decided(failing={bad.pk: note})
    assert good.pk != bad.pk
    return now(bad)


def used(scene) -> int:
    return Card.objects.get(pk=scene.card.pk).used_idr


def owed(scene) -> Rupiah:
    return balance(chart.PAYABLE_TO_ISSUER, entity_id=scene.office.id, card_id=scene.card.pk)


def held_by(charge) -> tuple[int, int]:
    """What the budget line of a charge has as obligated and realised."""
    line = Payable.objects.get(pk=charge.payable_id).charges.get().line
    line = BudgetLine.objects.get(pk=line.pk)
    return line.obligated_idr, line.realised_idr


# ---- a difference ----------------------------------------------------------------------------------------------------


def test_a_difference_that_the_bank_corrects_goes_on_the_same_bill_when_settled_in_time(scene):
    charge, statement = differing(scene)

    propose(scene, charge)
    confirm(scene, charge)
    settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    scene.repaid(
        scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(scene.decided(now(statement)))))))
    )

    assert now(statement).state == S.PAID
    assert now(charge).state == T.SETTLED
    assert used(scene) == 0
    assert offences() == []


def test_a_difference_settled_later_goes_on_the_next_bill(scene):
    charge, statement = differing(scene)
    settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    scene.repaid(
        scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(scene.decided(now(statement)))))))
    )
    assert used(scene) == charge.captured_idr

    propose(scene, charge)
    confirm(scene, charge)
    scene.later(days=1)
    following = scene.bill()
    settlement.list_real_expenses(statement_id=following.pk, actor=scene.ani, at=scene.tick())
    scene.repaid(
        scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(scene.decided(now(following)))))))
    )

    assert now(charge).state == T.SETTLED
    assert used(scene) == 0 and owed(scene) == Rupiah(0)
    assert statement.number in str(Document.objects.get(id=following.expense_lists.get().document_id).fields)
    assert offences() == []


def test_what_the_bank_asks_above_the_evidence_is_disputed_alone(scene):
    charge, _ = differing(scene)
    before = used(scene)

    propose(scene, charge, "difference", reference="")
    resolution = confirm(scene, charge, actor=scene.vera)

    excess = resolution.difference
    assert now(charge).state == T.BILLED
    assert (excess.state, excess.captured_idr, excess.payable_id) == (T.DISPUTED, 100, None)
    assert used(scene) == before + 100
    assert balance(chart.DISPUTED, entity_id=scene.office.id, card_id=scene.card.pk) == Rupiah(100)
    assert offences() == []


def test_a_whole_charge_can_be_disputed_by_two_persons(scene):
    charge, _ = differing(scene)

    propose(scene, charge, "disputed", reference="")
    confirm(scene, charge)

    assert now(charge).state == T.DISPUTED
    assert offences() == []


def test_a_refused_proposal_makes_room_for_another(scene):
    charge, _ = differing(scene)
    propose(scene, charge)

    confirm(scene, charge, accepts=False, note="Belum ada surat bank")
    propose(scene, charge, "difference")

    assert now(charge).state == T.MISMATCH
    assert [one.accepted for one in charge.resolutions.all()] == [False, None]


def test_one_person_does_not_settle_a_difference(scene):
    charge, _ = differing(scene)
    propose(scene, charge, actor=scene.ani)

    with refused(AlreadyProposed):
        propose(scene, charge)
    with refused(NotPermitted):
        confirm(scene, charge, actor=scene.ani)
    with refused(NotPermitted):
        propose(scene, charge, actor=scene.prita)
    with refused(GroundsMissing):
        confirm(scene, charge, accepts=False)


def test_whoever_proposed_does_not_confirm_in_another_role(scene):
    charge, _ = differing(scene)
    scene.give(scene.user_of(scene.hadi), "ppk_skpd", scene.office.id)
    both = scene.act_as(scene.user_of(scene.hadi))
    propose(scene, charge, actor=both)

    with refused(SecondPersonNeeded):
        confirm(scene, charge, actor=both)


def test_a_proposal_needs_its_ground(scene):
    charge, _ = differing(scene)

    with refused(GroundsMissing):
        propose(scene, charge, reason=" ")
    with refused(ReferenceMissing):
        propose(scene, charge, reference="")


def test_no_excess_can_be_disputed_where_the_bank_asks_for_less(scene):
    charge, _ = differing(scene, extra=-100)

    with refused(NothingInExcess):
        propose(scene, charge, "difference")
    with refused(WrongState):
        confirm(scene, charge)


# ---- a refusal -------------------------------------------------------------------------------------------------------


def answer(scene, charge, text="Foto baru terlampir", upload=None, actor=None):
    return settlement.answer_refusal(
        transaction_id=charge.pk, explanation=text, proof=upload, actor=actor or scene.citra, at=scene.tick()
    )


def stays(rows, **change) -> None:
    """The database refuses the change of rows that were decided."""
    known = list(rows.values())
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        rows.update(**change)
    assert constraint_of(caught.value) == "decision_text_stays"
    assert known and list(rows.values()) == known


def test_an_answered_refusal_is_tested_again_with_the_next_bill(scene):
    charge = refused_line(scene)
    statement = CardStatement.objects.get()
    scene.repaid(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(statement))))))

    given = answer(scene, charge, upload=proof())
    following = scene.bill()
    settlement.list_real_expenses(statement_id=following.pk, actor=scene.ani, at=scene.tick())
    scene.repaid(
        scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(scene.decided(now(following)))))))
    )

    assert given.proof is not None
    assert now(charge).state == T.SETTLED and used(scene) == 0
    assert [line.approved for line in charge.expense_lines.order_by("id")] == [False, True]
    assert offences() == []


def test_a_refusal_is_answered_once_and_in_time(scene):
    charge = refused_line(scene)

    with refused(NotPermitted):
        answer(scene, charge, actor=scene.tri)
    with refused(GroundsMissing):
        answer(scene, charge, " ")
    scene.later(days=8)
    with refused(AnswerLate):
        answer(scene, charge)


def test_an_unanswered_refusal_does_not_come_back(scene):
    charge = refused_line(scene)
    statement = CardStatement.objects.get()
    scene.repaid(scene.disbursed(scene.ordered(scene.checked(scene.requested(scene.noted(statement))))))
    following = scene.bill()

    with refused(NothingToList):
        settlement.list_real_expenses(statement_id=following.pk, actor=scene.ani, at=scene.tick())
    assert now(charge).state == T.REJECTED


def test_a_refused_charge_becomes_the_holders_own_and_is_paid(scene):
    charge = refused_line(scene)
    before, (obligated, _) = used(scene), held_by(charge)

    settlement.make_personal(transaction_id=charge.pk, reason="Belanja pribadi", actor=scene.prita, at=scene.tick())

    amount = charge.captured_idr
    due = {"entity_id": scene.office.id, "card_id": scene.card.pk}
    assert held_by(charge)[0] == obligated - amount
    assert balance(chart.RESTITUTION_DUE, **due) == Rupiah(amount) and used(scene) == before
    assert offences() == []

    settlement.record_holder_payment(
        transaction_id=charge.pk,
        reference="TRX-991",
        paid_on=scene.now.date(),
        proof=proof(),
        actor=scene.tri,
        at=scene.tick(),
    )

    assert now(charge).state == T.CLOSED
    assert balance(chart.RESTITUTION_DUE, **due) == Rupiah(0) and used(scene) == before - amount
    assert Payable.objects.get(pk=charge.payable_id).state == "settled"
    assert offences() == []


def test_only_the_authority_makes_a_charge_personal(scene):
    charge = refused_line(scene)

    for actor in (scene.tri, scene.citra, scene.ani):
        with refused(NotPermitted):
            settlement.make_personal(transaction_id=charge.pk, reason="x", actor=actor, at=scene.tick())
    with refused(GroundsMissing):
        settlement.make_personal(transaction_id=charge.pk, reason="", actor=scene.prita, at=scene.tick())


# ---- a dispute -------------------------------------------------------------------------------------------------------


def claim(scene, charge, cause="unknown", reference="KL-1", actor=None):
    return settlement.claim_dispute(
        transaction_id=charge.pk, cause=cause, reference=reference, note="Bukan belanja kami",
        actor=actor or scene.hadi, at=scene.tick(),
    )  # fmt: skip


def bank_says(scene, charge, outcome, reference="SB-1", actor=None):
    return settlement.record_bank_answer(
        transaction_id=charge.pk, outcome=outcome, reference=reference, actor=actor or scene.hadi, at=scene.tick()
    )


def decide(scene, charge, course, actor=None, reason="Diputus"):
    return settlement.decide_lost_dispute(
        transaction_id=charge.pk, course=course, reason=reason, actor=actor or scene.prita, at=scene.tick()
    )


def unknown(scene) -> CardTransaction:
    scene.bought()
    scene.stray(275_000)
    scene.bill()
    return CardTransaction.objects.get(origin="bank")


def test_an_unknown_charge_is_claimed_and_taken_back(scene):
    charge = unknown(scene)
    before = used(scene)

    claim(scene, charge)
    bank_says(scene, charge, "won")

    assert now(charge).state == T.CHARGED_BACK
    assert used(scene) == before - 275_000
    assert balance(chart.DISPUTED, entity_id=scene.office.id, card_id=scene.card.pk) == Rupiah(0)
    assert offences() == []


def test_an_unknown_charge_that_the_bank_keeps_is_never_the_budgets(scene):
    charge = unknown(scene)
    claim(scene, charge)
    bank_says(scene, charge, "lost")

    with refused(ListingOfUnknown):
        decide(scene, charge, "list")
    decide(scene, charge, "personal")
    settlement.record_holder_payment(
        transaction_id=charge.pk, reference="TRX-1", paid_on=scene.now.date(), proof=proof(), actor=scene.hadi,
        at=scene.tick(),
    )  # fmt: skip

    assert now(charge).state == T.CLOSED
    assert offences() == []


def test_an_ordered_charge_that_is_taken_back_leaves_its_budget(scene):
    charge = scene.bought()
    scene.bill()
    obligated, _ = held_by(charge)

    claim(scene, charge, "double")
    bank_says(scene, charge, "won")

    assert now(charge).state == T.CHARGED_BACK
    assert held_by(charge)[0] == obligated - charge.captured_idr
    assert used(scene) == 0 and owed(scene) == Rupiah(0)
    assert offences() == []


@pytest.mark.parametrize("course", ["list", "personal"])
def test_a_lost_dispute_over_an_order_is_decided_by_the_authority(scene, course):
    charge = scene.bought()
    statement = scene.bill()
    claim(scene, charge, "not_received")
    bank_says(scene, charge, "lost")

    with refused(NotPermitted):
        decide(scene, charge, course, actor=scene.tri)
    decide(scene, charge, course)

    if course == "list":
        settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    assert now(charge).state == (T.IN_DPR if course == "list" else T.PERSONAL_LIABILITY)
    assert offences() == []


def test_a_decided_dispute_keeps_its_words(scene):
    charge = scene.bought()
    scene.bill()
    claim(scene, charge, "not_received")
    bank_says(scene, charge, "lost")
    claims = DisputeClaim.objects.filter(transaction=charge)

    stays(claims, outcome="won")
    stays(claims, bank_reference="lain")
    decide(scene, charge, "list")
    stays(claims, course="personal")
    stays(claims, decision_reason="lain")


def test_a_tested_line_and_its_match_stay(scene):
    charge = refused_line(scene)

    stays(RealExpenseLine.objects.filter(transaction=charge), approved=True)
    stays(RealExpenseLine.objects.filter(transaction=charge), note="lain")
    stays(StatementLine.objects.filter(transaction=charge), transaction=None)


def test_a_repayment_that_the_bank_has_is_not_taken_back(scene):
    scene.bought()
    scene.repaid()

    stays(Repayment.objects.all(), state="pending")
    stays(Repayment.objects.all(), provider_id="lain")
    stays(Repayment.objects.all(), received_at=scene.tick())


def test_a_claim_keeps_to_its_window(scene):
    charge = unknown(scene)
    scene.later(days=31)

    with refused(DisputeWindowOver):
        claim(scene, charge)
    decide(scene, charge, "personal")

    assert now(charge).state == T.PERSONAL_LIABILITY


def test_a_claim_is_made_once_and_answered_once(scene):
    charge = unknown(scene)

    with refused(ReferenceMissing):
        claim(scene, charge, reference=" ")
    with refused(NotPermitted):
        claim(scene, charge, actor=scene.prita)
    claim(scene, charge)
    with refused(WrongState):
        claim(scene, charge)
    bank_says(scene, charge, "lost")
    with refused(WrongState):
        bank_says(scene, charge, "won")


def test_the_holder_decides_nothing_about_an_own_charge(scene):
    charge = refused_line(scene)
    scene.give(scene.user_of(scene.citra), "kpa", scene.office.id)
    citra = scene.act_as(scene.user_of(scene.citra))

    with refused(HolderDecides):
        settlement.make_personal(transaction_id=charge.pk, reason="x", actor=citra, at=scene.tick())


@pytest.mark.parametrize("outcome", ["corrected", "difference"])
def test_the_banks_correction_on_a_later_bill_is_no_refund(scene, outcome):
    charge, statement = differing(scene)
    propose(scene, charge, outcome)
    excess = confirm(scene, charge).difference
    settlement.list_real_expenses(statement_id=statement.pk, actor=scene.ani, at=scene.tick())
    scene.bank._post(
        scene._bank_card, Rupiah(100), "C", scene.tick(), rrn=charge.rrn, auth_code="", original_ref=charge.rrn
    )

    scene.later(days=1)
    following = scene.bill()

    credit = following.lines.get(kind="refund")
    assert credit.refund is None and credit.about == (excess or charge)
    assert now(charge).refunded_idr == 0
    assert offences() == []
