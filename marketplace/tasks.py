"""Celery tasks that join packages. A task is a door like any other: ids in keyword arguments, one use case."""

import time

import structlog
from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from marketplace.celery import app  # noqa: F401  binds shared tasks to the site's broker in every process
from marketplace.kernel.outbox.worker import deliver_due

log = structlog.get_logger(__name__)


@shared_task
def deliver_outbox() -> int:
    """Deliver what was announced. Safe to run at the same time in several workers."""
    return deliver_due()


#: After a broker was found away, nobody asks it again for a while: a page must not wait for it twice.
_ask_again_at = 0.0
PAUSE_SECONDS = 20


def wake_outbox() -> None:
    """After a commit: ask a worker to deliver now. With the broker away the sweeper does it later."""
    global _ask_again_at
    if not settings.CELERY_BROKER_URL or time.monotonic() < _ask_again_at:
        return
    try:
        deliver_outbox.apply_async(retry=False, expires=30)
    except (OperationalError, OSError) as error:
        _ask_again_at = time.monotonic() + PAUSE_SECONDS
        log.warning("outbox.broker_away", error=str(error))
