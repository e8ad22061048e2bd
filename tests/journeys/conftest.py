"""The site, the bank and the browser of the journeys: the real ones, on free ports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from catalog.tasks import refresh_prices
from marketplace.kernel.outbox.models import OutboxMessage
from marketplace.kernel.outbox.worker import deliver_due
from payments.gateways.stripe import StripeGateway
from tests import chromium
from tests.journeys.walking import Visitor
from tests.journeys.world import Province
from tests.payments.simulator_process import API_KEY, WEBHOOK_SECRET, SimulatorProcess
from tests.scenes import NOON


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for each file: Playwright runs once at a time in a thread, and other tests of this run have theirs."""
    try:
        path = chromium.executable()
    except chromium.NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    # While Playwright runs, Django sees an event loop in this thread and keeps another connection for it. None may stay
    # open unseen on either side: when the database is made anew, it would be cut off, and found dead by a later test.
    connections.close_all()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        yield opened
        opened.close()
        connections.close_all()


@pytest.fixture(scope="session", autouse=True)
def unsafe_thread() -> None:
    """Playwright keeps an event loop in this thread, in which Django would refuse the database until the very end."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def bank_process(tmp_path: Path) -> Iterator[SimulatorProcess]:
    """A bank of its own for each journey: card ids and keys begin again with each fresh database."""
    bank = SimulatorProcess(tmp_path / "bank", "--webhook-secret", WEBHOOK_SECRET)
    yield bank
    bank.stop()


@pytest.fixture
def office_hours() -> Iterator[None]:
    """The site's clock stands on a working day; the bank keeps its own time."""
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def bank(bank_process: SimulatorProcess, settings: object, tmp_path: Path) -> StripeGateway:
    """The site's way to that bank, for its own pages and for what is set up beforehand."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STRIPE_API_BASE = settings.BANK_API_BASE = bank_process.address
    settings.STRIPE_API_KEY, settings.STRIPE_WEBHOOK_SECRET = API_KEY, WEBHOOK_SECRET
    return StripeGateway(
        api_key=API_KEY, webhook_secret=WEBHOOK_SECRET, api_base=bank_process.address, timeout_seconds=(2, 10)
    )


@pytest.fixture
def province(transactional_db: None, office_hours: None, bank: StripeGateway) -> Province:
    return Province(bank)


@pytest.fixture
def visitor(browser: Browser, live_server: object) -> Iterator[Callable[..., Visitor]]:
    """`visitor(width=390)`: somebody with a fresh browser on the running site. No complaint may remain at the end."""
    people: list[Visitor] = []

    def enter(**options: object) -> Visitor:
        people.append(Visitor(browser, live_server.url, **options))
        return people[-1]

    yield enter
    complaints = [one for person in people for one in person.complaints]
    for person in people:
        person.close()
    assert complaints == []


@pytest.fixture
def work_off() -> Callable[[], None]:
    """What the worker, the timer of the night and the sequencer do meanwhile."""

    def work() -> None:
        waiting = OutboxMessage.objects.filter(delivered_at=None)
        for _round in range(5):  # what is done may lead to more
            waiting.update(next_try_at=timezone.now())  # they were dated by the database, which keeps the real time
            deliver_due()
        assert [message.last_error for message in waiting] == []
        refresh_prices()
        call_command("sequencer", once=True, stdout=StringIO())

    return work
