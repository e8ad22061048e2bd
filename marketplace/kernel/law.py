"""The law as dated data: limits, rates and deadlines with the regulation they come from.

A value is never a constant in code. Code asks what holds on a day, and the row says why.
Rows are the database owner's: migrations load them, and a site's own are added as that role. The site itself reads
them, and puts the last days of a year into force by `last_day_set`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from django.core.cache import cache
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.tables import Row, loading, read_table

SEED_FILE = Path(__file__).parent / "data" / "law.csv"


class RateNotPublished(RuleViolation):
    code = "RATE_NOT_PUBLISHED"
    template = _("Ketentuan {kind} untuk {day} belum dimuat. Hubungi pengelola.")


class Confidence(models.TextChoices):
    SURE = "sure", _("Pasti")
    LIKELY = "likely", _("Kemungkinan besar")
    UNSURE = "unsure", _("Belum pasti")


class LawRow(models.Model):
    """One value of one kind in force from a day on. `value` is an exact decimal text: rupiah, days, or percent."""

    kind = models.CharField(max_length=80)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=10, choices=Confidence)

    class Meta:
        app_label = "kernel"
        ordering = ["kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="law_row_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="law_row_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} = {self.value.normalize():f} {self.unit} ({self.valid_from})"


def row_on(kind: str, day: date) -> LawRow:
    """The row in force on a day. Raises RateNotPublished."""
    row = (
        LawRow.objects.filter(kind=kind, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .order_by("-valid_from")
        .first()
    )
    if row is None:
        raise RateNotPublished(kind=kind, day=day)
    return row


KEPT_SECONDS = 60
"""Law does not change by the second, and an order asks for some fifty values on its way."""

Term = tuple[date, date | None, Decimal, str]
"""From, to, value and unit of one row: plain, for a row is dear to unpack."""


def _terms(kind: str) -> list[Term]:
    """The rows of a kind, newest first. What is not at hand is fetched with all other kinds, in one question."""
    kept: list[Term] | None = cache.get(f"law:{kind}")
    if kept is not None:
        return kept
    kinds: dict[str, list[Term]] = {kind: []}
    rows = LawRow.objects.order_by("-valid_from")
    for name, begins, ends, value, unit in rows.values_list("kind", "valid_from", "valid_to", "value", "unit"):
        kinds.setdefault(name, []).append((begins, ends, value, unit))
    cache.set_many({f"law:{name}": terms for name, terms in kinds.items()}, KEPT_SECONDS)
    return kinds[kind]


def forget(kind: str) -> None:
    """Called by whoever changed a row of this kind; other processes read it within the minute."""
    cache.delete(f"law:{kind}")


def _in_force(kind: str, day: date) -> tuple[Decimal, str]:
    """Value and unit on a day. Raises RateNotPublished."""
    for begins, ends, value, unit in _terms(kind):
        if begins <= day and (ends is None or day <= ends):
            return value, unit
    raise RateNotPublished(kind=kind, day=day)


def limit_on(kind: str, day: date) -> int:
    """A whole number: rupiah, days, pieces or a yes (1) and no (0). Raises RateNotPublished."""
    value, _unit = _in_force(kind, day)
    if value != value.to_integral_value():
        raise ValueError(f"{kind} is not a whole number")
    return int(value)


def rate_on(kind: str, day: date) -> Fraction:
    """A rate as an exact fraction; rows of unit `percent` are divided by a hundred. Raises RateNotPublished."""
    value, unit = _in_force(kind, day)
    return Fraction(value) / 100 if unit == "percent" else Fraction(value)


def seed_rows() -> list[Row]:
    """The rows shipped with the project. Raises BadReferenceTable naming the line that is wrong."""
    rows = read_table(SEED_FILE, "kind", "value", "unit", "valid_from", "valid_to", "source", "confidence")
    for row in rows:
        if not row["source"] or row["confidence"] not in Confidence.values:
            raise row.wrong("a source or confidence is missing")
    return rows


def load_seed(model: type[LawRow]) -> None:
    """Add rows that are not there yet; a site's own rows stay. Raises BadReferenceTable."""
    with loading(SEED_FILE):
        model.objects.bulk_create(
            [
                model(
                    kind=row["kind"],
                    value=row.decimal("value"),
                    unit=row["unit"],
                    valid_from=row.day("valid_from"),
                    valid_to=row.day("valid_to") if row["valid_to"] else None,
                    source=row["source"],
                    confidence=row["confidence"],
                )
                for row in seed_rows()
            ],
            ignore_conflicts=True,
        )
