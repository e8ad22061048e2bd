from celery import shared_task
from django.utils import timezone

from marketplace.notices import services


@shared_task
def send_notice_mail() -> int:
    """Send what also goes by mail; what a mail server refuses today waits for the next run."""
    return services.send_waiting_mail(at=timezone.now())
