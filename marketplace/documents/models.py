"""Papers, their signatures, who may see them, and the PDFs made of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from marketplace.documents.kinds import kind_of
from marketplace.documents.states import DocumentState
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager


class Document(models.Model):
    """One paper. Everything but its state and the newest PDF is fixed when it is issued; a trigger says so too.

    `required_roles` must all have signed before it is valid. `order_id` is plain: papers know no order.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    template = models.CharField(max_length=40)
    series = models.CharField(max_length=40)
    number = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    # What begins a unique constraint below needs no index of its own; as well in viewers and signatures.
    issuer = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    order_id = models.UUIDField(null=True)
    order_number = models.CharField(max_length=40, blank=True)
    fields = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    check_code = models.CharField(max_length=19, unique=True)
    required_roles = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.ISSUED)
    void_reason = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    objects = LockingManager()

    class Meta:
        ordering = ["issued_at", "id"]
        indexes = [
            models.Index(fields=["order_id"], name="document_by_order"),
            models.Index(fields=["subject_kind", "subject_id"], name="document_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "series", "year", "number"], name="document_number_once"),
            models.CheckConstraint(condition=Q(state__in=DocumentState.values), name="document_state_known"),
            models.CheckConstraint(condition=Q(content_sha256__regex=r"^[0-9a-f]{64}$"), name="document_is_hashed"),
            models.CheckConstraint(
                condition=~Q(state="void") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="document_void_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("documents:sheet", args=[self.pk])

    @property
    def title(self) -> str:
        return str(kind_of(self.kind).title)

    @property
    def is_valid(self) -> bool:
        return self.state == DocumentState.VALID

    @property
    def is_void(self) -> bool:
        return self.state == DocumentState.VOID

    def content(self) -> dict[str, Any]:
        """What the hash covers: all that the paper says, and who says it."""
        return {
            "version": 1,
            "kind": self.kind,
            "number": self.number,
            "issuer": self.issuer_id,
            "issued_at": self.issued_at.isoformat(),
            "order": self.order_number,
            "fields": self.fields,
        }

    @property
    def pdf_url(self) -> str:
        return reverse("documents:pdf", args=[self.pk])

    @property
    def check_path(self) -> str:
        return reverse("documents:check-code", args=[self.check_code])

    @property
    def check_url(self) -> str:
        """The whole address, for the QR code on the paper."""
        return settings.SITE_ADDRESS + self.check_path


class DocumentViewer(models.Model):
    """An organisation whose people may open the paper."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="viewers", db_index=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="document_viewer_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.organisation_id}"


class Signature(models.Model):
    """Who signed what, in which role. Name and NIP as they were. Written once; its hash is the paper's (trigger)."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    nip = models.CharField(max_length=18, blank=True)
    role = models.CharField(max_length=20)
    content_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "user"], name="signature_once_per_person"),
            models.UniqueConstraint(fields=["document", "role"], name="signature_once_per_role"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"


class Rendering(models.Model):
    """The PDF as of some number of signatures. All that were ever made are recognised by the check page."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renderings")
    signature_count = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    storage_key = models.CharField(max_length=100)
    rendered_at = models.DateTimeField()

    class Meta:
        ordering = ["signature_count"]
        constraints = [models.UniqueConstraint(fields=["document", "signature_count"], name="rendering_once")]

    def __str__(self) -> str:
        return self.sha256
