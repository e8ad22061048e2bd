"""An auditor's hold on an order: while one is open, nothing of the order is approved, accepted or paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class OrderAuditHold(models.Model):
    """Placed by the internal auditor by letter, ended by release; never rewritten. `ProcurementOrder.audit_hold` says
    whether one is open, and a deferred trigger keeps the two in agreement.

    Source  procurement reference §8.1, row 34: the hold blocks verification and payment.
    """

    order = models.ForeignKey("orders.ProcurementOrder", on_delete=models.PROTECT, related_name="audit_holds")
    letter_number = models.CharField(max_length=80)
    reason = models.TextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.TextField(blank=True)

    class Meta:
        app_label = "orders"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(released_at__isnull=True), name="audit_hold_one_open_per_order"
            ),
            models.CheckConstraint(
                condition=~Q(letter_number="") & ~Q(reason=""), name="audit_hold_names_letter_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True, release_reason="")
                | Q(released_at__gte=F("placed_at"), released_by__isnull=False, release_reason__gt=""),
                name="audit_hold_release_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.letter_number
