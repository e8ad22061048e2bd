"""What the tests of orders share: the scene, and a look at what was announced."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.scenes import Scene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


@pytest.fixture
def scene(db) -> Scene:
    return Scene()
