"""What the checks and rules that run by themselves found. Everything else that oversight shows belongs to others."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class IntegrityRun(models.Model):
    """One run over every invariant and the whole log. Written once; the newest stands on the room's first page."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_default=Now())
    invariants = models.PositiveIntegerField()
    offending = models.PositiveIntegerField()
    findings = models.JSONField(default=list)
    log_size = models.BigIntegerField()
    log_root = models.CharField(max_length=64)
    log_waiting = models.PositiveIntegerField()
    broken_heads = models.JSONField(default=list)
    broken_leaves = models.JSONField(default=list)
    broken_entries = models.JSONField(default=list)

    class Meta:
        app_label = "oversight"
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.offending}"

    @property
    def is_whole(self) -> bool:
        """Nothing offends, and nothing that was logged was changed."""
        return not (self.offending or self.broken_heads or self.broken_leaves or self.broken_entries)


class Severity(models.TextChoices):
    LOW = "low", _("Rendah")
    MEDIUM = "medium", _("Sedang")
    HIGH = "high", _("Tinggi")


class Flag(models.Model):
    """A question that a rule raises about purchases. The nightly run brings its numbers up to date; it never judges."""

    rule = models.CharField(max_length=8)
    rule_version = models.PositiveSmallIntegerField()
    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="+")
    numbers = ArrayField(models.CharField(max_length=40))
    window_start = models.DateField()
    window_end = models.DateField()
    score = models.DecimalField(max_digits=5, decimal_places=4)
    severity = models.CharField(max_length=8, choices=Severity)
    value_idr = models.BigIntegerField()
    evidence = models.JSONField()
    #: The order's combined score (1 - product of 1 - weight * score) times the value at stake: what to look at first.
    rank = models.BigIntegerField(default=0)
    as_of = models.DateField()

    class Meta:
        app_label = "oversight"
        ordering = ["-rank", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "rule_version", "order", "window_start"], name="flag_once"),
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="flag_score_in_range"),
        ]
        indexes = [
            models.Index(fields=["-rank", "-id"], name="flag_queue"),
            GinIndex(fields=["numbers"], name="flag_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.order_id}"
