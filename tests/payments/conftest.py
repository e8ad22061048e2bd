"""Fixtures of everything that talks to a bank."""

from collections.abc import Iterator

import pytest

from tests.payments.simulator_process import WEBHOOK_SECRET, SimulatorProcess


@pytest.fixture(scope="session")
def shared_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatorProcess]:
    """One healthy bank for all tests of a worker; each test makes its own cards."""
    bank = SimulatorProcess(tmp_path_factory.mktemp("bank"), "--webhook-secret", WEBHOOK_SECRET)
    yield bank
    bank.stop()


@pytest.fixture
def bank(shared_bank: SimulatorProcess) -> Iterator[SimulatorProcess]:
    yield shared_bank
    shared_bank.heal()
