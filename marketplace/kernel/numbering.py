"""Gapless numbers per issuer, series and year, drawn inside the signing transaction.

A rolled back transaction gives its number back, because the counter row rolls back with it; the site's role moves a
counter by `number_draw` and not otherwise. A number that was drawn and used for nothing is found by I-38.
Source: practice under Permendagri 1/2023 (naskah dinas) and Permendagri 83/2022 (classification): the series restarts
each 1 January.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models
from django.db.models import Q

from marketplace.kernel.calendar import local_day

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class NumberSeries(models.Model):
    """The last number drawn by one issuer in one series and year."""

    issuer_id = models.BigIntegerField()
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        app_label = "kernel"
        constraints = [
            models.UniqueConstraint(fields=["issuer_id", "series", "year"], name="number_series_once"),
            models.CheckConstraint(condition=Q(last__gte=0), name="number_series_not_negative"),
        ]


def draw(*, issuer_id: int, series: str, year: int) -> int:
    """The next number. Locks the series until commit, so draw it late; there are no gaps.

    Locks   the row of (issuer, series, year).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT number_draw(%s, %s, %s)", [issuer_id, series, year])
        return cursor.fetchone()[0]


def letter_number(classification: str, sequence: int, unit_code: str, at: datetime, *, tag: str | None = None) -> str:
    """`000.3.2/SP/123/DISKOMINFO/XI/2026`: classification, optional series tag, sequence, unit, Roman month, year."""
    parts = [classification, tag, str(sequence), unit_code, month_and_year(at)]
    return "/".join(part for part in parts if part)


def month_and_year(at: datetime) -> str:
    """How a number ends: `XI/2026`."""
    day = local_day(at)
    return f"{ROMAN_MONTHS[day.month - 1]}/{day.year}"
