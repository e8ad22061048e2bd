"""A filled world, and a clock that stands just after it was filled."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from tests.scenes import NOON
from tests.security.crawler import Page, walk
from tests.security.world import World

LATER = NOON + timedelta(days=6)
#: A person's own rooms, and two forms that no page links before something else was done.
STARTS = ("/akun/ruang/", "/toko/produk/baru/", "/pengelola/orang/baru/")


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _silent_bank(settings: Any) -> None:
    """Nobody answers at the bank's address: what asks it must live with that."""
    settings.STRIPE_API_KEY, settings.STRIPE_API_BASE = "sk_test_nobody", "http://127.0.0.1:9"
    settings.BANK_API_BASE = "http://127.0.0.1:9"


@pytest.fixture(scope="package")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world that all tests of this folder share, in a transaction that ends with the last of them."""
    whole = transaction.atomic()
    whole._from_testcase = True  # what must be outermost may be in it, as in a test's own transaction
    with django_db_blocker.unblock():
        whole.__enter__()
        with time_machine.travel(LATER, tick=True):
            made = World().fill()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def world(filled: World, db: None) -> Iterator[World]:
    """A copy of the filled world: what a test does to it is taken back."""
    with time_machine.travel(LATER, tick=True):
        yield copy.deepcopy(filled)


@pytest.fixture(scope="package")
def kept_walks() -> dict[str, list[Page]]:
    return {}


@pytest.fixture
def walked(world: World, kept_walks: dict[str, list[Page]]) -> Callable[[str], list[Page]]:
    """`walked(name)`: what a person is led to in the world as it was filled; walked once for all tests."""

    def pages_of(name: str) -> list[Page]:
        if name not in kept_walks:
            kept_walks[name] = list(walk(world.browser(world.people[name]), *STARTS))
        return kept_walks[name]

    return pages_of
