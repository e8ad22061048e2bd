"""Messages stored with the change they tell of, and a row per delivery."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class OutboxMessage(models.Model):
    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=120)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    last_error = models.TextField(default="", blank=True)

    class Meta:
        app_label = "kernel"
        indexes = [
            # The worker's question: what is due? Delivered messages, the most, are not in it.
            models.Index(fields=["next_try_at", "id"], name="outbox_due", condition=Q(delivered_at__isnull=True))
        ]


class OutboxDelivery(models.Model):
    """One handler has taken one message: its effect is once, because this row commits with it."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"
        constraints = [models.UniqueConstraint(fields=["message", "handler"], name="outbox_delivered_once")]
