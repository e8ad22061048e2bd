"""What a vendor gave back to the card, as the bank's statement says. Written once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from payments.cards.models.transactions import CardTransaction


class CardRefund(models.Model):
    """One credit of the bank to one charge; the bank's reference names it, so the same credit twice is one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = models.ForeignKey(CardTransaction, on_delete=models.PROTECT, related_name="refunds")
    amount_idr = models.BigIntegerField()
    bank_reference = models.CharField(max_length=60, unique=True)
    reason = models.CharField(max_length=300)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        app_label = "cards"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_idr__gt=0), name="card_refund_positive")]

    def __str__(self) -> str:
        return f"{self.bank_reference} {Rupiah(self.amount_idr)}"
