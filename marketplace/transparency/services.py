"""Make the read table anew."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from marketplace.transparency.models import Refresh, Spending

KEPT = 50


@transaction.atomic
def refresh_spending(*, at: datetime) -> Refresh:
    """Count again what was paid. Readers keep the old figures until the new ones are whole.

    Locks   the read table, against a second refresh.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT transparency_refresh()")
    done = Refresh.objects.create(at=at, orders=Spending.objects.filter(first_row=True).count())
    Refresh.objects.filter(pk__lte=done.pk - KEPT).delete()
    return done
