"""The card programme of an agency, its cards, who may use them, and every change of a limit.

No column here can hold a whole card number, a code or a PIN: the issuer's token and the masked number are all we know.
Source  Permendagri 79/2022 art. 1, 5, 18; domain reference §3.2, §3.5, §3.9.
"""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.locking import LockingManager
from marketplace.kernel.money import Rupiah
from payments.cards.categories import CardCategory, CardKind
from payments.cards.states import CARD_FLOW, CardState

MASKED_NUMBER = r"^([0-9]{6})?[*•xX]{6}[0-9]{4}$"

#: A card that was reported lost, and what became of it.
LOST = [CardState.BLOCKED_LOST, CardState.REPLACED]

#: What `Card.advance` writes back; the sums on the card are moved by `limits.py` alone.
FACTS = ["state", "revision", "limit_idr", "provider_id", "pan_masked", "lost_reported_at", "handover_number"]


class CardProgramme(models.Model):
    """The float of an agency for a fiscal year and the part of it that is a credit limit (UP KKPD)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="card_programmes")
    fiscal_year = models.PositiveSmallIntegerField()
    up_idr = models.BigIntegerField()
    up_kkpd_idr = models.BigIntegerField()
    issuing_bank = models.CharField(max_length=80)
    billing_bank = models.CharField(max_length=80)
    billing_account = models.CharField(max_length=40)
    decision_number = models.CharField(max_length=100)
    decision_date = models.DateField()

    objects = LockingManager()

    class Meta:
        app_label = "cards"
        constraints = [
            models.UniqueConstraint(fields=["agency", "fiscal_year"], name="card_programme_once_a_year"),
            models.UniqueConstraint(fields=["agency", "id"], name="card_programme_in_agency"),
            models.CheckConstraint(
                condition=Q(up_kkpd_idr__gte=0, up_kkpd_idr__lte=F("up_idr"), up_idr__lte=10**13),
                name="card_programme_within_float",
            ),
            models.CheckConstraint(condition=~Q(decision_number=""), name="card_programme_has_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.fiscal_year}"

    @property
    def whole(self) -> Rupiah:
        """The whole float (UP)."""
        return Rupiah(self.up_idr)

    @property
    def credit(self) -> Rupiah:
        """The part that is a card limit (UP KKPD)."""
        return Rupiah(self.up_kkpd_idr)


class Card(models.Model):
    """One card of one holder. Its figures move by conditional updates with the journal; nothing may pass the limit.

    `bank_posted_idr` is the part of `used_idr` that the bank posted without asking (a charge only its statement
    knows): a fact to be recorded even above the limit. `revision` counts what the bank must be told.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="cards", db_index=False)
    programme = models.ForeignKey(CardProgramme, on_delete=models.PROTECT, related_name="cards")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cards")
    kind = models.CharField(max_length=6, choices=CardKind, default=CardKind.GOODS)
    categories = ArrayField(models.CharField(max_length=12, choices=CardCategory))
    channels = ArrayField(models.CharField(max_length=12))
    provider_id = models.CharField(max_length=80, blank=True)
    pan_masked = models.CharField(max_length=20, blank=True)
    last4 = models.CharField(max_length=4)
    limit_idr = models.BigIntegerField(default=0)
    held_idr = models.BigIntegerField(default=0)
    used_idr = models.BigIntegerField(default=0)
    bank_posted_idr = models.BigIntegerField(default=0)
    per_txn_idr = models.BigIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    state = models.CharField(max_length=12, choices=CardState, default=CardState.REQUESTED)
    lost_reported_at = models.DateTimeField(null=True)
    decision_number = models.CharField(max_length=100)
    handover_number = models.CharField(max_length=100, blank=True)
    revision = models.PositiveIntegerField(default=1)

    objects = LockingManager()

    class Meta:
        app_label = "cards"
        ordering = ["agency_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "id"], name="card_in_agency"),
            models.UniqueConstraint(fields=["provider_id"], condition=~Q(provider_id=""), name="card_provider_id_once"),
            models.CheckConstraint(
                condition=Q(limit_idr__gte=0, held_idr__gte=0, used_idr__gte=0, per_txn_idr__gt=0)
                & Q(bank_posted_idr__gte=0, bank_posted_idr__lte=F("used_idr")),
                name="card_figures_not_negative",
            ),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="card_dates_in_order"),
            models.CheckConstraint(condition=Q(state__in=CardState.values), name="card_state_known"),
            models.CheckConstraint(condition=Q(last4__regex=r"^[0-9]{4}$"), name="card_last4_digits"),
            models.CheckConstraint(
                condition=Q(pan_masked="") | Q(pan_masked__regex=MASKED_NUMBER), name="card_number_masked"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CardState.REQUESTED, CardState.APPROVED]) | ~Q(provider_id=""),
                name="card_issued_has_token",
            ),
            models.CheckConstraint(condition=~Q(decision_number=""), name="card_has_decision"),
            models.CheckConstraint(
                condition=Q(state__in=LOST, lost_reported_at__isnull=False)
                | ~Q(state__in=LOST) & Q(lost_reported_at__isnull=True),
                name="card_lost_has_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="card_agency_state")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("cards:detail", args=[self.pk])

    @property
    def label(self) -> str:
        return f"KKPD •••• {self.last4}"

    @property
    def available(self) -> Rupiah:
        """What may still be charged; below zero only after a limit was cut or the bank posted on its own."""
        return Rupiah(self.limit_idr - self.held_idr - self.used_idr)

    @property
    def limit(self) -> Rupiah:
        return Rupiah(self.limit_idr)

    @property
    def is_open(self) -> bool:
        return self.state == CardState.ACTIVE

    def may_buy(self, category: str) -> bool:
        return category in self.categories

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day <= self.valid_to

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "") -> None:
        """Move one step along CARD_FLOW and remember it; the bank is to be told. Raises WrongState.

        Saves every fact of the card but its held and used sums, which only conditional updates move.
        """
        before, self.state = self.state, CARD_FLOW.target(action, self.state)
        self.revision += 1
        self.save(update_fields=FACTS)
        self.history.create(action=action, before=before, after=self.state, actor_id=actor.id, at=at, reason=reason)


class CardHistory(models.Model):
    """Each move of a card. Append-only."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "cards"
        ordering = ["id"]


class CardDelegate(models.Model):
    """A letter of attorney from the holder (*surat kuasa*): dates, document, and no power to pass it on (S9)."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="delegates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    document_number = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField()
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cards"
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="card_delegate_dates_in_order"),
            models.CheckConstraint(condition=~Q(document_number=""), name="card_delegate_has_document"),
            models.CheckConstraint(condition=~Q(user=F("granted_by")), name="card_delegate_is_not_the_holder"),
        ]


class LimitKind(models.TextChoices):
    GRANT = "grant", _("Pemberian limit")
    CHANGE = "change", _("Perubahan limit")
    TEMPORARY = "temporary", _("Kenaikan sementara")
    FALL_BACK = "fall_back", _("Kembali ke limit semula")


class LimitChange(models.Model):
    """Each change of a card's limit and why. A temporary rise has an end; the fall back names it. Append-only."""

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="limit_changes")
    kind = models.CharField(max_length=10, choices=LimitKind)
    before_idr = models.BigIntegerField()
    after_idr = models.BigIntegerField()
    per_txn_idr = models.BigIntegerField()
    ends_on = models.DateField(null=True)
    ends = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="ended_by")
    reason = models.CharField(max_length=300)
    decision_number = models.CharField(max_length=100, blank=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "cards"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(before_idr__gte=0, after_idr__gte=0), name="limit_change_not_negative"),
            models.CheckConstraint(
                condition=Q(kind="temporary", ends_on__isnull=False, after_idr__gt=F("before_idr"))
                | ~Q(kind="temporary") & Q(ends_on__isnull=True),
                name="limit_change_temporary_ends",
            ),
            models.CheckConstraint(
                condition=Q(kind="fall_back", ends__isnull=False) | ~Q(kind="fall_back") & Q(ends__isnull=True),
                name="limit_change_fall_back_names_the_rise",
            ),
        ]
