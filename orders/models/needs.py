"""A need: why an office buys. Its basket becomes one order per vendor, because vendors never see each other's lines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.ids import new_id
from marketplace.kernel.models import LockingManager


class NeedState(models.TextChoices):
    OPEN = "open", _("Sedang disusun")
    SUBMITTED = "submitted", _("Diajukan")
    ABANDONED = "abandoned", _("Dibatalkan")


class Need(models.Model):
    """What an activity officer asks for. While open it stands beside one Oscar basket, which holds the goods.

    `parts` is a draft only: per vendor the budget lines and the reasons typed so far. After submission the truth is in
    the orders and their charges.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=30, unique=True, null=True, blank=True)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=NeedState, default=NeedState.OPEN)
    purpose = models.CharField(max_length=200, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    delivery_place = models.CharField(max_length=200, blank=True)
    rup_code = models.CharField(max_length=12, blank=True)
    basket = models.OneToOneField("basket.Basket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    parts = models.JSONField(default=dict, blank=True)
    request_note_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = LockingManager()

    class Meta:
        app_label = "orders"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "requester"], condition=Q(state="open"), name="need_one_open_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", number__isnull=False, submitted_at__isnull=False)
                | ~Q(state="submitted"),
                name="need_submitted_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.purpose
