"""What Django itself costs: the rows of `plain_orders` through models, in as few statements as the ORM allows.

No role is asked, nothing is judged, nothing is remembered: this is the ceiling of any use case written with the ORM.
"""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import F

from bench.plain_orders import POSTINGS

AMOUNT = 180_000


class PlainLine(models.Model):
    ceiling_idr = models.BigIntegerField()
    used_idr = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'plain"."budget_line'


class PlainOrder(models.Model):
    line_id = models.BigIntegerField()
    vendor_id = models.BigIntegerField()
    total_idr = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'plain"."purchase'


class PlainOrderLine(models.Model):
    purchase_id = models.BigIntegerField()
    position = models.SmallIntegerField()
    listing_id = models.BigIntegerField()
    quantity = models.IntegerField()
    unit_price_idr = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'plain"."purchase_line'


class PlainPosting(models.Model):
    purchase_id = models.BigIntegerField()
    account = models.TextField()
    side = models.TextField()
    amount_idr = models.BigIntegerField()

    class Meta:
        app_label, managed, db_table = "bench", False, 'plain"."posting'


@transaction.atomic
def place(line_id: int) -> None:
    """One order on a line, the line last. Raises ValueError when its ceiling is too low."""
    order = PlainOrder.objects.create(line_id=line_id, vendor_id=7, total_idr=AMOUNT)
    PlainOrderLine.objects.bulk_create(
        PlainOrderLine(purchase_id=order.pk, position=at, listing_id=at, quantity=1, unit_price_idr=60_000)
        for at in (1, 2, 3)
    )
    PlainPosting.objects.bulk_create(
        PlainPosting(purchase_id=order.pk, account=account, side=side, amount_idr=AMOUNT) for account, side in POSTINGS
    )
    line = PlainLine.objects.select_for_update().get(pk=line_id)
    if line.ceiling_idr - line.used_idr < AMOUNT:
        raise ValueError("the ceiling is too low")
    PlainLine.objects.filter(pk=line_id).update(used_idr=F("used_idr") + AMOUNT)
