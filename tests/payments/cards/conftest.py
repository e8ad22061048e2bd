"""Fixtures of the card's tests."""

import pytest

from tests.beginnings import Beginning, made_once
from tests.payments.cards.scene import CardScene

scene_at_first = made_once(CardScene)


@pytest.fixture
def scene(scene_at_first: Beginning[CardScene], db) -> CardScene:
    return scene_at_first.copy()
