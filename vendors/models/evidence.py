"""Papers that prove what was typed."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from vendors.models.applicants import Vendor
from vendors.states import EvidenceState


class EvidenceKind(models.TextChoices):
    ID_CARD = "ktp", _("KTP pemilik atau pengurus")
    NIB = "nib", _("Dokumen NIB")
    NPWP = "npwp", _("Kartu atau bukti NPWP")
    DEED = "deed", _("Akta dan pengesahan AHU")
    PKP = "pkp", _("Surat pengukuhan PKP")
    NON_PKP = "non_pkp", _("Pernyataan non-PKP")
    BANK = "bank", _("Buku tabungan atau bukti rekening")
    SUKET = "suket", _("Surat keterangan PPh final (Suket)")
    OTHER = "other", _("Dokumen lain")


class Evidence(models.Model):
    """A paper with its file. A better one replaces it; what was judged stays on record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=EvidenceState.choices, default=EvidenceState.PROPOSED)
    note = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = LockingManager()

    class Meta:
        ordering = ["kind", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "kind"],
                condition=Q(state__in=["proposed", "accepted", "refused"]) & ~Q(kind="other"),
                name="evidence_one_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(state="replaced") | Q(judged_by__isnull=False),
                name="evidence_judged_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def has_expired(self, on: date) -> bool:
        return self.expires_on is not None and self.expires_on < on
