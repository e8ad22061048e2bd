from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection

from marketplace.kernel.actors import Actor
from marketplace.kernel.attempts import Attempt, AttemptKeyReused, attempt

ANI = Actor(id=1, name="Ani")


@pytest.mark.django_db
def test_the_second_press_finds_the_answer_of_the_first():
    key = uuid4()
    with attempt(key=key, actor=ANI, purpose="submit", content={"total": 5}) as first:
        first.keep("DSR-1")

    with attempt(key=key, actor=ANI, purpose="submit", content={"total": 5}) as second:
        assert second.result == "DSR-1"


@pytest.mark.django_db
def test_an_answer_known_beforehand_is_kept_with_the_press():
    key = uuid4()
    with attempt(key=key, actor=ANI, purpose="submit", content={}, answer="DSR-1") as first:
        assert first.result == ""

    with attempt(key=key, actor=ANI, purpose="submit", content={}, answer="DSR-1") as second:
        assert second.result == "DSR-1"


@pytest.mark.django_db
@pytest.mark.parametrize(("actor_id", "purpose", "total"), [(1, "submit", 6), (2, "submit", 5), (1, "approve", 5)])
def test_a_key_with_other_contents_is_refused(actor_id, purpose, total):
    key = uuid4()
    with attempt(key=key, actor=ANI, purpose="submit", content={"total": 5}) as first:
        first.keep("DSR-1")

    with (
        pytest.raises(AttemptKeyReused),
        attempt(key=key, actor=Actor(id=actor_id, name=""), purpose=purpose, content={"total": total}),
    ):
        pass

    assert Attempt.objects.get(key=key).result == "DSR-1"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_act():
    key, acts = uuid4(), []

    def press():
        with attempt(key=key, actor=ANI, purpose="submit", content={}) as prior:
            if not prior.result:
                acts.append(1)
                prior.keep("DSR-1")
        connection.close()

    threads = [Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(acts) == 1
