"""The cast of the orders' tests, and their programs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from marketplace.api.services import create_token
from marketplace.kernel.actors import Actor
from tests.beginnings import Beginning, made_once
from tests.scenes import Scene


@pytest.fixture(autouse=True)
def _forget_counts():
    cache.clear()


def lately() -> Scene:
    """In the days of the test run, because tokens and roles are judged by the real clock."""
    return Scene(start=timezone.now() - timedelta(hours=40))


scene_at_first = made_once(lately)


@pytest.fixture
def scene(scene_at_first: Beginning[Scene], db) -> Scene:
    return scene_at_first.copy()


class Program:
    """A program with a token of one person."""

    def __init__(self, key: str) -> None:
        self.client, self.headers = Client(enforce_csrf_checks=True), {"Authorization": f"Bearer {key}"}

    def get(self, path: str, query: dict[str, Any] | None = None) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(
            f"/api/v1{path}", {} if body is None else body, content_type="application/json", headers=self.headers
        )


@pytest.fixture
def program(db) -> Callable[..., Program]:
    """`program(scene.budi)` acts for Budi, with a token that may write unless told otherwise."""

    def make(actor: Actor, scope: str = "write") -> Program:
        _token, key = create_token(name="uji", scope=scope, days=30, actor=actor, at=timezone.now())
        return Program(key)

    return make
