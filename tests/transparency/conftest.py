"""The cast of the orders' tests; everybody else is a visitor."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.beginnings import Beginning, made_once
from tests.payments.settlement.scene import SettlementScene
from tests.scenes import Scene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    return scene_at_first.copy()


@pytest.fixture
def paying(db) -> SettlementScene:
    """A scene in which a card can pay."""
    return SettlementScene()
