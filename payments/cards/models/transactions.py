"""A charge on a card: the intent before the bank is asked, the bank's answer, and the way to repayment.

A charge of ours names its payable, so "no charge without goods received" is a constraint (UU 1/2004 art. 21(1)). A
charge that only the bank's statement knows names none and can only be disputed or become personal liability.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.errors import WrongState
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from payments.cards.models.cards import Card
from payments.cards.states import BANK_ORIGIN_STATES, DEAD_STATES, TRANSACTION_FLOW, TransactionState
from payments.gateways.base import Merchant
from payments.payables.models import Payable


class Origin(models.TextChoices):
    PAYABLE = "payable", _("Pembayaran tagihan")
    BANK = "bank", _("Hanya ada di catatan bank")


class Channel(models.TextChoices):
    ONLINE = "online", _("Kartu daring")
    QRIS = "qris", _("QRIS")
    CARD_PRESENT = "card_present", _("Kartu fisik")


class CardTransaction(models.Model):
    """One charge. `amount_idr` is what was asked and held, `captured_idr` what the bank took."""

    id = models.UUIDField(primary_key=True, default=new_id)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PAYABLE)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="transactions", db_index=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    payable = models.ForeignKey(Payable, null=True, on_delete=models.PROTECT, related_name="card_transactions")
    vendor = models.ForeignKey("vendors.Vendor", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    initiated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.ONLINE)
    amount_idr = models.BigIntegerField()
    captured_idr = models.BigIntegerField(default=0)
    refunded_idr = models.BigIntegerField(default=0)
    fee_idr = models.BigIntegerField(default=0)
    state = models.CharField(max_length=20, choices=TransactionState, default=TransactionState.INITIATED)

    # What the provider was and is asked with, so that asking again is the same question.
    requested_at = models.DateTimeField()
    attempt_key = models.UUIDField(unique=True)
    key_number = models.PositiveSmallIntegerField(default=1)
    key_since = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    times_asked = models.PositiveIntegerField(default=0)
    merchant_name = models.CharField(max_length=160)
    merchant_mcc = models.CharField(max_length=4, blank=True)
    merchant_criteria = models.CharField(max_length=3, blank=True)
    mdr_bp = models.PositiveIntegerField(default=0)

    # What the bank answered.
    provider_id = models.CharField(max_length=80, blank=True)
    auth_code = models.CharField(max_length=20, blank=True)
    rrn = models.CharField(max_length=40, blank=True)
    authorised_at = models.DateTimeField(null=True)
    captured_at = models.DateTimeField(null=True)
    decline_code = models.CharField(max_length=30, blank=True)

    objects = LockingManager()

    class Meta:
        app_label = "cards"
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["payable"],
                condition=Q(payable__isnull=False) & ~Q(state__in=list(DEAD_STATES)),
                name="charge_one_live_per_payable",
            ),
            models.UniqueConstraint(fields=["rrn"], condition=~Q(rrn=""), name="charge_rrn_once"),
            models.UniqueConstraint(fields=["agency", "id"], name="charge_in_agency"),
            models.UniqueConstraint(fields=["vendor", "id"], name="charge_of_vendor"),
            models.CheckConstraint(
                condition=Q(origin="payable", payable__isnull=False, vendor__isnull=False, initiated_by__isnull=False)
                | Q(origin="bank", payable__isnull=True, vendor__isnull=True),
                name="charge_names_its_payable",
            ),
            models.CheckConstraint(
                condition=~Q(origin="bank") | Q(state__in=list(BANK_ORIGIN_STATES)), name="charge_of_bank_only_disputed"
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0, amount_idr__lte=10**13), name="charge_positive"),
            models.CheckConstraint(
                condition=Q(captured_idr__gte=0, captured_idr__lte=F("amount_idr")), name="charge_not_over_captured"
            ),
            models.CheckConstraint(
                condition=Q(refunded_idr__gte=0, refunded_idr__lte=F("captured_idr")), name="charge_not_over_refunded"
            ),
            models.CheckConstraint(
                condition=Q(fee_idr__gte=0, fee_idr__lte=F("captured_idr")), name="charge_fee_within_captured"
            ),
            models.CheckConstraint(condition=Q(state__in=TransactionState.values), name="charge_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["initiated", "authorised", *DEAD_STATES], captured_idr=0, captured_at=None)
                | ~Q(state__in=["initiated", "authorised", *DEAD_STATES])
                & Q(captured_idr__gt=0, captured_at__isnull=False),
                name="charge_captured_or_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["card", "state"], name="charge_card_state"),
            models.Index(fields=["agency", "-requested_at"], name="charge_agency_newest"),
            # What the sweeper looks for, every minute.
            models.Index(
                fields=["requested_at"], condition=Q(state__in=["initiated", "authorised"]), name="charge_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merchant_name} {Rupiah(self.amount_idr)}"

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)

    @property
    def captured(self) -> Rupiah:
        return Rupiah(self.captured_idr)

    @property
    def owed_to_bank(self) -> Rupiah:
        """What the bank is to get for it: captured, less what the vendor gave back to the card."""
        return Rupiah(self.captured_idr - self.refunded_idr)

    @property
    def owed(self) -> Payable:
        """The payable that it pays. Raises WrongState for a charge that only the bank knows."""
        if self.payable is None:
            raise WrongState(action="pay", state=self.state)
        return self.payable

    @property
    def idempotency_key(self) -> str:
        return f"charge:{self.id}:{self.key_number}"

    @property
    def merchant(self) -> Merchant:
        return Merchant(
            name=self.merchant_name,
            ref=str(self.vendor_id or ""),
            mcc=self.merchant_mcc,
            criteria=self.merchant_criteria,
            mdr_bp=self.mdr_bp,
        )

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along TRANSACTION_FLOW and remember it; saves the row. Raises WrongState."""
        before, self.state = self.state, TRANSACTION_FLOW.target(action, self.state)
        self.save()
        self.history.create(action=action, before=before, after=self.state, actor_id=actor.id, at=at, reason=reason)


class CardTransactionHistory(models.Model):
    """Each move of a charge: what, by whom, when, why. Append-only; a trigger knows the legal moves."""

    transaction = models.ForeignKey(CardTransaction, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=30)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "cards"
        ordering = ["id"]

    @property
    def label(self) -> str:
        """The state that was reached, in words."""
        return str(TransactionState(self.after).label)
