"""Celery tasks that join packages. A task is a door like any other: ids in keyword arguments, one use case."""

import structlog
from celery import shared_task
from django.conf import settings
from kombu.exceptions import OperationalError

from marketplace.kernel.outbox.worker import deliver_due

log = structlog.get_logger(__name__)


@shared_task(queue="celery")
def deliver_outbox() -> int:
    """Deliver what was announced. Safe to run at the same time in several workers."""
    return deliver_due()


def wake_outbox() -> None:
    """After a commit: ask a worker to deliver now. With the broker away the sweeper does it later."""
    if not settings.CELERY_BROKER_URL:
        return
    try:
        deliver_outbox.apply_async(retry=False, expires=30)
    except (OperationalError, OSError) as error:
        log.warning("outbox.broker_away", error=str(error))
