"""What the bank bills, line by line, and what each line was found to be."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from marketplace.kernel.actors import Actor
from marketplace.kernel.ids import new_id
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from payments.settlement.deadlines import step_due_on
from payments.settlement.states import ENDED_STATES, STATEMENT_FLOW, LineKind, MatchState, StatementState


class StatementManager(LockingManager):
    """The bank's file is megabytes: it is read only where it is asked for."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("file_content")


class CardStatement(models.Model):
    """One bill (e-billing) of the issuing bank over one card. What the bank wrote never changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(
        "accounts.Agency", on_delete=models.PROTECT, related_name="card_statements", db_index=False
    )
    card = models.ForeignKey("cards.Card", on_delete=models.PROTECT, related_name="statements")
    number = models.CharField(max_length=40)
    fiscal_year = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    statement_date = models.DateField()
    due_date = models.DateField()
    opening_idr = models.BigIntegerField()
    purchases_idr = models.BigIntegerField()
    refunds_idr = models.BigIntegerField()
    payments_idr = models.BigIntegerField()
    fees_idr = models.BigIntegerField()
    closing_idr = models.BigIntegerField()
    file_sha256 = models.CharField(max_length=64, unique=True)
    file_content = models.BinaryField(help_text="the bank's file, byte for byte")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=StatementState, default=StatementState.ISSUED)
    step_due_on = models.DateField(null=True, help_text="by when the next step should be taken")

    objects = StatementManager()

    class Meta:
        app_label = "settlement"
        ordering = ["-statement_date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="statement_number_once"),
            models.UniqueConstraint(fields=["agency", "id"], name="statement_in_agency"),
            models.CheckConstraint(
                condition=Q(
                    closing_idr=F("opening_idr")
                    + F("purchases_idr")
                    + F("fees_idr")
                    - F("payments_idr")
                    - F("refunds_idr")
                ),
                name="statement_identity",
            ),
            models.CheckConstraint(
                condition=Q(purchases_idr__gte=0, refunds_idr__gte=0, payments_idr__gte=0, fees_idr__gte=0),
                name="statement_parts_not_negative",
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="statement_period_forward"),
            models.CheckConstraint(condition=Q(state__in=StatementState.values), name="statement_state_known"),
        ]
        indexes = [models.Index(fields=["agency", "state", "due_date"], name="statement_agency_state")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("settlement:statement", args=[self.pk])

    @property
    def closing(self) -> Rupiah:
        return Rupiah(self.closing_idr)

    @property
    def own(self) -> Rupiah:
        """What this bill adds to the balance; the rest of it was on earlier bills."""
        return Rupiah(self.purchases_idr + self.fees_idr - self.refunds_idr)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED_STATES

    def is_overdue(self, day: date) -> bool:
        """The bank's due date has passed and it is not repaid (T46). No fee is ever charged to a budget line."""
        return day > self.due_date and not self.has_ended

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along STATEMENT_FLOW and remember it. Raises WrongState."""
        before, self.state = self.state, STATEMENT_FLOW.target(action, self.state)
        self.step_due_on = step_due_on(self.state, at, bank_due=self.due_date)
        self.save(update_fields=["state", "step_due_on"])
        self.history.create(
            action=action,
            before=before,
            after=self.state,
            actor_id=actor.id,
            actor_name=actor.name,
            at=at,
            reason=reason,
        )


class StatementHistory(models.Model):
    """Each step of a statement: what, by whom, when, why. Append-only."""

    statement = models.ForeignKey(CardStatement, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "settlement"
        ordering = ["id"]


class StatementLine(models.Model):
    """One line of the bill, and the card transaction that it was matched with."""

    statement = models.ForeignKey(CardStatement, on_delete=models.PROTECT, related_name="lines", db_index=False)
    line_no = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=LineKind)
    card = models.ForeignKey("cards.Card", on_delete=models.PROTECT, related_name="+", db_index=False)
    pan_masked = models.CharField(max_length=24)
    txn_at = models.DateTimeField()
    posting_date = models.DateField()
    auth_code = models.CharField(max_length=20, blank=True)
    rrn = models.CharField(max_length=40, blank=True)
    merchant_name = models.CharField(max_length=120)
    channel = models.CharField(max_length=20)
    amount_idr = models.BigIntegerField()
    match = models.CharField(max_length=10, choices=MatchState, blank=True)
    transaction = models.OneToOneField(
        "cards.CardTransaction", null=True, on_delete=models.PROTECT, related_name="statement_line"
    )
    # A credit names the purchase that it is about, by the bank's reference; several credits may be about one.
    about = models.ForeignKey("cards.CardTransaction", null=True, on_delete=models.PROTECT, related_name="credit_lines")
    refund = models.OneToOneField(
        "cards.CardRefund", null=True, on_delete=models.PROTECT, related_name="statement_line"
    )

    class Meta:
        app_label = "settlement"
        ordering = ["statement_id", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "line_no"], name="statement_line_once"),
            # A purchase that the bank bills twice is refused at import: the reference is the bank's own.
            models.UniqueConstraint(
                fields=["card", "rrn"], condition=Q(kind="purchase") & ~Q(rrn=""), name="statement_purchase_billed_once"
            ),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="statement_line_positive"),
            models.CheckConstraint(
                condition=~Q(match="matched") | Q(transaction__isnull=False), name="statement_match_has_transaction"
            ),
        ]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)
