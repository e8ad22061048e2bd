"""What the tests of orders share: the scene, and a look at what was announced."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.beginnings import Beginning, made_once
from tests.scenes import Scene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    return scene_at_first.copy()
