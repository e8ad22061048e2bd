"""Where a vendor is paid. A change is a new version, looked at by two people and held for some days."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.locking import LockingManager
from vendors.models.applicants import Vendor
from vendors.states import BankAccountState


class BankAccount(models.Model):
    """One version of a vendor's account. The number is kept for payment and shown by its last four digits only.

    `number_hash` is keyed, so that equal accounts are found without reading them. Two vendors never share one (T-40).
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="bank_accounts")
    version = models.PositiveSmallIntegerField()
    bank_code = models.CharField(max_length=3)
    bank_name = models.CharField(max_length=60)
    number = models.CharField(max_length=18)
    number_hash = models.CharField(max_length=64)
    holder_name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=BankAccountState.choices, default=BankAccountState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    second_verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True)
    usable_from = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    reference = models.CharField(max_length=120, blank=True)

    objects = LockingManager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "version"], name="bank_account_version_once"),
            # Target of a composite foreign key, so that what is paid goes to an account of its vendor.
            models.UniqueConstraint(fields=["vendor", "id"], name="bank_account_of_vendor"),
            models.UniqueConstraint(fields=["vendor"], condition=Q(state="verified"), name="bank_account_one_verified"),
            models.UniqueConstraint(
                fields=["number_hash"], condition=Q(state="verified"), name="bank_account_of_one_vendor"
            ),
            models.CheckConstraint(condition=Q(number__regex=r"^[0-9]{6,18}$"), name="bank_account_number_digits"),
            models.CheckConstraint(condition=Q(bank_code__regex=r"^[0-9]{3}$"), name="bank_code_three_digits"),
            models.CheckConstraint(
                condition=~Q(state="verified")
                | Q(verified_by__isnull=False, verified_at__isnull=False, usable_from__isnull=False),
                name="bank_account_verified_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(second_verified_by__isnull=True) | ~Q(second_verified_by=F("verified_by")),
                name="bank_account_second_verifier_differs",
            ),
            models.CheckConstraint(
                condition=~Q(state="verified", replaces__isnull=False) | Q(second_verified_by__isnull=False),
                name="bank_account_change_seen_by_two",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | Q(verified_by__isnull=True) | ~Q(verified_by=F("proposed_by")),
                name="bank_account_verifier_is_not_proposer",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(second_verified_by__isnull=True)
                | ~Q(second_verified_by=F("proposed_by")),
                name="bank_account_second_is_not_proposer",
            ),
            models.CheckConstraint(
                condition=Q(usable_from__isnull=True) | Q(usable_from__gte=F("verified_at")),
                name="bank_account_usable_once_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_name} •••• {self.last4}"

    @property
    def last4(self) -> str:
        return self.number[-4:]

    def may_be_paid(self, at: datetime) -> bool:
        """Verified, and not changed within the hold time (T-62)."""
        return self.state == BankAccountState.VERIFIED and self.usable_from is not None and self.usable_from <= at

    @property
    def state_note(self) -> str:
        """What the owner reads beside the account."""
        return str(
            _("Dipakai untuk pembayaran") if self.state == BankAccountState.VERIFIED else self.get_state_display()
        )
