"""Nightly work of the catalog."""

from celery import shared_task
from django.utils import timezone

from catalog import search
from catalog.services import refresh_price_bands


@shared_task(queue="celery")
def refresh_prices() -> int:
    """Fair ranges for today, and the index from the rows as they are now."""
    refresh_price_bands(at=timezone.now())
    return search.rebuild()
