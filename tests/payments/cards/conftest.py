"""Fixtures of the card's tests."""

import pytest

from tests.payments.cards.scene import CardScene


@pytest.fixture
def scene(db) -> CardScene:
    return CardScene()
