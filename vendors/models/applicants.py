"""The vendor itself, the people behind it, and the trail of its states."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.actors import Actor
from marketplace.kernel.locking import LockingQuerySet
from vendors.names import folded
from vendors.states import CERTIFIED, OPEN_TO_APPLICANT, VENDOR_FLOW, VendorState


class LegalForm(models.TextChoices):
    """Individuals are vendors of full standing: about half of those of the province."""

    INDIVIDUAL = "perorangan", _("Usaha perorangan")
    CV = "cv", _("CV")
    FIRM = "firma", _("Firma")
    SOLE_COMPANY = "pt_perorangan", _("PT Perorangan")
    COMPANY = "pt", _("PT")
    COOPERATIVE = "koperasi", _("Koperasi")
    VILLAGE_ENTERPRISE = "bumdes", _("BUM Desa")
    COMMUNITY_GROUP = "pokmas", _("Kelompok masyarakat")


class Scale(models.TextChoices):
    """Source  PP 7/2021 art. 35."""

    MICRO = "mikro", _("Usaha mikro")
    SMALL = "kecil", _("Usaha kecil")
    MEDIUM = "menengah", _("Usaha menengah")
    LARGE = "besar", _("Usaha besar")


class NpwpStatus(models.TextChoices):
    """Unverified counts as none for tax rates, and keeps a new vendor from being verified."""

    VALID = "valid", _("Valid")
    UNVERIFIED = "unverified", _("Belum diperiksa")
    INVALID = "invalid", _("Tidak valid")


class VendorQuerySet(LockingQuerySet["Vendor"]):
    def active(self) -> VendorQuerySet:
        return self.filter(state=VendorState.ACTIVE)

    def certified(self) -> VendorQuerySet:
        """Active now or once."""
        return self.filter(state__in=CERTIFIED)


class Vendor(models.Model):
    """Who offers. Fields may be blank while the application is a draft; `submit_application` asks for them all.

    For an individual the NPWP is the NIK; it is kept for tax slips and shown to officials only, masked elsewhere.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="vendor"
    )
    legal_name = models.CharField(max_length=160, blank=True)
    trade_name = models.CharField(max_length=160, blank=True)
    legal_form = models.CharField(max_length=16, choices=LegalForm.choices, blank=True)
    business_capital_idr = models.BigIntegerField(null=True, blank=True)
    yearly_sales_idr = models.BigIntegerField(null=True, blank=True)
    scale = models.CharField(max_length=10, choices=Scale.choices, blank=True)
    deed_number = models.CharField(max_length=80, blank=True)
    deed_on = models.DateField(null=True, blank=True)
    notary = models.CharField(max_length=160, blank=True)

    nib = models.CharField(max_length=13, blank=True)
    npwp = models.CharField(max_length=16, blank=True)
    nitku = models.CharField(max_length=22, blank=True)
    npwp_status = models.CharField(max_length=12, choices=NpwpStatus.choices, default=NpwpStatus.UNVERIFIED)
    is_pkp = models.BooleanField(default=False)
    pkp_number = models.CharField(max_length=60, blank=True)
    pkp_since = models.DateField(null=True, blank=True)
    suket_number = models.CharField(max_length=60, blank=True)
    suket_valid_to = models.DateField(null=True, blank=True)
    pays_local_tax = models.BooleanField(default=False)
    construction_grade = models.CharField(max_length=10, default="none")

    regency = models.ForeignKey("kernel.Regency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    village = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    description = models.TextField(blank=True, max_length=2000)
    lead_time_days = models.PositiveSmallIntegerField(default=7)
    qris_nmid = models.CharField(max_length=15, blank=True)
    qris_criteria = models.CharField(max_length=3, default="UMI")

    state = models.CharField(max_length=12, choices=VendorState.choices, default=VendorState.DRAFT)
    state_since = models.DateTimeField()
    state_reason = models.TextField(blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    integrity_accepted_at = models.DateTimeField(null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    partner = models.OneToOneField(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="vendor"
    )
    rated_orders = models.PositiveIntegerField(default=0)
    on_time_orders = models.PositiveIntegerField(default=0)
    performance_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = models.Manager.from_queryset(VendorQuerySet)()

    class Meta:
        verbose_name = _("penjual")
        verbose_name_plural = _("penjual")
        indexes = [
            # The verification queue, oldest first.
            models.Index(fields=["state", "submitted_at"], name="vendor_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["nib"], condition=~Q(nib=""), name="vendor_nib_once"),
            models.UniqueConstraint(fields=["npwp"], condition=~Q(npwp=""), name="vendor_npwp_once"),
            models.CheckConstraint(condition=Q(state__in=VendorState.values), name="vendor_state_known"),
            models.CheckConstraint(condition=Q(nib="") | Q(nib__regex=r"^[0-9]{13}$"), name="vendor_nib_13_digits"),
            models.CheckConstraint(condition=Q(npwp="") | Q(npwp__regex=r"^[0-9]{16}$"), name="vendor_npwp_16_digits"),
            models.CheckConstraint(
                condition=Q(state__in=[VendorState.DRAFT, VendorState.NEEDS_FIX, VendorState.CLOSED])
                | ~Q(legal_name="") & ~Q(legal_form="") & ~Q(nib="") & ~Q(npwp="") & Q(regency__isnull=False),
                name="vendor_complete_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VendorState.ACTIVE, VendorState.SUSPENDED]) | Q(partner__isnull=False),
                name="vendor_active_has_partner",
            ),
            models.CheckConstraint(
                condition=Q(on_time_orders__lte=models.F("rated_orders")), name="vendor_on_time_within_rated"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("vendors:profile", args=[self.pk])

    @property
    def display_name(self) -> str:
        """What buyers read: the trade name where there is one."""
        return self.trade_name or self.legal_name or str(_("Penjual tanpa nama"))

    @property
    def full_name(self) -> str:
        """What officials read before they decide: the trade name, and behind it the name of the business."""
        if self.legal_name and folded(self.legal_name) != folded(self.display_name):
            return f"{self.display_name} ({self.legal_name})"
        return self.display_name

    @property
    def is_individual(self) -> bool:
        return self.legal_form in (LegalForm.INDIVIDUAL, "")

    @property
    def needs_second_verifier(self) -> bool:
        """Companies and cooperatives are looked at by two people."""
        return not self.is_individual

    @property
    def is_umkk(self) -> bool:
        """Micro, small, or a cooperative: what counts to the 40 % target. Source  Perpres 16/2018 art. 65."""
        return self.scale in (Scale.MICRO, Scale.SMALL) or self.legal_form == LegalForm.COOPERATIVE

    @property
    def is_active(self) -> bool:
        return self.state == VendorState.ACTIVE

    @property
    def is_open_to_applicant(self) -> bool:
        return self.state in OPEN_TO_APPLICANT

    @property
    def performance_band(self) -> str:
        """A very good, B good, C enough, D poor; empty before the third scored order."""
        if self.performance_hundredths is None:
            return ""
        bands = ((250, "A"), (200, "B"), (100, "C"), (0, "D"))
        return next(band for least, band in bands if self.performance_hundredths >= least)

    def is_new(self, on: date) -> bool:
        """Less than 90 days on the market."""
        return self.activated_at is not None and (on - self.activated_at.date()).days < 90

    def advance(self, action: str, *, actor: Actor, at: datetime, reason: str = "", decision_number: str = "") -> None:
        """Move one step along VENDOR_FLOW and remember it. Raises WrongState."""
        before, self.state = self.state, VENDOR_FLOW.target(action, self.state)
        self.state_since, self.state_reason = at, reason
        self.save()
        self.history.create(
            action=action,
            before=before,
            after=self.state,
            reason=reason,
            decision_number=decision_number,
            actor_id=actor.id,
            actor_name=actor.name,
            at=at,
        )


class VendorHistory(models.Model):
    """One move of one vendor. Written once. A sanction, and its end, name the decision they rest on (by CHECK)."""

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="history")
    action = models.CharField(max_length=20)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=160, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class PrincipalRole(models.TextChoices):
    OWNER = "owner", _("Pemilik")
    DIRECTOR = "director", _("Direktur")
    PARTNER = "partner", _("Sekutu pengurus")
    CHAIR = "chair", _("Ketua")
    TREASURER = "treasurer", _("Bendahara")
    MANAGER = "manager", _("Pengurus")


class Principal(models.Model):
    """A natural person who owns or runs the vendor, with or without an account.

    The NIK is never stored; its keyed hash equals that of a user, so a conflict of interest is a join.
    Source  Perpres 13/2018 arts. 4-7 (beneficial owner: more than 25 %).
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="principals")
    full_name = models.CharField(max_length=160)
    role = models.CharField(max_length=12, choices=PrincipalRole.choices)
    nik_hash = models.CharField(max_length=64)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    share_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    is_beneficial_owner = models.BooleanField(default=False)
    is_civil_servant = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "nik_hash"], condition=Q(until__isnull=True), name="principal_once_per_vendor"
            ),
            models.CheckConstraint(condition=Q(nik_hash__regex=r"^[0-9a-f]{64}$"), name="principal_nik_is_hashed"),
            models.CheckConstraint(
                condition=Q(share_percent__isnull=True) | Q(share_percent__lte=100), name="principal_share_within_100"
            ),
        ]
        indexes = [models.Index(fields=["nik_hash"], name="principal_by_person")]

    def __str__(self) -> str:
        return self.full_name
