"""Two at once: one card with room for one, one payable pressed twice, two cards for the last of the float."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections

from marketplace.kernel.errors import Refusal
from payments.cards.errors import AlreadyCharging, LimitCard, UpKkpdExceeded
from payments.cards.models import Card, CardTransaction
from tests.payments.cards.scene import CardScene, broken

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts) -> list[object]:
    """Run each in a thread and connection of its own, begun at the same moment; what each returned or refused."""
    gate = Barrier(len(acts))

    def run(act):
        gate.wait(timeout=10)
        try:
            return act()
        except (Refusal, IntegrityError) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.mark.parametrize("round_", range(4))
def test_of_two_charges_at_once_on_a_card_with_room_for_one_exactly_one_is_held(round_):
    scene = CardScene(limit=3_000_000)
    first, second = scene.payable(2_000_000), scene.payable(2_000_000)

    outcomes = together(lambda: scene.start(first), lambda: scene.start(second))

    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [LimitCard]
    assert scene.figures() == (3_000_000, 1_000_000, 2_000_000, 0)
    assert broken(waiting=True) == []


def test_one_payable_pressed_twice_at_once_is_charged_once():
    scene = CardScene()
    payable = scene.payable(2_000_000)

    outcomes = together(lambda: scene.start(payable), lambda: scene.start(payable))

    assert [type(one) for one in outcomes if isinstance(one, Refusal)] == [AlreadyCharging]
    assert CardTransaction.objects.count() == 1
    assert scene.figures() == (5_000_000, 3_000_000, 2_000_000, 0)


def test_one_press_sent_twice_at_once_is_one_charge():
    scene = CardScene()
    payable, key = scene.payable(2_000_000), uuid4()

    first, second = together(*[lambda: scene.start(payable, attempt_key=key)] * 2)

    assert first == second
    assert CardTransaction.objects.count() == 1


def test_the_sweeper_and_the_page_ask_at_once_and_record_one_capture():
    scene = CardScene()
    charge = scene.start(scene.payable(2_000_000))

    outcomes = together(*[lambda: scene.perform(charge)] * 4)

    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert scene.figures() == (5_000_000, 3_000_000, 0, 2_000_000)
    assert broken() == []


def test_of_two_cards_at_once_for_the_last_of_the_float_one_is_issued():
    scene = CardScene(limit=5_000_000, up_kkpd=8_000_000)

    outcomes = together(*[lambda: scene.issue(limit=3_000_000, per_txn=1_000_000)] * 2)

    assert [type(one) for one in outcomes if isinstance(one, Refusal)] == [UpKkpdExceeded]
    assert Card.objects.count() == 2
    assert broken() == []
