"""What an agency may spend: its lines, their stages, and which order holds what on them.

The figures of a line and the holds are written by the SQL functions of `sql/budget_move_v1.sql` alone, with the
journal; the app role may only read these two tables. Source: Permendagri 77/2020; domain reference §2.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.money import Rupiah

#: The stages through which held money passes, in order. What is in none of them is available.
STAGES = ("reserved", "committed", "obligated", "realised")


class BudgetDocumentKind(models.TextChoices):
    ORIGINAL = "dpa", _("DPA")
    AMENDED = "dppa", _("DPPA")


class BudgetDocument(models.Model):
    """The budget execution document (DPA) of an agency and year; each shift or amendment makes a new version."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="budget_documents")
    fiscal_year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=4, choices=BudgetDocumentKind, default=BudgetDocumentKind.ORIGINAL)
    number = models.CharField(max_length=80)
    effective_from = models.DateField()

    class Meta:
        app_label = "budget"
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year", "version"], name="budget_document_version_once"),
            models.UniqueConstraint(fields=["agency", "id"], name="budget_document_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class SubActivity(models.Model):
    """Sub kegiatan: the level at which a budget is spent and a PPTK is named, with the program and activity above it.

    Source  Permendagri 90/2019 and Kepmendagri 900.1.15.5-1317/2023 (codes are opaque dotted text).
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="sub_activities")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=250)
    activity_code = models.CharField(max_length=30, blank=True)
    activity_name = models.CharField(max_length=250, blank=True)
    program_code = models.CharField(max_length=30, blank=True)
    program_name = models.CharField(max_length=250, blank=True)

    class Meta:
        app_label = "budget"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="sub_activity_code_once"),
            # The target of composite foreign keys: what names an agency and a sub activity names a pair of one agency.
            models.UniqueConstraint(fields=["agency", "id"], name="sub_activity_in_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class FundSource(models.Model):
    """Where the money comes from (*sumber dana*): general revenue, shared tax, special grant."""

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(max_length=150)

    class Meta:
        app_label = "budget"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """One ceiling: sub activity, account and fund source of one agency and year, and how far it is used.

    `external_used_idr` is what the agency spent outside this marketplace, imported from the finance system.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="budget_lines")
    fiscal_year = models.PositiveSmallIntegerField()
    sub_activity = models.ForeignKey(SubActivity, on_delete=models.PROTECT, related_name="lines", db_index=False)
    account_code = models.CharField(max_length=20)
    fund_source = models.ForeignKey(FundSource, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(BudgetDocument, on_delete=models.PROTECT, related_name="lines", db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    effective_from = models.DateField()
    ceiling_idr = models.BigIntegerField()
    reserved_idr = models.BigIntegerField(default=0)
    committed_idr = models.BigIntegerField(default=0)
    obligated_idr = models.BigIntegerField(default=0)
    realised_idr = models.BigIntegerField(default=0)
    external_used_idr = models.BigIntegerField(default=0)
    external_as_of = models.DateField(null=True)

    class Meta:
        app_label = "budget"
        ordering = ["account_code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "agency", "sub_activity", "account_code", "fund_source"], name="budget_line_once"
            ),
            models.UniqueConstraint(fields=["agency", "id"], name="budget_line_in_agency"),
            models.CheckConstraint(
                condition=Q(
                    ceiling_idr__gte=F("reserved_idr")
                    + F("committed_idr")
                    + F("obligated_idr")
                    + F("realised_idr")
                    + F("external_used_idr")
                ),
                name="budget_within_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(ceiling_idr__gte=0, ceiling_idr__lte=10**15)
                & Q(reserved_idr__gte=0, committed_idr__gte=0, obligated_idr__gte=0, realised_idr__gte=0)
                & Q(external_used_idr__gte=0),
                name="budget_figures_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["agency", "fiscal_year", "account_code"], name="budget_line_agency_account")]

    def __str__(self) -> str:
        return f"{self.account_code} ({self.fiscal_year})"

    @property
    def used(self) -> Rupiah:
        """Every pending stage counts, and so does what was spent elsewhere."""
        return Rupiah(
            self.reserved_idr + self.committed_idr + self.obligated_idr + self.realised_idr + self.external_used_idr
        )

    @property
    def available(self) -> Rupiah:
        return Rupiah(self.ceiling_idr) - self.used

    @property
    def held(self) -> Rupiah:
        """Promised and not yet spent: reserved, committed, obligated."""
        return Rupiah(self.reserved_idr + self.committed_idr + self.obligated_idr)

    @property
    def spent(self) -> Rupiah:
        return Rupiah(self.realised_idr + self.external_used_idr)


class BudgetHold(models.Model):
    """What one order holds on one line, by stage: a stage cannot give more than it holds, so no move happens twice."""

    order_id = models.UUIDField()
    order_number = models.CharField(max_length=40)
    agency_id = models.BigIntegerField()
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="holds", db_constraint=False)
    reserved_idr = models.BigIntegerField(default=0)
    committed_idr = models.BigIntegerField(default=0)
    obligated_idr = models.BigIntegerField(default=0)
    realised_idr = models.BigIntegerField(default=0)
    moves = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "budget"
        constraints = [
            models.UniqueConstraint(fields=["order_id", "line"], name="budget_hold_per_order_and_line"),
            models.CheckConstraint(
                condition=Q(reserved_idr__gte=0, committed_idr__gte=0, obligated_idr__gte=0, realised_idr__gte=0),
                name="budget_hold_covers_move",
            ),
        ]

    @property
    def held(self) -> Rupiah:
        """Promised and not yet spent, as on the line."""
        return Rupiah(self.reserved_idr + self.committed_idr + self.obligated_idr)


class CashPlan(models.Model):
    """*Anggaran kas*: what of a line may be used through each month. A line without rows has no plan to keep to."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="cash_plan", db_index=False)
    month = models.PositiveSmallIntegerField()
    amount_idr = models.BigIntegerField()

    class Meta:
        app_label = "budget"
        constraints = [
            models.UniqueConstraint(fields=["line", "month"], name="cash_plan_month_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="cash_plan_month_known"),
            models.CheckConstraint(condition=Q(amount_idr__gte=0), name="cash_plan_not_negative"),
        ]


class FundRelease(models.Model):
    """*SPD*: funds released for a line, usually each quarter; a payment request may not ask for more."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="fund_releases", db_index=False)
    number = models.CharField(max_length=80)
    released_on = models.DateField()
    amount_idr = models.BigIntegerField()
    released_by_id = models.BigIntegerField(null=True, help_text="who entered it; null for the site itself")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "budget"
        ordering = ["released_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="fund_release_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="fund_release_positive"),
        ]


class CeilingChange(models.Model):
    """How a ceiling came to be what it is: opened, raised, lowered, by which version of the document."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="changes")
    document = models.ForeignKey(BudgetDocument, on_delete=models.PROTECT, related_name="changes")
    before_idr = models.BigIntegerField()
    after_idr = models.BigIntegerField()
    effective_from = models.DateField()
    entry_id = models.BigIntegerField(null=True, help_text="the journal entry; null for a line opened with nothing")

    class Meta:
        app_label = "budget"
        ordering = ["id"]


class ProhibitedAccount(models.Model):
    """Accounts that no order may be charged to, as dated data: the prefix holds for everything beneath it."""

    prefix = models.CharField(max_length=20)
    reason = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=10)

    class Meta:
        app_label = "budget"
        constraints = [
            models.UniqueConstraint(fields=["prefix", "valid_from"], name="prohibited_account_once"),
        ]


class YearClose(models.Model):
    """The books of one agency and fiscal year were closed; written by `budget_close_year` alone, never changed."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="year_closes")
    fiscal_year = models.PositiveSmallIntegerField()
    decision_number = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    closed_by_id = models.BigIntegerField()
    closed_at = models.DateTimeField()

    class Meta:
        app_label = "budget"
        ordering = ["-fiscal_year", "agency_id"]
        constraints = [models.UniqueConstraint(fields=["agency", "fiscal_year"], name="year_closed_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.decision_number}"


class OpenStage(models.TextChoices):
    """In which stage an order's money was when the year ended, and what became of it."""

    RESERVED = "reserved", _("Cadangan gugur, pesanan berakhir")
    COMMITTED = "committed", _("Komitmen gugur, dilanjutkan hanya lewat DPAL")
    OBLIGATED = "obligated", _("Utang tahun lalu, dibayar dari DPA baru setelah dianggarkan")


class YearCloseRow(models.Model):
    """What of one order was still open on one line when the year was closed: the list for the budget user."""

    close = models.ForeignKey(YearClose, on_delete=models.PROTECT, related_name="rows")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    order_id = models.UUIDField()
    order_number = models.CharField(max_length=40)
    stage = models.CharField(max_length=10, choices=OpenStage)
    amount_idr = models.BigIntegerField()

    class Meta:
        app_label = "budget"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["close", "line", "order_id", "stage"], name="year_close_row_once"),
            models.CheckConstraint(condition=Q(amount_idr__gt=0), name="year_close_row_positive"),
        ]
