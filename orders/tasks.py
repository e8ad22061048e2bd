"""Timers of orders. A task is a door: one use case, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from orders.services import complete_due_orders, expire_orders


@shared_task(queue="celery")
def expire_due_orders() -> int:
    """Every few minutes: end holds whose time is over."""
    return expire_orders(at=timezone.now())


@shared_task(queue="celery")
def complete_paid_orders() -> int:
    """Every hour: complete paid orders that nobody has judged in time."""
    return complete_due_orders(at=timezone.now())
