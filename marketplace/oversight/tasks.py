from celery import shared_task
from django.utils import timezone

from marketplace.kernel.calendar import local_day
from marketplace.oversight import services


@shared_task
def check_integrity() -> bool | None:
    """Check every invariant and the whole log; None when another run is under way."""
    run = services.run_integrity_check(at=timezone.now())
    return None if run is None else run.is_whole


@shared_task
def raise_red_flags() -> int:
    """Ask every rule again on the rows of today; how many questions there are."""
    return sum(services.run_red_flags(as_of=local_day(timezone.now())).values())
