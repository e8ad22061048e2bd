"""Fixtures of the card's tests."""

import pytest

from tests.beginnings import Beginning, made_once
from tests.invented_orders import orders_are_invented as orders_are_invented
from tests.invented_orders import with_invented_orders
from tests.payments.cards.scene import CardScene

scene_at_first = made_once(with_invented_orders(CardScene))


@pytest.fixture
def scene(scene_at_first: Beginning[CardScene], db) -> CardScene:
    return scene_at_first.copy()
