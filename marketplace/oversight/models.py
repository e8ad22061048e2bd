"""The results of the checks that run by themselves. Everything else that oversight shows belongs to others."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


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
