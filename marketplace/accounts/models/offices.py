"""The common root of offices and vendors, and the tree of offices."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is; a trigger lets only fitting roles be held in it."""

    AGENCY = "agency", _("Perangkat daerah")
    VENDOR = "vendor", _("Penjual")
    OPERATOR = "operator", _("Penyelenggara")


class Organisation(models.Model):
    """Whom money, orders and papers belong to: an office, a vendor, or the operator (BPK acts through it too)."""

    kind = models.CharField(max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    short_code = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "short_code"], condition=~Q(short_code=""), name="organisation_short_code_unique"
            ),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    """Kinds of office in the reference list of offices."""

    SECRETARIAT = "sekretariat", _("Sekretariat")
    INSPECTORATE = "inspektorat", _("Inspektorat")
    BUREAU = "biro", _("Biro")
    SERVICE = "dinas", _("Dinas")
    AGENCY = "badan", _("Badan")
    HOSPITAL = "rsud", _("Rumah sakit")
    UNIFORMED = "satuan", _("Satuan")
    UNIT = "unit", _("Unit")


class Agency(models.Model):
    """An office of the province (OPD), or a unit under one. Offices are merged and renamed, so each has its dates."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="agency")
    short_code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    name_en = models.CharField(max_length=200, blank=True)
    unit_code = models.CharField(max_length=40, unique=True, help_text=_("Kode unit pada nomor surat."))
    address = models.CharField(max_length=300, blank=True)
    regency = models.ForeignKey("kernel.Regency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("perangkat daerah")
        verbose_name_plural = _("perangkat daerah")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="agency_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("organisation")), name="agency_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of the organisation."""
        return self.organisation.name
