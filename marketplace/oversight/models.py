"""What the checks and rules that run by themselves found. Everything else that oversight shows belongs to others."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.locking import LockingManager
from marketplace.oversight.states import FLAG_FLOW, FlagAction, FlagState, ReasonCode


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
    """A question that a rule raises about purchases. The nightly run keeps it up to date until somebody has read it.

    Two findings are the same when their fingerprint is: rule, version, severity and what the rule asks about.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
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
    first_seen_on = models.DateField()
    #: The last day on which a run still found it.
    as_of = models.DateField()

    state = models.CharField(max_length=12, choices=FlagState, default=FlagState.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    #: When a person first opened it; from then on its facts stand and it stays for ever.
    looked_at = models.DateTimeField(null=True)

    objects = LockingManager()

    class Meta:
        app_label = "oversight"
        ordering = ["-rank", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(score__gte=0, score__lte=1), name="flag_score_in_range"),
            models.CheckConstraint(
                condition=models.Q(state="open") | models.Q(looked_at__isnull=False), name="flag_answered_was_read"
            ),
        ]
        indexes = [
            models.Index(fields=["-rank", "-id"], name="flag_queue"),
            models.Index(fields=["state", "-rank", "-id"], name="flag_queue_by_state"),
            GinIndex(fields=["numbers"], name="flag_numbers"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.order_id}"

    @property
    def reference(self) -> str:
        """What people call it."""
        return f"{self.rule}/{self.pk}"

    def advance(self, action: str, *, actor: Actor, role: str, at: datetime, code: str = "", reason: str = "") -> None:
        """Move one step along FLAG_FLOW and remember who said what. Raises WrongState."""
        before, self.state = self.state, FLAG_FLOW.target(action, self.state)
        self.owner_id, self.looked_at = actor.person_id, self.looked_at or at
        last = self.reviews.order_by("-step").values_list("step", flat=True).first() or 0
        FlagReview.objects.create(
            flag=self,
            step=last + 1,
            action=action,
            before=before,
            after=self.state,
            reason_code=code,
            reason=reason,
            actor_id=actor.person_id,
            actor_name=actor.name,
            role=role,
            at=at,
        )
        self.save(update_fields=["state", "owner", "looked_at"])


class FlagReview(models.Model):
    """What one auditor said about one question. Written once."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="reviews")
    step = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=8, choices=FlagAction)
    before = models.CharField(max_length=12, choices=FlagState)
    after = models.CharField(max_length=12, choices=FlagState)
    reason_code = models.CharField(max_length=16, choices=ReasonCode, blank=True)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=160)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label = "oversight"
        ordering = ["flag_id", "step"]
        constraints = [
            models.UniqueConstraint(fields=["flag", "step"], name="flag_review_step_once"),
            models.CheckConstraint(
                condition=models.Q(action="take") | models.Q(reason__regex=r"\S.{8,}\S"),
                name="flag_review_says_why",
            ),
            models.CheckConstraint(
                condition=~models.Q(action__in=["dismiss", "explain"]) | models.Q(reason_code__gt=""),
                name="flag_review_has_a_code",
            ),
            models.CheckConstraint(condition=models.Q(role__in=["apip", "bpk"]), name="flag_review_is_by_an_auditor"),
        ]

    def __str__(self) -> str:
        return f"{self.flag_id} {self.step} {self.action}"
