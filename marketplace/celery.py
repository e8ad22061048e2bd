"""The queue between the site and its worker. What runs when stands in `schedules.py`, what follows from what in
`subscriptions.py`; this file only joins them to Celery.
"""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init

from marketplace.embedded.children import die_with_parent
from marketplace.schedules import SCHEDULES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks(["marketplace"])
app.autodiscover_tasks()
app.conf.beat_schedule = SCHEDULES


@beat_embedded_init.connect
def end_beat_with_its_worker(**_: Any) -> None:
    """The timer inside a worker is a process of its own: without this it would outlive a killed worker."""
    die_with_parent(signal.SIGKILL)
