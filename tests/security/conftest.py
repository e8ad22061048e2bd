"""A filled world, and a clock that stands just after it was filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache

from tests.scenes import NOON
from tests.security.world import World


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    cache.clear()


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOON + timedelta(days=6), tick=True):
        yield World().fill()
