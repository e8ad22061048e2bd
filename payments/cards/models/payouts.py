"""What the vendor is sent after the card paid: the net amount, to the account that was verified then."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from payments.cards.models.transactions import CardTransaction
from payments.cards.states import PAYOUT_FLOW, PayoutState


class Payout(models.Model):
    """One transfer for one captured charge. A refused transfer is tried again under the next number."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = models.OneToOneField(CardTransaction, on_delete=models.PROTECT, related_name="payout")
    vendor = models.ForeignKey("vendors.Vendor", on_delete=models.PROTECT, related_name="payouts")
    # Chosen when the money is sent, because an account may change or be in its hold time while a payout waits.
    bank_account = models.ForeignKey(
        "vendors.BankAccount", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    captured_idr = models.BigIntegerField()
    fee_idr = models.BigIntegerField()
    ppn_idr = models.BigIntegerField(help_text="value added tax that the platform keeps and remits")
    pph_idr = models.BigIntegerField(help_text="income tax that the platform keeps and remits")
    net_idr = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=PayoutState, default=PayoutState.PENDING)
    number = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, blank=True)
    failure_code = models.CharField(max_length=40, blank=True)
    tax_remitted_on = models.DateField(null=True)
    tax_reference = models.CharField(max_length=60, blank=True)

    objects = LockingManager()

    class Meta:
        app_label = "cards"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    captured_idr=models.F("net_idr") + models.F("fee_idr") + models.F("ppn_idr") + models.F("pph_idr")
                ),
                name="payout_parts_sum",
            ),
            models.CheckConstraint(
                condition=Q(net_idr__gt=0, fee_idr__gte=0, ppn_idr__gte=0, pph_idr__gte=0), name="payout_positive"
            ),
            models.CheckConstraint(condition=Q(state__in=PayoutState.values), name="payout_state_known"),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(bank_account__isnull=False, sent_at__isnull=False),
                name="payout_sent_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state="pending") | Q(bank_account__isnull=True, sent_at__isnull=True, provider_id=""),
                name="payout_waiting_is_unsent",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | ~Q(state="paid") & Q(paid_at__isnull=True),
                name="payout_paid_has_time",
            ),
            models.CheckConstraint(
                condition=Q(tax_remitted_on__isnull=True) | ~Q(tax_reference=""), name="payout_tax_has_reference"
            ),
        ]
        indexes = [
            models.Index(fields=["vendor", "-created_at"], name="payout_vendor_newest"),
            models.Index(
                fields=["created_at"], condition=Q(state__in=["pending", "sent", "refused"]), name="payout_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.transfer_ref

    @property
    def net(self) -> Rupiah:
        return Rupiah(self.net_idr)

    @property
    def fee(self) -> Rupiah:
        return Rupiah(self.fee_idr)

    @property
    def transfer_ref(self) -> str:
        return f"{self.id}:{self.number}"

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along PAYOUT_FLOW and remember it; saves the row. Raises WrongState."""
        before, self.state = self.state, PAYOUT_FLOW.target(action, self.state)
        self.save()
        self.history.create(action=action, before=before, after=self.state, actor_id=actor.id, at=at, reason=reason)


class PayoutHistory(models.Model):
    """Each move of a payout. Append-only."""

    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=8)
    after = models.CharField(max_length=8)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "cards"
        ordering = ["id"]
