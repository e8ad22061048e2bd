"""Money that comes back for what was spent already: agreed, received by the treasurer, deposited (STS)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah


def _person(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=null
    )


class ReturnSource(models.TextChoices):
    VENDOR = "vendor", _("Penjual mengembalikan uang")
    BANK = "bank", _("Bank mengembalikan kelebihan bayar (keterlanjuran)")


class ReturnTreatment(models.TextChoices):
    """How a deposit counts: in the year of the SP2D as less spending, later as other revenue (PSAP 02)."""

    SPENDING = "spending", _("Mengurangi realisasi belanja")
    REVENUE = "revenue", _("Lain-lain PAD yang sah")


class SpendingReturn(models.Model):
    """One return of spending on one charge; at most one is under way."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = models.ForeignKey("cards.CardTransaction", on_delete=models.PROTECT, related_name="spending_returns")
    source = models.CharField(max_length=8, choices=ReturnSource)
    amount_idr = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    agreed_by = _person()
    agreed_at = models.DateTimeField()
    receipt_reference = models.CharField(max_length=80, blank=True)
    received_by = _person(null=True)
    received_at = models.DateTimeField(null=True)
    slip_number = models.CharField(max_length=80, blank=True)
    slip_document_id = models.UUIDField(null=True)
    deposit_reference = models.CharField(max_length=80, blank=True)
    treatment = models.CharField(max_length=8, choices=ReturnTreatment, blank=True)
    deposited_by = _person(null=True)
    deposited_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "settlement"
        ordering = ["agreed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transaction"], condition=Q(deposited_at=None), name="spending_return_one_under_way"
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0) & ~Q(reason=""), name="spending_return_positive"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None, receipt_reference="")
                | Q(received_at__isnull=False, received_by__isnull=False) & ~Q(receipt_reference=""),
                name="spending_return_received_whole",
            ),
            models.CheckConstraint(
                condition=Q(deposited_at=None, deposited_by=None, slip_document_id=None, treatment="")
                | Q(deposited_at__isnull=False, deposited_by__isnull=False, slip_document_id__isnull=False)
                & Q(received_at__isnull=False)
                & ~Q(treatment="")
                & ~Q(deposit_reference=""),
                name="spending_return_deposited_after_receipt",
            ),
        ]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)
