"""How vendors did their work, order by order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from vendors.models.applicants import Vendor


class PerformanceRecord(models.Model):
    """The commitment officer's four scores for one finished order. Written once.

    Units   0 poor (contract ended), 1 enough, 2 good, 3 very good.
    Source  Perpres 16/2018 art. 11; LKPP Regulation 4/2021: quality and quantity, cost, time, service.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="performance")
    order_id = models.UUIDField(unique=True)
    order_number = models.CharField(max_length=40)
    quality = models.PositiveSmallIntegerField()
    cost = models.PositiveSmallIntegerField()
    time = models.PositiveSmallIntegerField()
    service = models.PositiveSmallIntegerField()
    is_on_time = models.BooleanField()
    days_late = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    given_by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quality__range=(0, 3), cost__range=(0, 3), time__range=(0, 3), service__range=(0, 3)),
                name="performance_scores_zero_to_three",
            ),
            models.CheckConstraint(
                condition=Q(is_on_time=False) | Q(days_late=0), name="performance_on_time_is_not_late"
            ),
        ]

    def __str__(self) -> str:
        return self.order_number

    @property
    def score_hundredths(self) -> int:
        """30 % quality, 20 % cost, 30 % time, 20 % service. Units  hundredths of a point, 0 to 300."""
        return 30 * self.quality + 20 * self.cost + 30 * self.time + 20 * self.service
