"""Fixtures of the tests of the card's bill."""

import pytest
from django.core.cache import cache

from tests.payments.settlement.scene import SettlementScene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


@pytest.fixture
def scene(db) -> SettlementScene:
    return SettlementScene()
