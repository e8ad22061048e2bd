"""Fixtures of the tests of the card's bill."""

import pytest
from django.core.cache import cache

from tests.beginnings import Beginning, made_once
from tests.payments.settlement.scene import SettlementScene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


scene_at_first = made_once(SettlementScene)


@pytest.fixture
def scene(scene_at_first: Beginning[SettlementScene], db) -> SettlementScene:
    return scene_at_first.copy()
