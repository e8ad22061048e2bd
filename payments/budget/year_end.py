"""The last days of a fiscal year: until when is ordered, paid by card, requested and disbursed.

Each is a dated law row with the circular it comes from, written as month and day (1215 is 15 December). Without a
circular the year itself is the limit.
Source  domain reference §4.6 (governor's circular); UU 17/2003 art. 4.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from marketplace.kernel.errors import RuleViolation
from marketplace.kernel.law import limit_on, row_on
from marketplace.kernel.reasons import as_read
from marketplace.ui.formats import long_day


class LastDay(models.TextChoices):
    """What has a last day. The value is the end of the law row's kind."""

    ORDER = "last_order", _("Pemesanan")
    CAPTURE = "last_capture", _("Pembayaran dengan kartu")
    REQUEST = "last_spp", _("Pengajuan SPP")
    DISBURSEMENT = "last_sp2d", _("Penerbitan SP2D")

    @property
    def kind(self) -> str:
        return f"year_end.{self.value}"


class AfterLastDay(RuleViolation):
    """Source: the governor's circular on the year's end; the law row names it."""

    code = "YEAR_END_FREEZE"
    template = _("{what} tahun anggaran {year} ditutup setelah {day}. Dasar: {source}.")


class BillOfEarlierYear(RuleViolation):
    """Source: domain reference §4.6: goods of December that no SP2D paid are paid from the next year's budget."""

    code = "BILL_OF_EARLIER_YEAR"
    template = _("Tagihan tahun anggaran {year} dibayar dari anggaran tahun berjalan setelah dianggarkan kembali.")


def last_day(what: LastDay, *, on: date) -> date:
    """The last day in the fiscal year of `on`, by the rows in force on that day. Raises RateNotPublished."""
    return _as_day(limit_on(what.kind, on), on)


def last_day_said(what: LastDay, *, on: date) -> tuple[date, str]:
    """The last day and the circular that says it, as its reader reads it, from one row as it is now.

    What is kept for a minute may be another circular's by then. Raises RateNotPublished.
    """
    row = row_on(what.kind, on)
    return _as_day(int(row.value), on), as_read(row.source)


def _as_day(month_day: int, on: date) -> date:
    month, day = divmod(month_day, 100)
    return date(on.year, month, day)


def after_last_day(what: LastDay, *, on: date) -> AfterLastDay | None:
    """Why it is too late on a day, or None while there is time."""
    if on <= last_day(what, on=on):
        return None
    last, source = last_day_said(what, on=on)
    if on <= last:  # a circular that gives more time came within the minute
        return None
    return AfterLastDay(what=what.label, year=on.year, day=long_day(last), source=source)


def require_before_last_day(what: LastDay, *, on: date) -> None:
    """Raises AfterLastDay."""
    if too_late := after_last_day(what, on=on):
        raise too_late
