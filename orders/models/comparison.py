"""The purchasing officer's comparison: what each vendor asked for the same goods when it was looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.kernel.ids import new_id


class Comparison(models.Model):
    """One comparison of one order. A return by the commitment officer opens a new one; the old one stays as it was."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="comparisons")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    document_id = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "orders"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at__isnull=True), name="comparison_one_open_per_order"
            )
        ]


class ComparisonOffer(models.Model):
    """What one vendor asks for all goods of the order: the snapshot that the form shows and the paper repeats.

    `lines` holds, per position: listing, price record, title, unit price, quantity, amount.
    """

    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="offers")
    position = models.PositiveSmallIntegerField()
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField()
    total_idr = models.BigIntegerField()
    lead_time_days = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=False)
    is_chosen = models.BooleanField(default=False)

    class Meta:
        app_label = "orders"
        ordering = ["comparison_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "position"], name="comparison_offer_position_once"),
            models.UniqueConstraint(
                fields=["comparison"], condition=Q(is_chosen=True), name="comparison_one_chosen_offer"
            ),
            models.CheckConstraint(condition=Q(total_idr__gt=0), name="comparison_offer_total_positive"),
        ]
