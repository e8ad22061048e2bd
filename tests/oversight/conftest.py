"""The cast of the orders' tests, and Dewi who audits."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from marketplace.kernel.actors import Actor
from tests.beginnings import Beginning, made_once
from tests.scenes import Scene


@pytest.fixture(autouse=True)
def _forget_cached_figures():
    cache.clear()


scene_at_first = made_once(Scene)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    return scene_at_first.copy()


@pytest.fixture
def as_person(client, scene):
    """Sign in as an actor of the scene."""

    def sign_in(actor: Actor):
        client.force_login(scene.user_of(actor))
        return client

    return sign_in
