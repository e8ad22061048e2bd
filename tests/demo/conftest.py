"""A bank of one's own for each world that is made during a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from payments.gateways import registry
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET, SimulatorProcess


@pytest.fixture
def bank(tmp_path: Path, settings) -> Iterator[SimulatorProcess]:
    """The real simulator as a process, and settings that lead to it."""
    process = SimulatorProcess(tmp_path / "bank")
    settings.STRIPE_API_BASE = settings.BANK_API_BASE = process.address
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET = API_KEY, WEBHOOK_SECRET
    settings.DASARAN_DEMO = True
    settings.MEDIA_ROOT = tmp_path / "media"
    _forget()
    yield process
    process.stop()
    _forget()


def _forget() -> None:
    """Adapters that were kept for another bank."""
    registry._stripe.cache_clear()
    registry._bank.cache_clear()
