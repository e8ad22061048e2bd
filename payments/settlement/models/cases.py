"""What people settle about a line that could not go on: a difference, a refusal, a dispute, a debt of the holder.

Each row says who did what on which ground; what was written stays (`sql/settlement_cases_v1.sql`).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.ids import new_id
from marketplace.kernel.money import Rupiah
from payments.settlement.models.papers import RealExpenseLine
from payments.settlement.models.statements import StatementLine


def _person(*, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False, null=null
    )


def _charge(name: str) -> models.ForeignKey:
    return models.ForeignKey("cards.CardTransaction", on_delete=models.PROTECT, related_name=name)


def _proof() -> models.ForeignKey:
    return models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)


class Resolution(models.TextChoices):
    CORRECTED = "corrected", _("Bank mengoreksi: yang benar jumlah menurut bukti")
    DIFFERENCE = "difference", _("Bank tidak mengoreksi: selisihnya disengketakan, belanjanya berjalan terus")
    DISPUTED = "disputed", _("Seluruh transaksi disengketakan")


class MismatchResolution(models.Model):
    """One person proposes how a difference between bill and evidence ends, another confirms or refuses it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, related_name="resolutions")
    transaction = _charge("resolutions")
    outcome = models.CharField(max_length=10, choices=Resolution)
    billed_idr = models.BigIntegerField()
    captured_idr = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    bank_reference = models.CharField(max_length=80, blank=True)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    accepted = models.BooleanField(null=True)
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=300, blank=True)
    difference = models.OneToOneField(
        "cards.CardTransaction", null=True, on_delete=models.PROTECT, related_name="split_from"
    )

    class Meta:
        app_label = "settlement"
        ordering = ["proposed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=Q(decided_at=None), name="mismatch_one_open_proposal"),
            models.UniqueConstraint(fields=["line"], condition=Q(accepted=True), name="mismatch_resolved_once"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="mismatch_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(accepted=None, decided_by=None, decided_at=None)
                | Q(accepted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="mismatch_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="corrected") | ~Q(bank_reference=""), name="mismatch_correction_has_reference"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="difference") | Q(billed_idr__gt=F("captured_idr")),
                name="mismatch_difference_above_evidence",
            ),
            models.CheckConstraint(
                condition=Q(difference=None) | Q(outcome="difference", accepted=True),
                name="mismatch_difference_when_accepted",
            ),
            models.CheckConstraint(condition=~Q(billed_idr=F("captured_idr")), name="mismatch_is_one"),
        ]

    @property
    def excess(self) -> Rupiah:
        """What the bank asks above the evidence; negative when it asks for less."""
        return Rupiah(self.billed_idr - self.captured_idr)


class LineAnswer(models.Model):
    """What the holder, the delegate or the PPTK answered to a refusal, in time: the line goes on the next DPR."""

    id = models.UUIDField(primary_key=True, default=new_id)
    expense_line = models.OneToOneField(RealExpenseLine, on_delete=models.PROTECT, related_name="answer")
    explanation = models.CharField(max_length=1000)
    proof = _proof()
    due_on = models.DateField()
    answered_by = _person()
    answered_at = models.DateTimeField()

    class Meta:
        app_label = "settlement"
        constraints = [models.CheckConstraint(condition=~Q(explanation=""), name="line_answer_explains")]


class DisputeCause(models.TextChoices):
    UNKNOWN = "unknown", _("Transaksi tidak dikenal")
    DOUBLE = "double", _("Ditagih dua kali")
    AMOUNT = "amount", _("Jumlahnya salah")
    NOT_RECEIVED = "not_received", _("Barang tidak diterima")


class DisputeOutcome(models.TextChoices):
    WON = "won", _("Klaim diterima bank")
    LOST = "lost", _("Klaim ditolak bank")


class DisputeCourse(models.TextChoices):
    LIST = "list", _("Masuk DPR dan diuji lagi")
    PERSONAL = "personal", _("Tanggungan pribadi pemegang kartu")


class DisputeClaim(models.Model):
    """A claim at the bank over one charge: its number, the day until which it could be made, the bank's answer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = _charge("claims")
    cause = models.CharField(max_length=12, choices=DisputeCause)
    claim_number = models.CharField(max_length=60)
    note = models.CharField(max_length=300)
    window_ends_on = models.DateField()
    raised_by = _person()
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=4, choices=DisputeOutcome, blank=True)
    bank_reference = models.CharField(max_length=80, blank=True)
    answered_by = _person(null=True)
    answered_at = models.DateTimeField(null=True)
    course = models.CharField(max_length=8, choices=DisputeCourse, blank=True)
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "settlement"
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transaction"], condition=Q(answered_at=None), name="dispute_one_open_claim"
            ),
            models.CheckConstraint(condition=~Q(claim_number=""), name="dispute_claim_has_number"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by=None, answered_at=None, bank_reference="")
                | ~Q(outcome="") & ~Q(bank_reference="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="dispute_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(course="", decided_by=None, decided_at=None)
                | Q(outcome="lost", decided_by__isnull=False, decided_at__isnull=False) & ~Q(course=""),
                name="dispute_decided_when_lost",
            ),
        ]


class PersonalLiability(models.Model):
    """The budget authority's decision that the holder owes a charge in person, and the proof that the bank was paid."""

    id = models.UUIDField(primary_key=True, default=new_id)
    transaction = models.OneToOneField(
        "cards.CardTransaction", on_delete=models.PROTECT, related_name="personal_liability"
    )
    amount_idr = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    decided_by = _person()
    decided_at = models.DateTimeField()
    paid_on = models.DateField(null=True)
    payment_reference = models.CharField(max_length=80, blank=True)
    proof = _proof()
    recorded_by = _person(null=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "settlement"
        constraints = [
            models.CheckConstraint(condition=Q(amount_idr__gte=0) & ~Q(reason=""), name="liability_has_reason"),
            models.CheckConstraint(
                condition=Q(paid_on=None, payment_reference="", recorded_by=None, recorded_at=None, proof=None)
                | ~Q(payment_reference="")
                & Q(paid_on__isnull=False, recorded_by__isnull=False, recorded_at__isnull=False, proof__isnull=False),
                name="liability_paid_with_proof",
            ),
        ]

    @property
    def amount(self) -> Rupiah:
        return Rupiah(self.amount_idr)
