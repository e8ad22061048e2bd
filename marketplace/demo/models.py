"""What was seeded, so that a second start finds it done and a killed one goes on where it stopped."""

from django.db import models
from django.db.models.functions import Now


class SeedPart(models.Model):
    """One finished part. Seed, size and start day are those of the first part: a world is never mixed of two."""

    name = models.CharField(max_length=40, primary_key=True)
    seed = models.BigIntegerField()
    size = models.CharField(max_length=10)
    start_day = models.DateField()
    figures = models.JSONField(default=dict)
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["done_at"]

    def __str__(self) -> str:
        return self.name
