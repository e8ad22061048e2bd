"""The append-only log: who did what, in which role, from where, before and after, and why.

Rows hold plain ids and names, so the log outlives what it speaks of and points at nobody above it.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from marketplace.kernel.ids import new_id


class AuditEntry(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    what = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    organisation_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    actor_role = models.CharField(max_length=20)
    address = models.CharField(max_length=60)
    request_id = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.TextField()
    leaf = models.BinaryField()

    class Meta:
        app_label = "kernel"
        indexes = [
            # The trail on every object page, newest first.
            models.Index(fields=["subject_kind", "subject_id", "recorded_at"], name="audit_by_subject"),
            # "What did this person do?" in the audit room.
            models.Index(fields=["actor_id", "-recorded_at"], name="audit_by_actor"),
        ]


class LogQueue(models.Model):
    """Leaves written with the business rows, waiting seconds for the sequencer."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=60)
    leaf = models.BinaryField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"


class LogPlace(models.Model):
    """A leaf's gapless place in the whole log, and its gapless number among its kind (`J-000001` for entries)."""

    place = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10)
    kind_number = models.BigIntegerField()
    ref = models.CharField(max_length=60)
    leaf = models.BinaryField()
    recorded_at = models.DateTimeField()
    placed_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"
        constraints = [
            models.UniqueConstraint(fields=["kind", "kind_number"], name="log_place_number_once"),
            models.UniqueConstraint(fields=["kind", "ref"], name="log_place_ref_once"),
        ]


class LogHead(models.Model):
    """The Merkle root (RFC 6962) over places 1 to `tree_size`, and the subtree roots from which the next one grows."""

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "kernel"
