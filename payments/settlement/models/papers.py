"""The papers between bill and repayment. Each carries the amount of the one before it: unequal is impossible.

`total_idr` stands in each composite foreign key, so an SPP of another amount than its DPT cannot be stored (T27).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from payments.settlement.models.statements import CardStatement
from payments.settlement.states import REPAYMENT_FLOW, RepaymentState


def _person(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=null
    )


class RealExpenseList(models.Model):
    """DPR (Daftar Pengeluaran Riil): the activity officer states what was really spent. One live list per statement."""

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(CardStatement, on_delete=models.PROTECT, related_name="expense_lists")
    number = models.CharField(max_length=80)
    document_id = models.UUIDField()
    listed_by = _person()
    listed_at = models.DateTimeField()
    total_idr = models.BigIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "settlement"
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=Q(withdrawn_at__isnull=True), name="expense_list_once_per_statement"
            ),
            models.CheckConstraint(condition=Q(total_idr__gt=0), name="expense_list_positive"),
        ]

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.total_idr)


class RealExpenseLine(models.Model):
    """One purchase of the list, and the decision on it."""

    expense_list = models.ForeignKey(RealExpenseList, on_delete=models.PROTECT, related_name="lines")
    transaction = models.ForeignKey("cards.CardTransaction", on_delete=models.PROTECT, related_name="expense_lines")
    amount_idr = models.BigIntegerField()
    evidence_complete = models.BooleanField()
    approved = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "settlement"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["expense_list", "transaction"], name="expense_line_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="expense_line_positive"),
        ]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)


class BillTest(models.Model):
    """One of the six tests on one line (Permendagri 79/2022 art. 5 e and 6 b). Written once."""

    line = models.ForeignKey(RealExpenseLine, on_delete=models.PROTECT, related_name="tests")
    test_no = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    tested_by = _person()
    tested_at = models.DateTimeField()

    class Meta:
        app_label = "settlement"
        ordering = ["line_id", "test_no"]
        constraints = [
            models.UniqueConstraint(fields=["line", "test_no"], name="bill_test_once"),
            models.CheckConstraint(condition=Q(test_no__range=(1, 6)), name="bill_test_is_one_of_six"),
            models.CheckConstraint(condition=Q(passed=True) | ~Q(note=""), name="bill_test_failure_has_note"),
        ]


class BillPaymentList(models.Model):
    """DPT (Daftar Pembayaran Tagihan): what the budget authority approves for payment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.OneToOneField(CardStatement, on_delete=models.PROTECT, related_name="payment_list")
    agency_id = models.BigIntegerField()
    number = models.CharField(max_length=80)
    document_id = models.UUIDField()
    approved_by = _person()
    approved_at = models.DateTimeField()
    total_idr = models.BigIntegerField()

    class Meta:
        app_label = "settlement"
        constraints = [
            models.UniqueConstraint(fields=["id", "total_idr"], name="payment_list_amount"),
            models.CheckConstraint(condition=Q(total_idr__gt=0), name="payment_list_positive"),
        ]

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.total_idr)


class BillPaymentLine(models.Model):
    """A transaction stands in at most one DPT (T28)."""

    payment_list = models.ForeignKey(BillPaymentList, on_delete=models.PROTECT, related_name="lines")
    transaction = models.OneToOneField("cards.CardTransaction", on_delete=models.PROTECT, related_name="payment_line")
    amount_idr = models.BigIntegerField()

    class Meta:
        app_label = "settlement"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(amount_idr__gt=0), name="payment_line_positive")]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)


class Paper(models.Model):
    """What NPD, SPP, SPM and SP2D share: the list they pay, its amount, number, signer and moment."""

    id = models.UUIDField(primary_key=True, default=new_id)
    total_idr = models.BigIntegerField()
    number = models.CharField(max_length=80)
    document_id = models.UUIDField()
    signed_by = _person()
    signed_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.total_idr)


class DisbursementNote(Paper):
    """NPD: the budget authority tells the treasurer to pay."""

    payment_list = models.OneToOneField(BillPaymentList, on_delete=models.PROTECT, related_name="note")

    class Meta:
        app_label = "settlement"


class PaymentRequest(Paper):
    """SPP-GU KKPD: the treasurer asks. A returned request stays, withdrawn; at most one is live."""

    payment_list = models.ForeignKey(BillPaymentList, on_delete=models.PROTECT, related_name="requests")
    checked_by = _person(null=True)
    checked_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "settlement"
        constraints = [
            models.UniqueConstraint(
                fields=["payment_list"], condition=Q(returned_at__isnull=True), name="payment_request_live_once"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("signed_by")),
                name="request_checker_is_not_treasurer",
            ),
        ]


class PaymentOrder(Paper):
    """SPM-GU KKPD: the budget user orders payment, with a statement of full responsibility (SPTJM)."""

    payment_list = models.ForeignKey(BillPaymentList, on_delete=models.PROTECT, related_name="orders")
    # Signed again on the same request after the treasury returned it; `payment_order_live_once` keeps one alive.
    request = models.ForeignKey(PaymentRequest, on_delete=models.PROTECT, related_name="orders")
    returned_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "settlement"
        constraints = [
            models.UniqueConstraint(
                fields=["payment_list"], condition=Q(returned_at__isnull=True), name="payment_order_live_once"
            ),
            models.UniqueConstraint(fields=["id", "signed_by"], name="payment_order_signer"),
        ]


class DisbursementOrder(Paper):
    """SP2D: the regional treasury disburses; from here the spending is realised."""

    payment_list = models.OneToOneField(BillPaymentList, on_delete=models.PROTECT, related_name="disbursement")
    order = models.OneToOneField(PaymentOrder, on_delete=models.PROTECT, related_name="disbursement")
    order_signed_by = _person()
    is_late = models.BooleanField(help_text="more than two days after the SPM (PP 12/2019 art. 149)")

    class Meta:
        app_label = "settlement"
        constraints = [
            models.CheckConstraint(condition=~Q(signed_by=F("order_signed_by")), name="sp2d_signer_is_not_spm_signer")
        ]


class Repayment(models.Model):
    """The treasurer pays the issuing bank. The row stands before the bank is called."""

    id = models.UUIDField(primary_key=True, default=new_id)
    payment_list = models.ForeignKey(BillPaymentList, on_delete=models.PROTECT, related_name="repayments")
    total_idr = models.BigIntegerField()
    billing_account = models.CharField(max_length=40)
    idempotency_key = models.UUIDField(default=new_id)
    key_since = models.DateTimeField()
    times_asked = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RepaymentState, default=RepaymentState.PENDING)
    provider_id = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    paid_by = _person()
    started_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)

    objects = LockingManager()

    class Meta:
        app_label = "settlement"
        constraints = [
            models.UniqueConstraint(fields=["payment_list"], condition=~Q(state="REFUSED"), name="repayment_live_once")
        ]

    @property
    def reference(self) -> str:
        """What the bank finds the payment by, and what stands on its statement."""
        return f"LNS-{self.id.hex}"

    @property
    def total(self) -> Rupiah:
        return Rupiah(self.total_idr)

    def advance(self, action: str, *, actor: Actor, at: datetime) -> None:
        self.state = REPAYMENT_FLOW.target(action, self.state)
        self.received_at = at if action == "confirm" else self.received_at
        self.save(update_fields=["state", "received_at", "provider_id", "failure"])
