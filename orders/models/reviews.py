"""The commitment officer's judgement of a vendor after an order (Perpres 16/2018 art. 11)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

ASPECTS = ("quality", "cost", "timeliness", "service")


class PerformanceReview(models.Model):
    """Four scores: 1 enough, 2 good, 3 very good."""

    order = models.OneToOneField("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="review")
    quality = models.PositiveSmallIntegerField()
    cost = models.PositiveSmallIntegerField()
    timeliness = models.PositiveSmallIntegerField()
    service = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        app_label = "orders"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    **{f"{aspect}__gte": 1 for aspect in ASPECTS}, **{f"{aspect}__lte": 3 for aspect in ASPECTS}
                ),
                name="performance_scores_in_range",
            )
        ]
