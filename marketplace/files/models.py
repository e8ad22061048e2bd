"""What was uploaded, by whom, for whom; and what each file is used for."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.files import blobs
from marketplace.files.limits import WIDTHS
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager


class FileKind(models.TextChoices):
    PHOTO = "photo", _("Foto")
    DOCUMENT = "document", _("Dokumen")
    SHEET = "sheet", _("Lembar kerja")


class StoredFile(models.Model):
    """An accepted upload. Pictures are kept only as we wrote them anew; `sha256` is that of the kept bytes.

    `source_sha256` is that of what was sent, so that the same upload is recognised before it is worked on again.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    public = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80)
    size_bytes = models.BigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    source_sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = LockingManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source_sha256", "kind", "public"], name="file_once_per_organisation"
            ),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="file_kind_known"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="file_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    def rendition_key(self, width: int, ending: str) -> str:
        return blobs.key_for(self.sha256, public=self.public, ending=ending, width=width)

    def url(self, width: int = 640, kind: str = "webp") -> str:
        """The address of a picture's rendition, or of the document itself."""
        if not self.is_picture:
            return reverse("files:private", args=[self.pk])
        width = next((one for one in WIDTHS if one >= width), WIDTHS[-1])
        if self.public:
            return reverse("files:picture", args=[self.sha256, width, kind])
        return reverse("files:private-picture", args=[self.pk, width, kind])

    def alternatives(self) -> dict[str, str]:
        """Addresses for <picture>: `webp` as srcset of the three widths, `jpg` as fallback."""
        return {
            "webp": ", ".join(f"{self.url(width, 'webp')} {width}w" for width in WIDTHS),
            "jpg": self.url(640, "jpg"),
        }


class FileUse(models.Model):
    """A file serves a subject above, such as a vendor's evidence; who may see the subject may see the file."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="uses")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "subject_kind", "subject_id"], name="file_use_once")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"
