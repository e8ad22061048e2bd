"""What goods received made payable: the hand-over point between orders and payments.

It carries who asked, chose, approved and received, so that later steps can be kept apart from them by constraints.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from marketplace.kernel.refs import OrderRef
from payments.ledger import chart
from payments.ledger.chart import LedgerAccount
from payments.payables.states import PAYABLE_FLOW, PayableState


class Treatment(models.TextChoices):
    """What a charge becomes in the accrual books."""

    EXPENSE = "expense", _("Beban")
    STOCK = "stock", _("Persediaan")
    ASSET = "asset", _("Aset tetap")

    @property
    def account(self) -> LedgerAccount:
        return {"expense": chart.EXPENSE, "stock": chart.STOCK, "asset": chart.FIXED_ASSET}[self.value]


class AccrualRule(models.Model):
    """How goods of an account are booked when received; the longest prefix in force decides."""

    prefix = models.CharField(max_length=20)
    treatment = models.CharField(max_length=8, choices=Treatment)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=10)

    class Meta:
        app_label = "payables"
        constraints = [models.UniqueConstraint(fields=["prefix", "valid_from"], name="accrual_rule_once")]


def _person() -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)


class Payable(models.Model):
    """The accepted value of one BAST, owed to the vendor and charged to budget lines. Its facts never change."""

    id = models.UUIDField(primary_key=True, default=new_id)
    order_id = models.UUIDField(db_index=True)
    order_number = models.CharField(max_length=40)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="payables", db_index=False)
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="payables")
    fiscal_year = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=300)
    accepted_idr = models.BigIntegerField()
    base_idr = models.BigIntegerField()
    ppn_idr = models.BigIntegerField()
    ppn_collector = models.CharField(max_length=20, blank=True)
    pph_idr = models.BigIntegerField()
    pph_object = models.CharField(max_length=60, blank=True)
    pph_collector = models.CharField(max_length=20, blank=True)
    pph_is_final = models.BooleanField(default=False)
    pbjt_idr = models.BigIntegerField()
    net_to_vendor_idr = models.BigIntegerField(help_text="before the acquirer's fee")
    requester = _person()
    chooser = _person()
    approver = _person()
    receiver = _person()
    handover_document_id = models.UUIDField()
    evidence_ids = ArrayField(models.UUIDField(), default=list)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PayableState, default=PayableState.OPEN)

    objects = LockingManager()

    class Meta:
        app_label = "payables"
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["handover_document_id"], name="payable_handover_once"),
            # Targets of composite foreign keys, so that what points here stays in its organisation.
            models.UniqueConstraint(fields=["agency", "id"], name="payable_in_agency"),
            models.UniqueConstraint(fields=["vendor", "id"], name="payable_of_vendor"),
            models.CheckConstraint(condition=Q(accepted_idr__gt=0, accepted_idr__lte=10**13), name="payable_positive"),
            models.CheckConstraint(
                condition=Q(accepted_idr=F("base_idr") + F("ppn_idr") + F("pbjt_idr")), name="payable_parts_sum"
            ),
            models.CheckConstraint(
                condition=Q(base_idr__gt=0, ppn_idr__gte=0, pph_idr__gte=0, pbjt_idr__gte=0)
                & Q(net_to_vendor_idr__gte=0, net_to_vendor_idr__lte=F("accepted_idr")),
                name="payable_taxes_in_bounds",
            ),
            models.CheckConstraint(condition=~Q(approver=F("requester")), name="payable_approver_is_not_requester"),
            models.CheckConstraint(condition=~Q(chooser=F("requester")), name="payable_chooser_is_not_requester"),
            models.CheckConstraint(condition=~Q(receiver=F("chooser")), name="payable_receiver_is_not_chooser"),
            models.CheckConstraint(condition=Q(state__in=PayableState.values), name="payable_state_known"),
        ]
        indexes = [models.Index(fields=["agency", "state", "-opened_at"], name="payable_agency_state")]

    def __str__(self) -> str:
        return f"{self.order_number} {Rupiah(self.accepted_idr)}"

    @property
    def order(self) -> OrderRef:
        return OrderRef(self.order_id, self.order_number)

    @property
    def accepted(self) -> Rupiah:
        return Rupiah(self.accepted_idr)

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along PAYABLE_FLOW and remember it. Raises WrongState."""
        before, self.state = self.state, PAYABLE_FLOW.target(action, self.state)
        self.save(update_fields=["state"])
        self.history.create(action=action, before=before, after=self.state, actor_id=actor.id, at=at, reason=reason)


class PayableCharge(models.Model):
    """What one budget line bears of a payable, and how it was booked."""

    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="charges", db_index=False)
    agency_id = models.BigIntegerField()
    line = models.ForeignKey("budget.BudgetLine", on_delete=models.PROTECT, related_name="payable_charges")
    amount_idr = models.BigIntegerField()
    treatment = models.CharField(max_length=8, choices=Treatment)

    class Meta:
        app_label = "payables"
        constraints = [
            models.UniqueConstraint(fields=["payable", "line"], name="payable_charge_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payable_charge_positive"),
        ]


class PayableHistory(models.Model):
    """Each move of a payable: what, by whom, when, why. Append-only."""

    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "payables"
        ordering = ["id"]


class BlockSource(models.TextChoices):
    DISPUTE = "dispute", _("Sengketa pesanan")
    AUDIT = "audit", _("Penahanan oleh pengawas")


class PayableBlock(models.Model):
    """A reason not to pay, until it is lifted. Two sources may block at once; paying waits for both."""

    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="blocks")
    source = models.CharField(max_length=10, choices=BlockSource)
    reason = models.CharField(max_length=300)
    blocked_by_id = models.BigIntegerField(null=True)
    blocked_at = models.DateTimeField()
    lifted_by_id = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "payables"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["payable", "source"], condition=Q(lifted_at__isnull=True), name="payable_block_once_per_source"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("blocked_at")),
                name="payable_block_lifted_after",
            ),
        ]


class Invoice(models.Model):
    """The vendor's bill, issued in its name when the goods were accepted; numbered without gaps per vendor and year."""

    id = models.UUIDField(primary_key=True, default=new_id)
    payable = models.OneToOneField(Payable, on_delete=models.PROTECT, related_name="invoice")
    vendor_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField()
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    amount_idr = models.BigIntegerField()

    class Meta:
        app_label = "payables"
        constraints = [
            models.UniqueConstraint(fields=["vendor_id", "fiscal_year", "sequence"], name="invoice_number_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="invoice_positive"),
        ]

    def __str__(self) -> str:
        return self.number
