"""Read this file to know what runs when. Tasks are named as strings; `celery.py` gives the table to beat."""

from datetime import timedelta
from typing import Any

SCHEDULES: dict[str, dict[str, Any]] = {
    # The sweeper behind the fast path: whatever was published and not delivered is picked up here.
    "deliver-outbox": {"task": "marketplace.tasks.deliver_outbox", "schedule": timedelta(seconds=5)},
    "send-notice-mail": {"task": "marketplace.notices.tasks.send_notice_mail", "schedule": timedelta(minutes=1)},
}
