"""The journal: entries, postings, and the balances that the same SQL function writes.

The app role reads these tables and writes none of them; `post.py` is the only way in (threat: a stolen app
password must not be able to append a lie that does not balance).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear, Now
from django.utils.translation import gettext_lazy as _

from payments.ledger.chart import Book, Dimension, Nature


class Side(models.TextChoices):
    DEBIT = "D", _("Debit")
    CREDIT = "C", _("Kredit")


class ChartAccount(models.Model):
    """The chart as the database knows it (`chart.py` is the same table for readers of code)."""

    pk = models.CompositePrimaryKey("book", "account")
    book = models.CharField(max_length=3, choices=[(book.value, book.value) for book in Book])
    account = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    nature = models.CharField(max_length=10, choices=[(nature.value, nature.value) for nature in Nature])
    dimension = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Dimension])
    kept_by = models.CharField(max_length=20, blank=True)
    statutory_code = models.CharField(max_length=20, blank=True)

    class Meta:
        app_label = "ledger"


class JournalEntry(models.Model):
    """One business fact. Never edited; a mistake is answered by an entry that reverses it.

    `key` names the fact, so the same webhook twice is one entry. `leaf` is the RFC 6962 leaf over every field and
    posting: its place in the log, given by the sequencer after the commit, is the entry's number (`J-000001`).
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    effective_at = models.DateField(help_text="the business day, given by the caller")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="the clock of the database")
    fiscal_year = models.PositiveSmallIntegerField()
    order_id = models.UUIDField(null=True)
    order_number = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by", db_index=False
    )
    leaf = models.BinaryField(max_length=32)

    class Meta:
        app_label = "ledger"
        constraints = [
            models.CheckConstraint(
                condition=Q(fiscal_year=ExtractYear("effective_at")), name="journal_entry_in_its_fiscal_year"
            ),
            models.UniqueConstraint(fields=["reverses"], name="journal_entry_reversed_once"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="journal_entry_order", condition=Q(order_id__isnull=False)),
            models.Index(fields=["recorded_at", "id"], name="journal_entry_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_at} #{self.pk}"


class Posting(models.Model):
    """One leg of an entry: a positive amount on one side of one account, with what it is about."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings", db_index=False)
    position = models.PositiveSmallIntegerField()
    entity_id = models.BigIntegerField(help_text="the organisation whose books these are")
    book = models.CharField(max_length=3)
    account = models.CharField(max_length=20)
    side = models.CharField(max_length=1, choices=Side)
    amount_idr = models.BigIntegerField()
    budget_line_id = models.BigIntegerField(null=True)
    card_id = models.BigIntegerField(null=True)
    vendor_id = models.BigIntegerField(null=True)

    class Meta:
        app_label = "ledger"
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="posting_position_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="posting_amount_positive"),
            models.CheckConstraint(condition=Q(amount_idr__lte=10**15), name="posting_amount_plausible"),
            models.CheckConstraint(condition=Q(side__in=["D", "C"]), name="posting_side_known"),
        ]
        indexes = [
            models.Index(fields=["budget_line_id"], name="posting_line", condition=Q(budget_line_id__isnull=False)),
            models.Index(fields=["card_id"], name="posting_card", condition=Q(card_id__isnull=False)),
            models.Index(fields=["vendor_id"], name="posting_vendor", condition=Q(vendor_id__isnull=False)),
        ]


class Balance(models.Model):
    """Debits less credits of one account, per entity and dimension; written with the postings, never apart."""

    pk = models.CompositePrimaryKey("entity_id", "book", "account", "dimension_id")
    entity_id = models.BigIntegerField()
    book = models.CharField(max_length=3)
    account = models.CharField(max_length=20)
    dimension_id = models.BigIntegerField(default=0, help_text="budget line, card or vendor; 0 where there is none")
    net_debit_idr = models.BigIntegerField()

    class Meta:
        app_label = "ledger"


class ClosedPeriod(models.Model):
    """Days of one fiscal year that take no more postings, for one entity or (null) for all. Source: PP 71/2010."""

    entity_id = models.BigIntegerField(null=True)
    fiscal_year = models.PositiveSmallIntegerField()
    closed_through = models.DateField()
    closed_at = models.DateTimeField()
    closed_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300)

    class Meta:
        app_label = "ledger"
        constraints = [
            models.UniqueConstraint(
                fields=["entity_id", "fiscal_year", "closed_through"],
                nulls_distinct=False,
                name="closed_period_once",
            ),
        ]


def journal_code(number: int) -> str:
    """The number of an entry as people and accounting programs read it."""
    return f"J-{number:06d}"
