from celery import shared_task
from django.utils import timezone

from payments.settlement import services


@shared_task(ignore_result=True)
def resolve_repayments() -> int:
    """Repayments that the bank never answered: look up, and ask again with the same reference."""
    return services.resolve_pending_repayments(at=timezone.now())


@shared_task(ignore_result=True)
def suspend_overdue_cards() -> int:
    """Cards whose bill is unpaid after the bank's day, where the policy is on."""
    return services.suspend_overdue_cards(at=timezone.now())
