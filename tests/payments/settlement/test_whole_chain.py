"""One purchase from the basket to the repaid bank, with the figures of an accountant (example 1, E1-16 to E1-20).

And the bill of a card that bought nothing.
"""

import pytest

from marketplace.kernel.money import Rupiah
from payments.cards.models import Card
from payments.ledger.models import JournalEntry
from payments.settlement import services as settlement
from payments.settlement.models import DisbursementOrder
from payments.settlement.states import StatementState
from tests.payments.settlement.scene import new_rows, now, offences

pytestmark = pytest.mark.django_db
TOTAL = 2_400_000


def newest_entry() -> int:
    return JournalEntry.objects.order_by("-id").values_list("id", flat=True).first()


def test_a_bill_goes_from_the_banks_file_to_the_repaid_bank(scene):
    charge = scene.bought(Rupiah(TOTAL))
    assert now(scene.line).obligated_idr == TOTAL
    before = newest_entry()

    statement = scene.ordered()
    assert newest_entry() == before, "no paper before the SP2D moves money"

    scene.disbursed(statement)
    line = now(scene.line)
    assert (line.obligated_idr, line.realised_idr) == (0, TOTAL)
    disbursed = newest_entry()
    assert sorted(row[1:] for row in new_rows(before)) == sorted(
        [
            ("ANG", "BELANJA", "EST_SAL", TOTAL),
            ("BUD", "TERUTANG", "REALISASI", TOTAL),
            ("LO", "KAS_BP", "RK_PPKD", TOTAL),
            ("LO", "RK_SKPD", "KAS_RKUD", TOTAL),
        ]
    )

    statement = scene.repaid(statement)
    assert sorted(row[1:] for row in new_rows(disbursed)) == [
        ("LIM", "TERPAKAI", "TERSEDIA", TOTAL),
        ("LO", "UTANG_KKPD", "KAS_BP", TOTAL),
    ]
    card = Card.objects.get(pk=scene.card.pk)
    assert (card.held_idr, card.used_idr, card.available.idr) == (0, 0, 20_000_000)
    assert statement.state == StatementState.PAID
    assert now(charge).state == "settled"
    assert now(charge.payable).state == "settled"
    assert DisbursementOrder.objects.get().is_late is False
    assert offences() == []


def test_a_bill_without_purchases_is_closed_without_papers(scene):
    statement = scene.bill()

    settlement.close_empty(statement_id=statement.pk, actor=scene.ani, at=scene.tick())

    assert now(statement).state == StatementState.NOTHING_DUE
