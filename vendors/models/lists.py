"""Official lists: business classes (KBLI) and the blacklist."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from vendors.models.applicants import Vendor


class Kbli(models.Model):
    """A five-digit business class of one version of the list; codes of different versions are never compared."""

    version = models.CharField(max_length=4)
    code = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="kbli_code_once_per_version"),
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{5}$"), name="kbli_five_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class VendorKBLI(models.Model):
    """A business class that the vendor's NIB names."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="kblis")
    kbli = models.ForeignKey(Kbli, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vendor", "kbli"], name="vendor_kbli_once")]

    def __str__(self) -> str:
        return str(self.kbli)


class BlacklistEntry(models.Model):
    """A line of the national blacklist, or of the operator's own. Kept for ever: audits ask what held on a day.

    Source  Perpres 16/2018 art. 78-82; LKPP Regulation 4/2021.
    """

    npwp = models.CharField(max_length=16, blank=True)
    nib = models.CharField(max_length=13, blank=True)
    name = models.CharField(max_length=200)
    decision_number = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField()
    source = models.CharField(max_length=60)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["npwp"], name="blacklist_by_npwp")]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="blacklist_dates_in_order"),
            models.UniqueConstraint(fields=["decision_number", "name"], name="blacklist_decision_once"),
        ]

    def __str__(self) -> str:
        return self.name
