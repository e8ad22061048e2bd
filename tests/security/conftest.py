"""A filled world, and a clock that stands just after it was filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from tests.scenes import NOON
from tests.security.world import World


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _silent_bank(settings: Any) -> None:
    """Nobody answers at the bank's address: what asks it must live with that."""
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_nobody", "http://127.0.0.1:9"
    settings.BANK_API_BASE = "http://127.0.0.1:9"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOON + timedelta(days=6), tick=True):
        yield World().fill()
