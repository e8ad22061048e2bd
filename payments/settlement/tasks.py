from celery import shared_task
from django.utils import timezone

from payments.settlement.services import resolve_pending_repayments


@shared_task(ignore_result=True)
def resolve_repayments() -> int:
    """Repayments that the bank never answered: look up, and ask again with the same reference."""
    return resolve_pending_repayments(at=timezone.now())
