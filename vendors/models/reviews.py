"""Who looked at an application, what the machine found, what was decided and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.kernel.locking import LockingManager
from vendors.models.applicants import Vendor
from vendors.states import CheckOutcome, Decision


class Review(models.Model):
    """One round of verification: one verifier, and another for companies and cooperatives."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    verifier = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    second_verifier = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    second_note = models.TextField(blank=True)
    second_at = models.DateTimeField(null=True)

    objects = LockingManager()

    class Meta:
        ordering = ["-round"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "round"], name="review_round_once"),
            models.CheckConstraint(
                condition=Q(second_verifier__isnull=True) | ~Q(second_verifier=F("verifier")),
                name="review_second_verifier_differs",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(verifier__isnull=False, decided_at__isnull=False),
                name="review_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vendor_id} #{self.round}"


class CheckResult(models.Model):
    """What one automatic rule found in one round. Written once, with the version of the rule."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="checks")
    rule = models.CharField(max_length=40)
    rule_version = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=CheckOutcome.choices)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["review", "rule"], name="check_once_per_round")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.outcome}"
