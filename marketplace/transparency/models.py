"""The read table of the public dashboard, made by the database from the orders; nobody writes it."""

from __future__ import annotations

from django.db import models


class Spending(models.Model):
    """One paid order's part in one group of goods. See `sql/transparency_spending_v1.sql`."""

    pk = models.CompositePrimaryKey("order_id", "group_code")
    order_id = models.UUIDField()
    group_code = models.CharField(max_length=5)
    first_row = models.BooleanField()
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    agency_id = models.BigIntegerField()
    vendor_id = models.BigIntegerField()
    regency_code = models.CharField(max_length=5, null=True)
    is_umkk = models.BooleanField()
    amount_idr = models.BigIntegerField()
    fair_lines = models.IntegerField()
    judged_lines = models.IntegerField()
    days_to_pay = models.IntegerField(null=True)

    class Meta:
        app_label = "transparency"
        managed = False
        db_table = "transparency_spending"


class Refresh(models.Model):
    """When the read table was last made anew: figures say how fresh they are."""

    at = models.DateTimeField()
    orders = models.IntegerField()

    class Meta:
        app_label = "transparency"
        ordering = ["-at", "-id"]
