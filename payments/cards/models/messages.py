"""What the provider told us by webhook: stored once by its event id, believed only after a look-up."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class WebhookInbox(models.Model):
    event_id = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=60)
    payable_ref = models.CharField(max_length=60, blank=True)
    transfer_ref = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    processed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cards"
        ordering = ["received_at"]
        indexes = [
            models.Index(
                fields=["received_at"], condition=models.Q(processed_at__isnull=True), name="webhook_unprocessed"
            )
        ]

    def __str__(self) -> str:
        return self.event_id
